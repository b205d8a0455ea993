"""Finds whom a row belongs to: by key, name or short name among the organisations of the same source, wherever in the file they stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from usi.spine.actors.models import Actor, ActorText
from usi.spine.organisations import names
from usi.spine.organisations.importer.drafts import Draft
from usi.spine.organisations.importer.problems import Problem
from usi.spine.organisations.models import ImportedRow


class Unknown(Exception):
    """A parent cannot be told; the message says why."""


class Parents:
    """Keeps only the organisations that some row names as a parent."""

    def __init__(self, handles: Mapping[str, str]) -> None:
        """Take the parents that the mapping names by handle.

        :raises Problem: if a handle is no organisation's
        """
        rows = Actor.objects.active().filter(type="organisation", domain="", handle__in=handles.values())
        numbers = dict(rows.values_list("handle", "pk"))
        for name, handle in handles.items():
            if handle not in numbers:
                raise Problem(f"The mapping names @{handle} for the parent '{name}', and there is no such organisation.")
        self._fixed = {names.fold(name): numbers[handle] for name, handle in handles.items()}
        self._wanted: set[str] = set()
        self._found: dict[str, dict[int, int]] = {}
        self._refused: dict[str, int] = {}

    def want(self, parents: Iterable[str]) -> None:
        """Note that rows name these."""
        self._wanted.update(names.fold(name) for name in parents)

    def offer(self, number: int, draft: Draft) -> None:
        """Keep an organisation under every name by which a row asks for it."""
        self._offer(number, (draft.key, draft.name, draft.short_name, *draft.names.values()))

    def _offer(self, number: int, called: Iterable[str]) -> None:
        for rank, name in enumerate(called if self._wanted else ()):
            folded = names.fold(name)
            if folded in self._wanted:
                ranks = self._found.setdefault(folded, {})
                ranks[number] = min(rank, ranks.get(number, rank))

    def refuse(self, called: Iterable[str], *, line: int) -> None:
        """Keep the line of a row that did not come in, so that those who name it can be told."""
        for name in called if self._wanted else ():
            folded = names.fold(name)
            if folded in self._wanted:
                self._refused.setdefault(folded, line)

    def complete(self, source: str) -> None:
        """Look for what the file does not have among the rows that came from this source before."""
        if not self._wanted - self._found.keys() - self._fixed.keys():
            return
        rows = ImportedRow.objects.filter(source=source, organisation__actor__state=Actor.State.ACTIVE)
        columns = ("organisation_id", "source_key", "organisation__actor__name", "organisation__short_name")
        for number, *called in rows.values_list(*columns).iterator(chunk_size=5000):
            self._offer(number, called)
        texts = ActorText.objects.filter(actor__organisation__imported_rows__source=source).values_list("actor_id", "name")
        for number, name in texts.iterator(chunk_size=5000):
            self._offer(number, ("", "", "", name))

    def find(self, name: str) -> int:
        """Return the organisation of a name.

        :raises Unknown: if there is none, or more than one
        """
        folded = names.fold(name)
        if folded in self._fixed:
            return self._fixed[folded]
        ranks = self._found.get(folded, {})
        best = [number for number, rank in ranks.items() if rank == min(ranks.values())]
        if len(best) == 1:
            return best[0]
        if best:
            raise Unknown(f"{len(best)} organisations of this source are called '{name}'; say in [parents] which is meant")
        if folded in self._refused:
            raise Unknown(f"'{name}' stands in line {self._refused[folded]}, which did not come in")
        raise Unknown(f"no organisation of this source is called '{name}'; if it is in the directory, give its handle in [parents]")
