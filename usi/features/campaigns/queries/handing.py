"""Reads of what is handed over, and to whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from django.db.models import Q, QuerySet

from usi.base import prepared
from usi.base.access import ANONYMOUS
from usi.features.campaigns import receiving
from usi.features.campaigns.models import Campaign, Digest, HandOver, Signature, Target
from usi.features.campaigns.queries.timeline import Event
from usi.spine.publications.models import Publication

NAMES_A_PAGE = 500


@dataclass(frozen=True, kw_only=True)
class Handed(Event):
    """A hand-over in the timeline; `text` is what the officer wrote about it."""

    row: HandOver


@dataclass(frozen=True)
class Names:
    """A page of the names of those who agreed, newest first, and where the next one begins (empty where there is none)."""

    rows: list[Signature]
    older: str = ""


def agreed(number: int, *, until: datetime | None = None) -> QuerySet[Signature, Signature]:
    """Return the confirmed signatures of those who want their name shown and are not set aside."""
    rows: QuerySet[Signature, Signature] = Signature.objects.filter(
        campaign_id=number, state=Signature.State.CONFIRMED, show_name=True, set_aside=False
    )
    return rows.filter(confirmed_at__lte=until) if until else rows


def handovers(number: int) -> list[HandOver]:
    """Return the hand-overs of a campaign, newest first."""
    return list(HandOver.objects.filter(campaign_id=number).select_related("picture").order_by("-at")[:50])


def handover(number: int, pk: int) -> HandOver | None:
    """Return one hand-over of a campaign."""
    found: HandOver | None = HandOver.objects.filter(campaign_id=number, pk=pk).select_related("picture").first()
    return found


def with_handovers(events: list[Event], publication: Publication, campaign: Campaign) -> list[Event]:
    """Return a timeline with the hand-overs that are written down, newest first, in one query or none."""
    if not campaign.handed:
        return events
    rows = prepared.rows(_handed, number=publication.pk)
    return sorted([*events, *(_event(row, publication.language) for row in rows)], key=lambda event: event.at, reverse=True)


def _handed(*, number: int) -> QuerySet[HandOver]:
    rows = HandOver.objects.filter(campaign_id=number, handed_on__isnull=False)
    return rows.select_related("picture").order_by("-handed_on")[:20]


def _event(row: HandOver, language: str) -> Handed:
    day = datetime.combine(row.handed_on or row.at.date(), time(12), UTC)
    return Handed(day, "handed", row.note, language, count=row.confirmed, only_day=True, row=row)


def receiver(pk: int, secret: str) -> Target | None:
    """Return whom a secret link stands for, while the campaign is there for everyone and its names are not erased."""
    target: Target | None = (
        Target.objects.filter(pk=pk, campaign__campaign__erased_at__isnull=True)
        .select_related("campaign__author", "campaign__campaign").first()
    )  # fmt: skip
    if target is None or not receiving.opens(target, secret):
        return None
    return target if Publication.objects.visible_to(ANONYMOUS).filter(pk=target.campaign_id).exists() else None


def names_page(number: int, *, before: str = "") -> Names:
    """Return a page of the names of those who agreed. `before` is a place that `Names.older` gave."""
    rows = agreed(number)
    if (place := _place(before)) is not None:
        moment, pk = place
        rows = rows.filter(Q(confirmed_at__lt=moment) | Q(confirmed_at=moment, pk__lt=pk))
    found = list(rows.only("pk", "name", "country", "confirmed_at").order_by("-confirmed_at", "-pk")[: NAMES_A_PAGE + 1])
    shown = found[:NAMES_A_PAGE]
    if len(found) == len(shown) or shown[-1].confirmed_at is None:
        return Names(shown)
    return Names(shown, f"{shown[-1].confirmed_at.timestamp():.6f}_{shown[-1].pk}")


def _place(value: str) -> tuple[datetime, int] | None:
    moment, _, pk = value.partition("_")
    try:
        if len(value) > 60 or not pk.isascii() or not pk.isdigit() or len(pk) > 19:
            return None
        return datetime.fromtimestamp(float(moment), UTC), int(pk)
    except (ValueError, OverflowError, OSError):
        return None


def ready_for(number: int) -> list[HandOver]:
    """Return the hand-overs whose files are there, newest first."""
    return list(HandOver.objects.filter(campaign_id=number, state=HandOver.State.READY).order_by("-at")[:10])


def digest(number: int) -> Digest | None:
    """Return how those addressed are told of the count, if they are."""
    found: Digest | None = Digest.objects.filter(campaign_id=number).first()
    return found


def receivers(number: int) -> list[dict[str, Any]]:
    """Return whom a campaign addresses with the secret link of each, for its officers."""
    rows = Target.objects.filter(campaign_id=number).order_by("pk")
    return [{"target": row, "url": receiving.url(row)} for row in rows]
