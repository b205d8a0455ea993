"""Brings pages up to date with a row that changed; what people edited here since stays as they wrote it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from usi.spine.actors.models import Actor, ActorText
from usi.spine.organisations.actions.search import search_fields
from usi.spine.organisations.importer.creating import kept_row
from usi.spine.organisations.importer.drafts import Draft
from usi.spine.organisations.importer.mapping import Plan
from usi.spine.organisations.models import ImportedRow, Organisation, OrganisationLanguage, OrganisationSector, Place

ON_ACTOR = ("name", "language", "summary")
ON_ORGANISATION = ("kind", "short_name", "founded", "members", "members_as_of", "website", "fediverse")
_EMPTY: tuple[Any, ...] = (None, "", ("", True), set())


@dataclass
class Change:
    """A row for a page that is there. `old` is what the source said before, None for a row that was now decided to belong to it.

    `remapped` says that the mapping reads the old row otherwise than it was read then, so that no edit can be told from a new reading.
    `first` says that the page was made from this row; any other row only fills what is empty.
    """

    line: int
    number: int
    draft: Draft
    cells: Mapping[str, Any]
    digest: str
    old: Draft | None = None
    remapped: bool = False
    first: bool = False
    changed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)

    def value(self, name: str, now: Any, *, new: Any, old: Any) -> Any:
        """Return what a field is to be, and note whether that changes it or an edit made here stands against it."""
        if new == now or not self._moves(name, now, new=new, old=old):
            return now
        self.changed.append(name)
        return new

    def _moves(self, name: str, now: Any, *, new: Any, old: Any) -> bool:
        if not self.first or self.old is None:
            return now in _EMPTY and new not in _EMPTY
        if self.remapped:
            return new not in _EMPTY
        if new == old:
            return False
        if now == old or now in _EMPTY:
            return True
        self.kept.append(name)
        return False

    def why(self) -> str:
        """Return what changed, in words."""
        said = [", ".join(dict.fromkeys(self.changed)) or "only the kept row"]
        if self.kept:
            said.append(f"edited here and kept: {', '.join(self.kept)}")
        return "; ".join([*said, *self.draft.notes])


class Pages:
    """The pages of a batch of changes, as they are and as they are to be."""

    def __init__(self, changes: Sequence[Change], plan: Plan, *, themes: Mapping[str, int], dry: bool) -> None:
        """Load the pages, kept from changing until the caller's transaction ends."""
        self._changes, self._plan, self._themes, self._dry = changes, plan, themes, dry
        numbers = {change.number for change in changes}
        rows = Organisation.objects.filter(pk__in=numbers).select_related("actor")
        if not dry:
            rows = rows.select_for_update(of=("self",))
        self._pages = {row.pk: row for row in rows}
        self._texts: dict[int, dict[str, ActorText]] = defaultdict(dict)
        for text in ActorText.objects.filter(actor_id__in=numbers):
            self._texts[text.actor_id][text.language] = text
        self._new_texts: list[ActorText] = []

    def write(self) -> None:
        """Work out what changes, and write it unless the run is dry."""
        for change in self._changes:
            if change.number in self._pages:
                self._fields(change, self._pages[change.number])
                self._names(change)
        self._sets(OrganisationSector, "code", "sectors")
        self._sets(OrganisationLanguage, "language", "languages")
        self._sets(Organisation.themes.through, "theme_id", "themes")
        if not self._dry:
            self._save()

    def _fields(self, change: Change, page: Organisation) -> None:
        old = change.old
        for names, thing in ((ON_ACTOR, page.actor), (ON_ORGANISATION, page)):
            for name in names:
                value = change.value(name, getattr(thing, name), new=getattr(change.draft, name), old=getattr(old, name, None))
                setattr(thing, name, value)
        place = (page.country, page.country_unknown)
        page.country, page.country_unknown = change.value("country", place, new=change.draft.place, old=old.place if old else None)

    def _names(self, change: Change) -> None:
        texts, old = self._texts[change.number], change.old.names if change.old else {}
        for tag in {*change.draft.names, *old}:
            now = texts[tag].name if tag in texts else ""
            name = change.value(f"name in {tag}", now, new=change.draft.names.get(tag, ""), old=old.get(tag, ""))
            if name and name != now:
                texts[tag] = ActorText(actor_id=change.number, language=tag, name=name)
                self._new_texts.append(texts[tag])
            elif now and not name and not texts[tag].summary and not self._dry:
                texts.pop(tag).delete()

    def _sets(self, model: Any, column: str, name: str) -> None:
        """Add what a row newly says and take away what it no longer says."""
        present: dict[int, dict[Any, int]] = defaultdict(dict)
        for number, value, pk in model.objects.filter(organisation_id__in=self._pages).values_list("organisation_id", column, "pk"):
            present[number][value] = pk
        adding, leaving = [], []
        for change in self._changes:
            now, new, old = present[change.number], self._coded(change.draft, name), self._coded(change.old, name)
            mine = change.first and change.old is not None
            fresh = (new - old if mine and not change.remapped else new) - now.keys() if mine or not now else set()
            gone = (old - new) & now.keys() if mine else set()
            if fresh or gone:
                change.changed.append(name)
            adding += [model(organisation_id=change.number, **{column: value}) for value in sorted(fresh)]
            leaving += [now[value] for value in gone]
        if not self._dry:
            model.objects.bulk_create(adding, ignore_conflicts=True)
            model.objects.filter(pk__in=leaving).delete()

    def _coded(self, draft: Draft | None, name: str) -> set[Any]:
        values = getattr(draft, name) if draft else ()
        return {self._themes[handle] for handle in values} if name == "themes" else set(values)

    def _save(self) -> None:
        changed = {change.number for change in self._changes if change.changed}
        pages = [page for number, page in self._pages.items() if number in changed]
        for page in pages:
            page.version += 1
            others = [text.name for text in self._texts[page.pk].values()]
            for name, value in search_fields(name=page.actor.name, short_name=page.short_name, others=others).items():
                setattr(page, name, value)
        Actor.objects.bulk_create([page.actor for page in pages], update_conflicts=True, unique_fields=["id"], update_fields=list(ON_ACTOR))
        Organisation.objects.bulk_create(
            pages, update_conflicts=True, unique_fields=["actor"],
            update_fields=[*ON_ORGANISATION, "country", "country_unknown", "version", "search_key", "sort_key", "likeness"],
        )  # fmt: skip
        moved = [change.number for change in self._changes if "country" in change.changed]
        Place.objects.filter(organisation__in=moved).delete()
        ActorText.objects.bulk_create(self._new_texts, update_conflicts=True, unique_fields=["actor", "language"], update_fields=["name"])
        rows = [kept_row(change.number, change.draft, change.cells, change.digest, self._plan) for change in self._changes]
        ImportedRow.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["source", "source_key"], update_fields=["source_date", "row", "digest"]
        )
