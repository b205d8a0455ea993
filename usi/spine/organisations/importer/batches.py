"""Decides what becomes of each row of a batch, and writes the batch in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Min

from usi.base import ids, text
from usi.spine.actors.models import Actor
from usi.spine.organisations.importer import drafts, report
from usi.spine.organisations.importer.creating import New, create
from usi.spine.organisations.importer.drafts import Draft
from usi.spine.organisations.importer.edges import Stated
from usi.spine.organisations.importer.handles import Handles
from usi.spine.organisations.importer.likenesses import Likenesses
from usi.spine.organisations.importer.mapping import Decision, Plan
from usi.spine.organisations.importer.parents import Parents
from usi.spine.organisations.importer.problems import Refused
from usi.spine.organisations.importer.reading import Row
from usi.spine.organisations.importer.updating import Change, Pages
from usi.spine.organisations.models import ImportedRow

HALF = 32


class Kept(NamedTuple):
    """What is known of a row that came in before, and of its page."""

    pk: int
    number: int
    digest: str
    day: date
    claimed: bool
    state: str
    handle: str


class Read(NamedTuple):
    """A row that can come in."""

    row: Row
    draft: Draft
    digest: str


@dataclass
class _Outcome:
    """What a batch will write, and what the report will say of it once it is written."""

    lines: list[report.Line] = field(default_factory=list)
    news: list[New] = field(default_factory=list)
    changes: list[tuple[Change, Kept]] = field(default_factory=list)
    dated: list[int] = field(default_factory=list)
    stated: list[Stated] = field(default_factory=list)


class Batches:
    """Takes one batch after the other; keeps what later rows and the affiliations need to know of earlier ones."""

    def __init__(self, plan: Plan, parents: Parents, lines: report.Report, *, dry: bool, themes: Mapping[str, int]) -> None:
        """Read what is there already."""
        self._plan, self._parents, self._report, self._dry, self._themes = plan, parents, lines, dry, themes
        self._handles, self._alike = Handles(), Likenesses()
        self._lines: dict[str, int] = {}
        self.numbers: dict[str, int] = {}
        self.handles: dict[str, int] = {}
        self._targets = {target for one in plan.decisions.values() for target in (one.row, one.handle) if target}
        self.stated: list[Stated] = []
        self.deferred: list[tuple[Read, Decision]] = []

    def take(self, rows: Sequence[Row]) -> None:
        """Bring a batch in: all of it or, if the database refuses, none."""
        outcome = _Outcome()
        with nullcontext() if self._dry else transaction.atomic():
            reads = [read for row in rows if (read := self._read(row, outcome))]
            kept = self._kept([read.draft.key for read in reads])
            self._alike.look_up(read.draft for read in reads if read.draft.key not in kept)
            for read in reads:
                self._judge(read, kept.get(read.draft.key), outcome)
            self._update(outcome)
            if not self._dry:
                create(outcome.news, self._plan, themes=self._themes)
                ImportedRow.objects.filter(pk__in=outcome.dated).update(source_date=self._plan.source_date)
        for line in sorted(outcome.lines, key=lambda line: line.line):
            self._report.add(line)
        self.stated += outcome.stated

    def unused_decisions(self) -> list[str]:
        """Return the keys of decisions on rows that the file does not have."""
        return [key for key in self._plan.decisions if key not in self._lines]

    def _read(self, row: Row, outcome: _Outcome) -> Read | None:
        try:
            draft, digest = drafts.read(row, self._plan, themes=self._themes)
            if draft.key in self._lines:
                raise Refused(f"its key stands in line {self._lines[draft.key]} already")
        except Refused as refusal:
            key = drafts.key_of(row.cells, self._plan)[:200]
            name, short = (_shown(row.cells.get(self._plan.columns.get(field, ""))) for field in ("name", "short_name"))
            self._parents.refuse((key, name, short), line=row.line)
            outcome.lines.append(report.Line(row.line, key, name, report.REFUSED, why=str(refusal)))
            return None
        self._lines[draft.key] = row.line
        return Read(row, draft, digest)

    def _kept(self, keys: Sequence[str]) -> dict[str, Kept]:
        rows = ImportedRow.objects.filter(source=self._plan.source, source_key__in=keys)
        page = ("organisation__claimed", "organisation__actor__state", "organisation__actor__handle")
        columns = ("pk", "organisation_id", "digest", "source_date", *page)
        return {key: Kept(*rest) for key, *rest in rows.values_list("source_key", *columns)}

    def _judge(self, read: Read, kept: Kept | None, outcome: _Outcome) -> None:
        draft = read.draft
        if kept:
            self._judge_again(read, kept, outcome)
            return
        decision = self._plan.decisions.get(draft.key)
        if decision and not decision.new:
            self.deferred.append((read, decision))
            return
        alike = self._alike.of(draft) if decision is None and self._plan.look_alikes == "ask" else []
        if alike:
            self._parents.refuse((draft.key, draft.name, draft.short_name), line=read.row.line)
            why = f"looks like {'; '.join(alike[:3])}: decide whether it is another organisation"
            outcome.lines.append(_line(read, report.ALIKE, why=why, decision=report.decision(draft.key)))
            return
        self._add(read, outcome)

    def _add(self, read: Read, outcome: _Outcome) -> None:
        draft, number = read.draft, ids.new()
        handle = self._handles.make(draft.name, kind=draft.kind, country=draft.place[0], number=number)
        self._alike.add(draft, number=number, line=read.row.line)
        outcome.news.append(New(read.row.line, number, handle, draft, read.row.cells, read.digest))
        outcome.lines.append(_line(read, report.CREATED, page=handle, why="; ".join(draft.notes)))
        self._came_in(read, number, handle, outcome, fresh=True)

    def _judge_again(self, read: Read, kept: Kept, outcome: _Outcome) -> None:
        if read.digest == kept.digest:
            if not kept.claimed and kept.day != self._plan.source_date:
                outcome.dated.append(kept.pk)
            outcome.lines.append(_line(read, report.SAME, page=kept.handle))
            self._came_in(read, kept.number, kept.handle, outcome, stating=not kept.claimed)
        elif kept.claimed or kept.state != Actor.State.ACTIVE:
            why = "its people keep its page themselves" if kept.claimed else "its page was suspended or closed here"
            outcome.lines.append(_line(read, report.REFUSED, page=kept.handle, why=why))
            self._came_in(read, kept.number, kept.handle, outcome, stating=False)
        else:
            change = Change(read.row.line, kept.number, read.draft, read.row.cells, read.digest)
            outcome.changes.append((change, kept))

    def _came_in(self, read: Read, number: int, handle: str, outcome: _Outcome, **how: Any) -> None:
        """Let later rows find this one, and note whom it says it belongs to."""
        draft = read.draft
        self._parents.offer(number, draft)
        if draft.key in self._targets:
            self.numbers[draft.key] = number
        if handle in self._targets:
            self.handles[handle] = number
        if how.pop("stating", True) and (draft.parents or how.get("gone")):
            outcome.stated.append(Stated(read.row.line, draft.key, draft.name, number, draft.parents, **how))

    def _update(self, outcome: _Outcome) -> None:
        if not outcome.changes:
            return
        old = dict(ImportedRow.objects.filter(pk__in=[kept.pk for _, kept in outcome.changes]).values_list("pk", "row"))
        numbers = [change.number for change, _ in outcome.changes]
        rows = ImportedRow.objects.filter(organisation_id__in=numbers).values("organisation_id")
        first = set(rows.annotate(first=Min("pk")).values_list("first", flat=True))
        for change, kept in outcome.changes:
            before = drafts.again(old[kept.pk], self._plan, themes=self._themes)
            change.old, digest = before or (change.draft, "")
            change.remapped = digest[HALF:] != kept.digest[HALF:]
            change.first = kept.pk in first
        Pages([change for change, _ in outcome.changes], self._plan, themes=self._themes, dry=self._dry).write()
        for change, kept in outcome.changes:
            read = Read(Row(change.line, dict(change.cells)), change.draft, change.digest)
            outcome.lines.append(_line(read, report.UPDATED, page=kept.handle, why=change.why()))
            gone = tuple(name for name in (change.old.parents if change.old else ()) if name not in change.draft.parents)
            self._parents.want(gone)
            self._came_in(read, kept.number, kept.handle, outcome, gone=gone)


def _line(read: Read, result: str, **more: str) -> report.Line:
    return report.Line(read.row.line, read.draft.key, read.draft.name, result, **more)


def _shown(value: object) -> str:
    return text.line(value)[:200] if isinstance(value, str) else ""
