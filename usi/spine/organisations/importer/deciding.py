"""Carries out what a person decided about rows that looked like an organisation already there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext

from django.db import transaction

from usi.spine.actors.models import Actor
from usi.spine.organisations.importer import report
from usi.spine.organisations.importer.batches import Batches, Read
from usi.spine.organisations.importer.creating import kept_row
from usi.spine.organisations.importer.edges import Stated
from usi.spine.organisations.importer.mapping import Decision, Plan
from usi.spine.organisations.importer.parents import Parents
from usi.spine.organisations.importer.updating import Change, Pages
from usi.spine.organisations.models import ImportedRow, Organisation

CHUNK = 500


class Deciding:
    """Lets each decided row belong to the organisation it was said to be; only what is empty there is filled, nothing if it is claimed."""

    def __init__(
        self, plan: Plan, batches: Batches, parents: Parents, lines: report.Report, *, themes: Mapping[str, int], dry: bool
    ) -> None:
        """Work on what the batches left for the end: a row may stand before the one it was decided to belong to."""
        self._plan, self._batches, self._parents, self._report = plan, batches, parents, lines
        self._themes, self._dry = themes, dry

    def settle(self) -> None:
        """Settle all, in one transaction for some hundred rows."""
        deferred = self._batches.deferred
        for start in range(0, len(deferred), CHUNK):
            lines: list[report.Line] = []
            stated: list[Stated] = []
            with nullcontext() if self._dry else transaction.atomic():
                self._chunk(deferred[start : start + CHUNK], lines, stated)
            for line in lines:
                self._report.add(line)
            self._batches.stated += stated

    def _chunk(self, deferred: Sequence[tuple[Read, Decision]], lines: list[report.Line], stated: list[Stated]) -> None:
        handles, keys = self._targets(deferred)
        rows = Organisation.objects.filter(pk__in={*handles.values(), *keys.values()}, actor__state=Actor.State.ACTIVE)
        pages = {page.pk: page for page in rows.select_related("actor")}
        changes: list[Change] = []
        for read, decision in deferred:
            draft, number = read.draft, handles.get(decision.handle) or keys.get(decision.row)
            page = pages.get(number) if number else None
            # What this run would have created is in no dry run's database.
            if number is None or (page is None and not self._dry):
                self._parents.refuse((draft.key, draft.name, draft.short_name), line=read.row.line)
                lines.append(_line(read, report.REFUSED, why=f"decided to be {_meant(decision)}, which is not in the directory"))
                continue
            self._parents.offer(number, draft)
            lines.append(_line(read, report.UPDATED, page=page.actor.handle if page else decision.handle, why=_why(page)))
            if page is None or not page.claimed:
                changes.append(Change(read.row.line, number, draft, read.row.cells, read.digest))
                stated.append(Stated(read.row.line, draft.key, draft.name, number, draft.parents))
            elif not self._dry:
                kept_row(number, draft, read.row.cells, read.digest, self._plan).save(force_insert=True)
        Pages(changes, self._plan, themes=self._themes, dry=self._dry).write()

    def _targets(self, deferred: Sequence[tuple[Read, Decision]]) -> tuple[dict[str, int], dict[str, int]]:
        """Return the organisations that decisions name, by handle and by the key of a row; those of this run go before."""
        handles = {decision.handle for _, decision in deferred if decision.handle}
        keys = {decision.row for _, decision in deferred if decision.row}
        actors = Actor.objects.filter(type="organisation", domain="", handle__in=handles)
        rows = ImportedRow.objects.filter(source=self._plan.source, source_key__in=keys)
        return (
            dict(actors.values_list("handle", "pk")) | self._batches.handles,
            dict(rows.values_list("source_key", "organisation_id")) | self._batches.numbers,
        )


def _meant(decision: Decision) -> str:
    return f"@{decision.handle}" if decision.handle else f"the same as '{decision.row}'"


def _why(page: Organisation | None) -> str:
    return "decided; its people keep that page, so only the row is kept" if page and page.claimed else "decided to belong there"


def _line(read: Read, result: str, **more: str) -> report.Line:
    return report.Line(read.row.line, read.draft.key, read.draft.name, result, **more)
