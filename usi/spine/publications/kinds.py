"""The registry of kinds: a feature registers one `Kind`, and every surface serves it without knowing its name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.functional import Promise

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from usi.base.access import Reader
    from usi.base.reading import Read
    from usi.spine.journal.models import Entry
    from usi.spine.publications.models import Publication


def _no_facts(publications: Iterable[Publication], read: Read) -> dict[int, Any]:
    return {}


def _no_pieces(numbers: Sequence[int]) -> dict[int, dict[str, str]]:
    return {}


def _none_early(reader: Reader) -> QuerySet[Publication] | None:
    return None


def _no_calls(numbers: Sequence[int]) -> dict[int, Call]:
    return {}


@dataclass(frozen=True)
class Call:
    """From when until when a publication is of use, on the clocks of which zone, and in which languages its author wants it read."""

    opens: datetime | None = None
    closes: datetime | None = None
    zone: str = "UTC"
    languages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Kind:
    """A kind of publication.

    `url_name` takes the publication's id as `number`; `edit_url_name` likewise. `facts` returns, for publications of this kind on one
    page and in what somebody reads, what its card shows beside the envelope, in at most one query. `card` is an optional template included
    in cards; it shows nothing but the envelope and these facts, since what it writes is kept for a minute for every reader of the same.
    `calls` returns, by publication id, by when and in which languages it should be read. `early` returns, without running a query, what
    a reader may read before it is out though it is not their organisation's; None where there is no such thing.
    `activity_type` is the ActivityStreams type. `needs_verified` asks that its author be a verified organisation.
    `pieces` returns, by publication id, the prose that a kind keeps beside the envelope, in the original's language and in the order of
    the page: a stable dotted key (`demands.0`) to a text. It is translated into `Translation.pieces` under the same keys, and searched.
    Notes of corrections are pieces too: `corrections.pieces` lists them.
    """

    name: str
    label: str | Promise
    label_plural: str | Promise
    url_name: str
    edit_url_name: str = ""
    new_url_name: str = ""
    activity_type: str = "Article"
    card: str = ""
    facts: Callable[[Iterable[Publication], Read], dict[int, Any]] = field(default=_no_facts)
    needs_verified: bool = False
    section: str = "news"
    pieces: Callable[[Sequence[int]], dict[int, dict[str, str]]] = _no_pieces
    calls: Callable[[Sequence[int]], dict[int, Call]] = _no_calls
    early: Callable[[Reader], QuerySet[Publication] | None] = _none_early

    def url(self, publication: Publication) -> str:
        """Return the address of a publication's page in the reader's language."""
        return reverse(self.url_name, kwargs={"number": publication.pk})

    def edit_url(self, publication: Publication) -> str:
        """Return the address of its editing page, empty where there is none."""
        return reverse(self.edit_url_name, kwargs={"number": publication.pk}) if self.edit_url_name else ""


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Add a kind; a second one of the same name replaces it."""
    _kinds[kind.name] = kind
    return kind


def unregister(name: str) -> None:
    """Take a kind away, for tests."""
    _kinds.pop(name, None)


def get(name: str) -> Kind:
    """Return a kind.

    :raises KeyError: if no feature registered it
    """
    return _kinds[name]


def find(name: str) -> Kind | None:
    """Return a kind, or None."""
    return _kinds.get(name)


def publication_of(entry: Entry) -> int:
    """Return the number of the publication that a journal entry is about: its subject, or the one its data names by its kind, as the
    `campaign` of an action.
    """
    if entry.subject_type == "publication":
        return entry.subject_id
    return next((number for name, number in entry.data.items() if name in _kinds and isinstance(number, int)), entry.subject_id)


def pieces_of(rows: Iterable[tuple[int, str]]) -> dict[int, dict[str, str]]:
    """Return the pieces of publications, given as (id, name of the kind), with one question to each kind present."""
    found: dict[int, dict[str, str]] = {}
    for kind, numbers in _by_kind(rows):
        found |= kind.pieces(numbers)
    return found


def calls_of(rows: Iterable[tuple[int, str]]) -> dict[int, Call]:
    """Return the calls of publications, given as (id, name of the kind), with one question to each kind present."""
    found: dict[int, Call] = {}
    for kind, numbers in _by_kind(rows):
        found |= kind.calls(numbers)
    return found


def early(reader: Reader) -> list[QuerySet[Publication]]:
    """Return what a reader may read before it is out though it is not their organisation's, without running a query."""
    return [rows for kind in every() if (rows := kind.early(reader)) is not None]


def _by_kind(rows: Iterable[tuple[int, str]]) -> Iterable[tuple[Kind, list[int]]]:
    sorted_out: dict[str, list[int]] = {}
    for number, name in rows:
        sorted_out.setdefault(name, []).append(number)
    return [(kind, numbers) for name, numbers in sorted_out.items() if (kind := find(name)) is not None]


def every() -> tuple[Kind, ...]:
    """Return all kinds in the order of their registration."""
    return tuple(_kinds.values())
