"""Reads of the glossary: the table of two languages, one term, what waits."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet

from usi.base import text, words
from usi.surfaces.translation.glossary.finding import tags
from usi.surfaces.translation.models import Term, TermText

SIZE = 50
_BOM = "\ufeff"  # Without it, spreadsheets take Greek and Arabic for something else.
State = TermText.State


@dataclass
class Entry:
    """A term with its kept names in two languages."""

    term_id: int
    names: list[TermText] = field(default_factory=list)
    others: list[TermText] = field(default_factory=list)

    @property
    def notes(self) -> list[TermText]:
        """The names that have a note."""
        return [row for row in (*self.names, *self.others) if row.note]


@dataclass(frozen=True)
class Table:
    """A page of entries, how many there are in all, and the number of the next page, 0 where there is none."""

    entries: Sequence[Entry]
    total: int
    next: int


def table(*, from_language: str, to_language: str, asked: str = "", page: int = 0) -> Table:
    """Return a page of the terms that have a name in the first language, by that name; `asked` are words that all stand in one name."""
    found = entries(from_language=from_language, to_language=to_language, asked=asked)
    page = max(1, page)
    shown = found[(page - 1) * SIZE : page * SIZE]
    return Table(shown, len(found), page + 1 if len(found) > page * SIZE else 0)


def entries(*, from_language: str, to_language: str, asked: str = "") -> list[Entry]:
    """Return all terms that have a name in the first language, in one query."""
    mine, others = tags(from_language), tags(to_language)
    found: dict[int, Entry] = {}
    for row in TermText.objects.filter(state=State.KEPT, language__in=mine | others).order_by("place", "pk"):
        entry = found.setdefault(row.term_id, Entry(row.term_id))
        (entry.names if row.language in mine else entry.others).append(row)
    wanted = words.words(asked)
    fitting = [entry for entry in found.values() if entry.names and (not wanted or _has(entry, wanted))]
    return sorted(fitting, key=lambda entry: (entry.names[0].folded, entry.term_id))


def term(number: int, *, reviewer: bool) -> list[TermText]:
    """Return the names of a term, those that were not kept for reviewers only; empty where there is nothing to see."""
    # Asked for by the term's own key: of a number too large for the database that finds nothing instead of failing.
    names = TermText.objects.filter(term__in=Term.objects.filter(pk=number))
    rows = names.select_related("proposed_by").order_by("language", "place", "pk")
    return list(rows if reviewer else rows.filter(state=State.KEPT))


def waiting(kept: set[str] | None = None) -> QuerySet[TermText]:
    """Return the names that wait for a reviewer, oldest first; of some languages or, for None, of all."""
    rows = TermText.objects.filter(state=State.PROPOSED).select_related("proposed_by").order_by("pk")
    return rows if kept is None else rows.filter(language__in=kept)


def kept_beside(rows: Iterable[TermText]) -> dict[int, list[TermText]]:
    """Return, for each term of some names, what it is called already."""
    found: dict[int, list[TermText]] = defaultdict(list)
    for row in TermText.objects.filter(term__in={row.term_id for row in rows}, state=State.KEPT, place=0).order_by("language"):
        found[row.term_id].append(row)
    return dict(found)


def proposed_by(actor_id: int, *, most: int = 20) -> list[TermText]:
    """Return what a person proposed last, with what became of it."""
    return list(TermText.objects.filter(proposed_by_id=actor_id).order_by("-pk")[:most])


def as_csv(found: Iterable[Entry], *, from_language: str, to_language: str) -> str:
    """Return entries as a CSV file; no cell is a formula, several names in one cell are parted by semicolons."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow([from_language, f"{from_language} also", to_language, f"{to_language} also", "note"])
    for entry in found:
        names, others = [row.text for row in entry.names], [row.text for row in entry.others]
        cells = [names[0], "; ".join(names[1:]), *(others[:1] or [""]), "; ".join(others[1:]), " ".join(row.note for row in entry.notes)]
        writer.writerow([text.spreadsheet_cell(cell) for cell in cells])
    return _BOM + file.getvalue()


def _has(entry: Entry, wanted: list[str]) -> bool:
    return any(all(word in row.folded for word in wanted) for row in (*entry.names, *entry.others))
