"""Brings a campaign from one state into another."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from usi.base import time
from usi.features.campaigns import queries
from usi.features.campaigns.models import Campaign
from usi.spine.actors.models import Actor
from usi.spine.organisations.models import Organisation
from usi.spine.publications import actions as publications
from usi.spine.publications.models import Publication, State


class NotVerified(Exception):
    """The organisation is not verified, so no campaign can be opened in its name."""


class NotReady(Exception):
    """Something that people must know before they sign is missing; `missing` names it."""

    def __init__(self, missing: list[str]) -> None:
        """Keep what is missing."""
        super().__init__(", ".join(missing))
        self.missing = missing


@transaction.atomic
def move(campaign: Publication, *, to: str, by: Actor, reason: str = "", scheduled_for: datetime | None = None) -> Publication:
    """Bring a campaign into another state.

    :raises NotVerified: if it would come out in the name of an organisation that is not verified
    :raises NotReady: if it would come out without target, demands, summary or a last day that is still to come
    :raises publications.MoveRefused: if no such move is possible
    """
    if to in (State.PUBLISHED, State.SCHEDULED):
        if not Organisation.objects.filter(pk=campaign.author_id, verified=True).exists():
            raise NotVerified
        current: Publication = Publication.objects.get(pk=campaign.pk)
        day = (scheduled_for if to == State.SCHEDULED and scheduled_for else time.now()).date()
        if missing := queries.missing(current, Campaign.objects.get(pk=campaign.pk), on=day):
            raise NotReady(missing)
    return publications.move(campaign, to=to, by=by, reason=reason, scheduled_for=scheduled_for)
