"""Puts an organisation behind a campaign, and takes it away again."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from usi.base import time
from usi.features.campaigns import queries
from usi.features.campaigns.actions.edit import locked
from usi.features.campaigns.actions.move import open_if_ready
from usi.features.campaigns.actions.sign import Closed
from usi.features.campaigns.models import MOST_MEMBERS, Campaign, Endorsement
from usi.spine.actors.models import Actor
from usi.spine.journal import actions as journal
from usi.spine.organisations.models import Membership, Organisation
from usi.spine.publications.models import Publication


class CannotEndorse(Exception):
    """The organisation is not verified, or whoever acts for it belongs to the one that asks."""


class EndorsedAlready(Exception):
    """The organisation stands behind the campaign already."""


@transaction.atomic
def endorse(campaign: Publication, *, organisation: Organisation, by: Actor, members: int, as_of: date) -> Endorsement:
    """Endorse a campaign in the name of a verified organisation, which says how many members it represents on which day.

    A campaign that waits for it opens if that was the last one it needed and its time has come.

    :raises Closed: if the campaign neither waits for endorsement nor is open
    :raises CannotEndorse: if the organisation is not verified or asks itself, or `by` belongs to the one that asks or wrote the campaign
    :raises EndorsedAlready: if it stands behind the campaign already
    :raises ValueError: for a number of members out of bounds or a day that is still to come
    """
    if not 0 <= members <= MOST_MEMBERS or as_of > time.now().date():
        raise ValueError("members or day")
    _publication, facts = locked(campaign)
    current = queries.endorsable(campaign.pk)
    if current is None:
        raise Closed
    verified = Organisation.objects.listed().filter(pk=organisation.pk, verified=True).exists()
    own = Membership.objects.filter(organisation_id=current.author_id, person_id=by.pk).exists() or current.typed_by_id == by.pk
    if not verified or own or organisation.pk == current.author_id:
        raise CannotEndorse
    if queries.endorsed_by(current.pk, [organisation.pk]):
        raise EndorsedAlready
    row = Endorsement.objects.create(
        campaign=current, organisation=organisation, members=members, members_as_of=as_of, by=by, at=time.now()
    )
    _count(facts, 1)
    data = {"organisation": organisation.pk, "members": members, "as_of": as_of.isoformat()}
    journal.record("campaign.endorsed", current, by=by.pk, data=data)
    open_if_ready(current, by=by)
    return row


@transaction.atomic
def withdraw_endorsement(campaign: Publication, *, organisation: int, by: Actor) -> bool:
    """Take an organisation's endorsement back; the sums no longer hold it. Returns whether there was one.

    :raises Closed: if the campaign is closed: what it says then stays
    """
    _publication, facts = locked(campaign)
    if queries.endorsable(campaign.pk) is None:
        raise Closed
    row = Endorsement.objects.filter(campaign=campaign, organisation_id=organisation, withdrawn_at__isnull=True).first()
    if row is None:
        return False
    row.withdrawn_at = time.now()
    row.save(update_fields=["withdrawn_at"])
    _count(facts, -1)
    journal.record("campaign.endorsement_withdrawn", campaign, by=by.pk, data={"organisation": organisation})
    return True


def _count(facts: Campaign, change: int) -> None:
    facts.endorsed += change
    facts.save(update_fields=["endorsed"])
