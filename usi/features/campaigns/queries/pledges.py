"""Reads of the actions a campaign asks for, and of who promised them."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404

from usi.base import prepared
from usi.features.campaigns import sealing
from usi.features.campaigns.models import Campaign, Pledge, PledgeAction, Pledger
from usi.features.campaigns.queries.campaign import signable


def takes(number: int, ask: str) -> bool:
    """Whether a campaign is open and asks people to do this."""
    return signable(number) and ask in Campaign.objects.values_list("asks", flat=True).get(pk=number)


def actions_of(number: int) -> list[PledgeAction]:
    """Return a campaign's actions with `confirmed` and `waiting` pledges of each, next ones first, in one query.

    Counted when asked: no row that everybody who pledges waits for, and nothing that could be wrong.
    """
    return prepared.rows(_actions, number=number).made


def _actions(*, number: int) -> QuerySet[PledgeAction]:
    pledges = Pledge.objects.filter(action_id=OuterRef("pk")).order_by()
    confirmed, waiting = (
        Coalesce(Subquery(rows.values("action_id").annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)
        for rows in (pledges.filter(confirmed_at__isnull=False), pledges.filter(confirmed_at__isnull=True))
    )
    rows: Any = PledgeAction.objects.filter(campaign_id=number).annotate(confirmed=confirmed + F("kept"), waiting=waiting)
    found: QuerySet[PledgeAction] = rows.order_by(F("on").asc(nulls_last=True), F("begins").asc(nulls_first=True), "pk")
    return found


def action(number: int, action: int) -> PledgeAction:
    """Return one action of a campaign.

    :raises Http404: if the campaign has no such action
    """
    return get_object_or_404(PledgeAction, pk=action, campaign_id=number)


def pledger_by_token(secret: str) -> Pledger | None:
    """Return whose pledges a link stands for."""
    rows = Pledger.objects.filter(token_key=sealing.token_key(secret))
    return rows.select_related("campaign__author", "campaign__campaign").first()


def pledges_of(pledger: Pledger) -> list[Pledge]:
    """Return what somebody has promised, confirmed or not, with the actions."""
    return list(pledger.pledges.select_related("action").order_by("action_id"))


def waiting_of(pledger: Pledger) -> list[Pledge]:
    """Return what waits for confirmation."""
    return [pledge for pledge in pledges_of(pledger) if pledge.confirmed_at is None]


def pledge_mark(pledger: Pledger, waiting: list[Pledge]) -> str:
    """Return the mark of what a confirmation page shows."""
    parts = (f"{each.action_id}.{each.action.version}" for each in waiting)
    return sealing.seen(pledger.pk, "pledge", pledger.name, pledger.country, pledger.workplace, *parts)
