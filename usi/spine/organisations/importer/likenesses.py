"""Which organisations a row could be taken for: those in the directory, by any of their names, and earlier rows of the same file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from usi.spine.actors.models import ActorText
from usi.spine.organisations import names
from usi.spine.organisations.importer.drafts import Draft
from usi.spine.organisations.models import Organisation


class _Known(NamedTuple):
    country: str
    said: str


class Likenesses:
    """Answers for one batch of rows after the other, in one or two queries a batch."""

    def __init__(self) -> None:
        """Read the names in other languages; names of their own are asked for by index."""
        self._texts: dict[str, list[int]] = defaultdict(list)
        rows = ActorText.objects.filter(actor__type="organisation").values_list("actor_id", "name")
        for number, name in rows.iterator(chunk_size=5000):
            self._texts[names.likeness(name)].append(number)
        self._rows: dict[str, list[int]] = defaultdict(list)
        self._row: dict[int, _Known] = {}
        self._known: dict[int, _Known] = {}
        self._by_likeness: dict[str, set[int]] = {}
        self._forms: dict[str, set[str]] = {}

    def look_up(self, drafts: Iterable[Draft]) -> None:
        """Ask the directory for all that looks like these."""
        self._forms = {draft.key: {names.likeness(name) for name in (draft.name, *draft.names.values())} for draft in drafts}
        wanted = {likeness for forms in self._forms.values() for likeness in forms}
        self._known, self._by_likeness = {}, defaultdict(set)
        rows = Organisation.objects.filter(likeness__in=wanted).exclude(likeness="")
        for likeness, *rest in rows.values_list("likeness", *_COLUMNS):
            self._keep(*rest)
            self._by_likeness[likeness].add(rest[0])
        others = {likeness: self._texts[likeness] for likeness in wanted if likeness in self._texts}
        for likeness, numbers in others.items():
            self._by_likeness[likeness].update(numbers)
        missing = {number for numbers in others.values() for number in numbers} - self._known.keys()
        for row in Organisation.objects.filter(pk__in=missing).values_list(*_COLUMNS) if missing else ():
            self._keep(*row)

    def of(self, draft: Draft) -> list[str]:
        """Return what a row of this batch looks like, in words; two names in two known countries are two organisations."""
        numbers: dict[int, _Known] = {}
        for likeness in self._forms[draft.key]:
            numbers |= {number: self._row[number] for number in self._rows.get(likeness, ())}
            numbers |= {number: self._known[number] for number in self._by_likeness.get(likeness, ()) if number in self._known}
        country = draft.place[0]
        return [known.said for number, known in sorted(numbers.items()) if not (country and known.country and country != known.country)]

    def add(self, draft: Draft, *, number: int, line: int) -> None:
        """Keep a row of this batch that comes in as a new organisation."""
        self._row[number] = _Known(draft.place[0], f"line {line}")
        for likeness in self._forms[draft.key]:
            self._rows[likeness].append(number)

    def _keep(self, number: int, country: str, handle: str, name: str) -> None:
        if number not in self._row:
            self._known[number] = _Known(country, f"@{handle} ({', '.join(filter(None, (name, country)))})")


_COLUMNS = ("pk", "country", "actor__handle", "actor__name")
