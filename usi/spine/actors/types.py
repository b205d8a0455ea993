"""The registry of actor types: each room that owns one registers it, so that shared code can link and label any actor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise

if TYPE_CHECKING:
    from usi.spine.actors.models import Actor


@dataclass(frozen=True)
class ActorType:
    """A type of actor: its label, how its page is addressed, its ActivityStreams type, and whether all may read its summary."""

    name: str
    label: str | Promise
    url: Callable[[Actor], str]
    activity_type: str = "Group"
    searchable: bool = True
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
