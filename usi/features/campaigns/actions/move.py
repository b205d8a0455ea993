"""Asks for a campaign's publication, and opens it once other organisations have endorsed it and its time has come."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from usi.base import time
from usi.features.campaigns import queries
from usi.features.campaigns.actions.edit import locked
from usi.features.campaigns.models import Campaign, Endorsement
from usi.spine.actors.models import Actor
from usi.spine.journal import actions as journal
from usi.spine.organisations.models import Organisation
from usi.spine.publications import actions as publications
from usi.spine.publications.models import Publication, State

_AT_ONCE = 200


class NotVerified(Exception):
    """The organisation is not verified, so no campaign can be opened in its name."""


class NotReady(Exception):
    """Something that people must know before they sign is missing; `missing` names it."""

    def __init__(self, missing: list[str]) -> None:
        """Keep what is missing."""
        super().__init__(", ".join(missing))
        self.missing = missing


class NeedsOutcome(Exception):
    """A campaign that is out is not taken back by a move: it ends with an outcome."""


@transaction.atomic
def move(campaign: Publication, *, to: str, by: Actor, reason: str = "", scheduled_for: datetime | None = None) -> Publication:
    """Ask for publication (`published`: as soon as it is endorsed; `scheduled`: not before a time), or go back to draft.

    A campaign that asks waits (`in_review`) until enough others have endorsed it; where that is so already, it opens at once.
    Back in draft, it loses its endorsements: they were given for what stood there.

    :raises NotVerified: if it would come out in the name of an organisation that is not verified
    :raises NotReady: if it would come out without target, demands, summary or a closing at most three months after
    :raises NeedsOutcome: if what is out would be withdrawn
    :raises publications.MoveRefused: if no such move is possible
    """
    current, facts = locked(campaign)
    if to == State.WITHDRAWN:
        raise NeedsOutcome
    if to == State.DRAFT:
        _forget_endorsements(current, facts, by=by)
        return publications.move(campaign, to=to, by=by)
    if to not in (State.PUBLISHED, State.SCHEDULED) or (current.state == State.WITHDRAWN and facts.outcome):
        raise publications.MoveRefused(f"{current.state} to {to}")
    if not _verified(current.author_id):
        raise NotVerified
    if to == State.SCHEDULED and (scheduled_for is None or scheduled_for <= time.now()):
        raise publications.MoveRefused("a scheduled publication needs a time in the future")
    facts.opens_at = scheduled_for if to == State.SCHEDULED else None
    if missing := queries.missing(current, facts, at=facts.opens_at):
        raise NotReady(missing)
    facts.save(update_fields=["opens_at"])
    if current.state == State.DRAFT:
        current = publications.move(campaign, to=State.IN_REVIEW, by=by)
    return open_if_ready(current, by=by)


@transaction.atomic
def open_if_ready(campaign: Publication, *, by: Actor | None = None) -> Publication:
    """Open a campaign that has asked for it, if its time has come, nothing is missing, its organisation is still verified and enough
    others that are still verified stand behind it. Anything else leaves it as it is.
    """  # noqa: D205
    current, facts = locked(campaign)
    due = facts.opens_at is None or facts.opens_at <= time.now()
    ready = due and not facts.outcome and not queries.missing(current, facts) and _verified(current.author_id)
    if current.state in (State.IN_REVIEW, State.WITHDRAWN) and ready and queries.endorsed_enough(current):
        return publications.move(current, to=State.PUBLISHED, by=by)
    return current


def open_due() -> int:
    """Open the campaigns that were endorsed and whose time has come; returns how many."""
    rows = queries.in_waiting().filter(Q(campaign__opens_at__isnull=True) | Q(campaign__opens_at__lte=time.now()))
    rows = rows.filter(campaign__endorsed__gte=settings.ENDORSEMENTS_NEEDED, campaign__closes_at__gt=time.now())
    return sum(open_if_ready(row).state == State.PUBLISHED for row in rows.order_by("changed_at")[:_AT_ONCE])


def _verified(number: int) -> bool:
    return Organisation.objects.listed().filter(pk=number, verified=True).exists()


def _forget_endorsements(current: Publication, facts: Campaign, *, by: Actor) -> None:
    facts.opens_at, facts.endorsed = None, 0
    facts.save(update_fields=["opens_at", "endorsed"])
    rows = Endorsement.objects.filter(campaign=current, withdrawn_at__isnull=True)
    if numbers := [row.pk for row in rows]:
        rows.update(withdrawn_at=time.now())
        journal.record("campaign.endorsements_void", current, by=by.pk, data={"endorsements": numbers})
