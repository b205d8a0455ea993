"""Reads of the updates of a campaign."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, QuerySet
from django.http import Http404

from usi.base import prepared, time
from usi.base.access import ANONYMOUS, SPEAKING_ROLES, Reader
from usi.base.reading import Read
from usi.features.campaigns import sealing
from usi.features.campaigns.models import Endorsement, Update
from usi.spine.actors.models import Actor
from usi.spine.organisations.models import Membership
from usi.spine.publications import queries as publications
from usi.spine.publications.models import Publication, PublicationQuerySet, State

UPDATE = "campaign_update"
BETWEEN = timedelta(days=7)
SHOWN_AT_ONCE = 50
_OF_UPDATE = {"update_id": "publication_id", "urgent": "urgent", "urgent_reason": "urgent_reason"}


@dataclass(frozen=True)
class UpdateCard:
    """What a card says of an update: its campaign, in what somebody reads, and why it is urgent, in the update's language."""

    campaign: Publication
    urgent: bool
    urgent_reason: str


def update_draft(number: int) -> Publication:
    """Return an update in whatever state, with its facts and its campaign, for those whom the policy let in.

    :raises Http404: if there is none
    """
    rows = Publication.objects.filter(pk=number, kind=UPDATE)
    found: Publication | None = rows.select_related(
        "author", "typed_by", "campaign_update__campaign", "campaign_update__written_by", "campaign_update__reviewed_by"
    ).first()
    if found is None:
        raise Http404
    return found


def updates_out(number: int, *, reader: Reader, language: Read) -> list[Publication]:
    """Return the updates of a campaign that a reader may see, newest first, with their texts in a language, in one query."""
    return publications.rows(_out, reader, language, number=number).made


def _out(reader: Reader, language: Read, *, number: int) -> PublicationQuerySet:
    found: PublicationQuerySet = Publication.objects.visible_to(reader).filter(kind=UPDATE, campaign_update__campaign_id=number)
    return found.with_text(language).select_related("campaign_update").defer("body").order_by("-position")[:SHOWN_AT_ONCE]


def updates_of(number: int) -> list[Publication]:
    """Return the updates of a campaign in every state, newest first, for those who may write them."""
    rows = Publication.objects.filter(kind=UPDATE, campaign_update__campaign_id=number).select_related(
        "campaign_update__written_by", "campaign_update__reviewed_by"
    )
    return list(rows.defer("body").order_by("-pk")[:100])


def update_cards(publications: Iterable[Publication], read: Read) -> dict[int, UpdateCard]:
    """Return what cards show of updates, in one query; nothing where not everybody may see the campaign."""
    found = publications if isinstance(publications, prepared.Rows) else prepared.of(list(publications))
    rows = prepared.rows(_about, read, numbers=prepared.padded(found.column("id")))
    return {row.update_id: UpdateCard(row, row.urgent, row.urgent_reason) for row in rows}


def _about(read: Read, *, numbers: list[int]) -> PublicationQuerySet:
    rows: PublicationQuerySet = Publication.objects.visible_to(ANONYMOUS).with_text(read)
    about = {name: F(f"updates__{field}") for name, field in _OF_UPDATE.items()}
    return rows.filter(updates__in=numbers).annotate(**about).only("kind", "language", "title", "summary")


def next_update_at(number: int) -> datetime | None:
    """Return when the next update of a campaign may go out that is not urgent; None where it may now.

    One that was taken back counts too: people have got it.
    """
    last = Update.objects.filter(campaign_id=number, released_at__isnull=False).order_by("-released_at").first()
    due: datetime | None = last.released_at + BETWEEN if last is not None and last.released_at is not None else None
    return due if due is not None and due > time.now() else None


def update_mark(publication: Publication, facts: Update) -> str:
    """Return the mark of what a page for review shows, so that nothing else is released by its button."""
    row = publication
    return sealing.seen(row.pk, "update", row.version, row.language, row.title, row.summary, row.body, facts.urgent, facts.urgent_reason)


def officers_of(organisation_id: int) -> int:
    """Return how many people may speak for an organisation."""
    return _officers().filter(organisation_id=organisation_id).count()


def _officers() -> QuerySet[Membership]:
    return Membership.objects.filter(role__in=SPEAKING_ROLES, person__actor__state=Actor.State.ACTIVE)


def reviews_for(reader: Reader) -> list[Publication]:
    """Return the updates of other organisations that a reader may release: those of an organisation with one officer only, about a
    campaign that an organisation endorsed for which the reader speaks. In one query.
    """  # noqa: D205
    speaking = [number for number, role in reader.roles.items() if role in SPEAKING_ROLES] if reader.second_factor else []
    if not speaking:
        return []
    several = _officers().order_by().values("organisation_id").annotate(n=Count("pk")).filter(n__gt=1).values("organisation_id")
    endorsed = Endorsement.objects.filter(organisation_id__in=speaking, organisation__verified=True, withdrawn_at__isnull=True)
    rows = Publication.objects.filter(kind=UPDATE, state=State.IN_REVIEW, campaign_update__campaign__in=endorsed.values("campaign_id"))
    rows = rows.exclude(author_id__in=reader.organisation_ids).exclude(author_id__in=several)
    return list(rows.select_related("author").defer("body").order_by("changed_at")[:30])
