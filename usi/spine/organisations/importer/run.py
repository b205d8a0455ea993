"""One run of an import, from the file to the journal."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import DatabaseError, IntegrityError, OperationalError

from usi.base import ids
from usi.spine.actors.models import Actor
from usi.spine.journal import actions as journal
from usi.spine.organisations.importer import drafts, reading, report
from usi.spine.organisations.importer.batches import Batches
from usi.spine.organisations.importer.deciding import Deciding
from usi.spine.organisations.importer.edges import Edges
from usi.spine.organisations.importer.mapping import Plan
from usi.spine.organisations.importer.parents import Parents
from usi.spine.organisations.importer.problems import Problem
from usi.spine.organisations.importer.reading import Row

BATCH = 800


@dataclass
class Import:
    """A run as the journal's subject."""

    pk: int


def run(path: Path, plan: Plan, lines: report.Report, *, dry: bool = False, progress: Callable[[int], None] | None = None) -> list[str]:
    """Import a file; returns the keys of decisions that no row asked for.

    The file is read to its end before anything is written. Each batch is one transaction; a run that was stopped is finished by the next.

    :raises Problem: if the file is broken, or the database refuses
    """
    parents = Parents(plan.parents)
    reading.check(path)
    _look_through(path, plan, parents)
    themes = dict(Actor.objects.filter(type="theme").values_list("handle", "pk"))
    batches = Batches(plan, parents, lines, dry=dry, themes=themes)
    finished, since = False, ids.new()
    try:
        for rows in _batches(path, plan):
            batches.take(rows)
            if progress:
                progress(sum(lines.counts.values()))
        Deciding(plan, batches, parents, lines, dry=dry, themes=themes).settle()
        parents.complete(plan.source)
        Edges(parents, lines, dry=dry).settle(batches.stated)
        finished = True
    except IntegrityError:
        raise Problem("Something else wrote the same organisations at the same time; run the import again, what is in stays.") from None
    except OperationalError as error:
        raise Problem(f"The database refused ({error}); run the import again, what is in stays.") from None
    finally:
        if not dry:
            _record(plan, lines, finished=finished, since=since)
    return batches.unused_decisions()


def _look_through(path: Path, plan: Plan, parents: Parents) -> None:
    """Read all rows once: to find what is broken before anything is written, and which parents will be asked for.

    :raises Problem: if the file is broken, or lacks a column that the mapping names
    """
    missing = set(plan.asked)
    rows = 0
    for row in reading.rows(path, plan):
        rows += 1
        if missing:
            missing -= row.cells.keys()
        if not row.wrong:
            parents.want(drafts.parents_of(row.cells, plan))
    if rows and missing:
        raise Problem(f"No row of {path.name} has '{min(missing)}', which the mapping names.")


def _batches(path: Path, plan: Plan) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for row in reading.rows(path, plan):
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _record(plan: Plan, lines: report.Report, *, finished: bool, since: int) -> None:
    """Tell the journal of the run, once, with its counts; a database that is gone cannot be told.

    What the run brought in has ids between `since` and the entry's subject.
    """
    if not finished and not lines.counts:
        return
    data = {
        "source": plan.source, "source_date": plan.source_date.isoformat(), "finished": finished, "since": since,
        "rows": dict(sorted(lines.counts.items())), "affiliations": dict(sorted(lines.edges.items())),
    }  # fmt: skip
    with contextlib.nullcontext() if finished else contextlib.suppress(DatabaseError):
        journal.record("organisations.imported", Import(ids.new()), data=data)
