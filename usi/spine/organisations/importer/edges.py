"""Writes the affiliations that the rows state; what people have set by hand stays as they set it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F

from usi.spine.journal.models import Entry
from usi.spine.organisations.importer import report
from usi.spine.organisations.importer.parents import Parents, Unknown
from usi.spine.organisations.models import Affiliation, Organisation

CHUNK = 1500
_SET, _DROPPED = "organisation.affiliations_set", "organisation.affiliate_dropped"


@dataclass(frozen=True, slots=True)
class Stated:
    """The parents that a row names, those it no longer names, and whether its page is new."""

    line: int
    key: str
    name: str
    member: int
    parents: tuple[str, ...]
    gone: tuple[str, ...] = ()
    fresh: bool = False


class Edges:
    """Settles what all rows have stated, once every row is in."""

    def __init__(self, parents: Parents, lines: report.Report, *, dry: bool) -> None:
        """Look parents up in `parents`; with `dry` write nothing."""
        self._find, self._report, self._dry = parents.find, lines, dry
        self._up: dict[int, set[int]] | None = None

    def settle(self, stated: Sequence[Stated]) -> None:
        """Add and remove affiliations, in one transaction for some hundred rows."""
        for chunk in _chunks(stated):
            with nullcontext() if self._dry else transaction.atomic():
                self._chunk(chunk)

    def _chunk(self, stated: Sequence[Stated]) -> None:
        wanted, gone = self._resolved(stated)
        members = {row.member for row in stated}
        present = set(Affiliation.objects.filter(member_id__in=members).values_list("member_id", "parent_id"))
        missing = {edge: row for edge, row in wanted.items() if edge not in present}
        leaving = {edge: row for edge, row in gone.items() if edge in present and edge not in wanted}
        by_hand = _by_hand([*missing, *leaving])
        added = [edge for edge, row in missing.items() if self._may_add(edge, row, by_hand)]
        removed = [edge for edge in leaving if edge not in by_hand]
        for what, number in (("added", len(added)), ("same", len(wanted) - len(missing)), ("removed", len(removed))):
            if number:
                self._report.edges[what] += number
        if not self._dry:
            _write(added, removed, older={row.member for row in stated if not row.fresh})

    def _resolved(self, stated: Sequence[Stated]) -> tuple[dict[tuple[int, int], Stated], dict[tuple[int, int], Stated]]:
        wanted: dict[tuple[int, int], Stated] = {}
        gone: dict[tuple[int, int], Stated] = {}
        for row in stated:
            for name in row.parents:
                try:
                    wanted.setdefault((row.member, self._find(name)), row)
                except Unknown as error:
                    self._leave_out(row, str(error), "unknown")
            for name in row.gone:
                try:
                    gone[row.member, self._find(name)] = row
                except Unknown:
                    continue
        return wanted, gone

    def _may_add(self, edge: tuple[int, int], row: Stated, by_hand: set[tuple[int, int]]) -> bool:
        if edge in by_hand:
            self._leave_out(row, "an affiliation is left out: people set or dropped it here by hand", "left out")
            return False
        member, parent = edge
        if self._reaches(parent, member):
            self._leave_out(row, "an affiliation is left out: it would belong to itself, directly or through others", "left out")
            return False
        self._upward()[member].add(parent)
        return True

    def _leave_out(self, row: Stated, why: str, what: str) -> None:
        self._report.edges[what] += 1
        self._report.add(report.Line(row.line, row.key, row.name, report.PARENT, why=why))

    def _reaches(self, number: int, goal: int) -> bool:
        up, ahead, seen = self._upward(), [number], set[int]()
        while ahead:
            here = ahead.pop()
            if here == goal:
                return True
            if here not in seen:
                seen.add(here)
                ahead.extend(up.get(here, ()))
        return False

    def _upward(self) -> dict[int, set[int]]:
        """Return who belongs to whom, those of this run included."""
        if self._up is None:
            self._up = defaultdict(set)
            for member, parent in Affiliation.objects.filter(until="").values_list("member_id", "parent_id").iterator(chunk_size=5000):
                self._up[member].add(parent)
        return self._up


def _chunks(stated: Sequence[Stated]) -> Iterator[list[Stated]]:
    """Yield rows together that state about as many affiliations as one query can ask for."""
    chunk: list[Stated] = []
    weight = 0
    for row in stated:
        chunk.append(row)
        weight += 1 + len(row.parents) + len(row.gone)
        if weight > CHUNK:
            yield chunk
            chunk, weight = [], 0
    if chunk:
        yield chunk


def _by_hand(edges: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    """Return the edges on which people have had a say: whoever set the member's affiliations, or the parent's people who dropped it."""
    listed = list(edges)
    if not listed:
        return set()
    numbers = {number for edge in listed for number in edge}
    rows = Entry.objects.filter(subject_type="organisation", subject_id__in=numbers, verb__in=(_SET, _DROPPED))
    found = set(rows.values_list("verb", "subject_id", "data__member"))
    members = {subject for verb, subject, _ in found if verb == _SET}
    dropped = {(member, subject) for verb, subject, member in found if verb == _DROPPED}
    return {edge for edge in listed if edge[0] in members or edge in dropped}


def _write(added: Sequence[tuple[int, int]], removed: Sequence[tuple[int, int]], *, older: set[int]) -> None:
    Affiliation.objects.bulk_create([Affiliation(member_id=member, parent_id=parent) for member, parent in added], ignore_conflicts=True)
    leaving = set(removed)
    rows = Affiliation.objects.filter(member_id__in={member for member, _ in removed}).values_list("pk", "member_id", "parent_id")
    Affiliation.objects.filter(pk__in=[pk for pk, member, parent in rows if (member, parent) in leaving]).delete()
    changed = {member for member, _ in (*added, *removed)} & older
    if changed:
        Organisation.objects.filter(pk__in=changed).update(version=F("version") + 1)
