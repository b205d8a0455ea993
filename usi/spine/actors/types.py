"""The registry of actor types: each room that owns one registers it, so that shared code can link and label any actor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise

if TYPE_CHECKING:
    from usi.spine.actors.models import Actor


@dataclass(frozen=True)
class Findable:
    """What everyone may know of an actor beside its names: more names, more words, where it is, its themes, whether its summary is shown.

    `words` are (language, text); `countries` ISO 3166-1 alpha-2; `themes` handles.
    """

    names: tuple[str, ...] = ()
    words: tuple[tuple[str, str], ...] = ()
    countries: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    summary: bool = True


def _nothing_more(numbers: Sequence[int]) -> dict[int, Findable]:
    return dict.fromkeys(numbers, Findable())


@dataclass(frozen=True)
class ActorType:
    """A type of actor: its label, how its page is addressed, its ActivityStreams type, and whether all may read its summary.

    `findable` tells for actors of this type what the search may know of them; one that it leaves out is not found.
    """

    name: str
    label: str | Promise
    url: Callable[[Actor], str]
    activity_type: str = "Group"
    searchable: bool = True
    findable: Callable[[Sequence[int]], dict[int, Findable]] = _nothing_more
    summary_public: bool = True


_types: dict[str, ActorType] = {}


def register(actor_type: ActorType) -> ActorType:
    """Add a type; a second one of the same name replaces it."""
    _types[actor_type.name] = actor_type
    return actor_type


def get(name: str) -> ActorType:
    """Return a type.

    :raises KeyError: if no room registered it
    """
    return _types[name]


def every() -> tuple[ActorType, ...]:
    """Return all types in the order of their registration."""
    return tuple(_types.values())
