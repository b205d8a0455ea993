"""Writes the pages of new organisations, a batch at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from usi.base import time
from usi.spine.actors.models import Actor, ActorText
from usi.spine.organisations.actions.search import search_fields
from usi.spine.organisations.importer.drafts import Draft
from usi.spine.organisations.importer.mapping import Plan
from usi.spine.organisations.models import ImportedRow, Organisation, OrganisationLanguage, OrganisationSector


@dataclass(frozen=True)
class New:
    """A row that comes in as an organisation of its own."""

    line: int
    number: int
    handle: str
    draft: Draft
    cells: Mapping[str, Any]
    digest: str


def create(news: Sequence[New], plan: Plan, *, themes: Mapping[str, int]) -> None:
    """Create unclaimed pages with their source and untouched row, in the caller's transaction."""
    now = time.now()
    Actor.objects.bulk_create([
        Actor(
            id=new.number, type="organisation", handle=new.handle, uri=f"{settings.URL}/actors/{new.number}", name=new.draft.name,
            summary=new.draft.summary, language=new.draft.language, created_at=now,
        )
        for new in news
    ])  # fmt: skip
    Organisation.objects.bulk_create([_organisation(new) for new in news])
    ActorText.objects.bulk_create([
        ActorText(actor_id=new.number, language=tag, name=name) for new in news for tag, name in new.draft.names.items()
    ])  # fmt: skip
    OrganisationSector.objects.bulk_create([
        OrganisationSector(organisation_id=new.number, code=code) for new in news for code in new.draft.sectors
    ])  # fmt: skip
    OrganisationLanguage.objects.bulk_create([
        OrganisationLanguage(organisation_id=new.number, language=tag) for new in news for tag in new.draft.languages
    ])  # fmt: skip
    through = Organisation.themes.through
    through.objects.bulk_create([
        through(organisation_id=new.number, theme_id=themes[handle]) for new in news for handle in new.draft.themes
    ])  # fmt: skip
    ImportedRow.objects.bulk_create([kept_row(new.number, new.draft, new.cells, new.digest, plan) for new in news])


def kept_row(number: int, draft: Draft, cells: Mapping[str, Any], digest: str, plan: Plan) -> ImportedRow:
    """Return the row that keeps what the source said, untouched."""
    return ImportedRow(
        organisation_id=number, source=plan.source, source_key=draft.key, source_date=plan.source_date, row=dict(cells), digest=digest
    )


def _organisation(new: New) -> Organisation:
    draft = new.draft
    country, country_unknown = draft.place
    return Organisation(
        actor_id=new.number, kind=draft.kind, short_name=draft.short_name, country=country, country_unknown=country_unknown,
        founded=draft.founded, members=draft.members, members_as_of=draft.members_as_of, website=draft.website, fediverse=draft.fediverse,
        **search_fields(name=draft.name, short_name=draft.short_name, others=draft.names.values()),
    )  # fmt: skip
