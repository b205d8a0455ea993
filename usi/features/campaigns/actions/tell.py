"""What a campaign does when something happened: functions that take a journal entry (see `config/reactions.py`). Each may run twice."""

from __future__ import annotations

from datetime import timedelta

from usi.base import time
from usi.features.campaigns import change_mails
from usi.features.campaigns.models import Pledge, PledgeAction, Pledger
from usi.spine.journal.models import Entry
from usi.spine.mail import actions as mail
from usi.spine.publications.models import Publication
from usi.surfaces.moderation import queries as moderation

AT_ONCE = 500
# What opened longer ago is no news, as in a network that was brought in.
NEWS = timedelta(days=1)
_MOVES = {"on", "begins", "zone", "place", "country"}


def tell_opened(entry: Entry) -> None:
    """Tell those who speak for the asking organisation that their campaign is open, since it opened without them: by an endorsement."""
    fresh = Publication.objects.filter(kind="campaign", published_at__gt=time.now() - NEWS)
    campaign = fresh.filter(pk=entry.subject_id).select_related("author").first()
    if campaign is not None:
        mail.queue_many(change_mails.opened(campaign, person) for person in moderation.officers(campaign.author))


def tell_moved(entry: Entry) -> None:
    """Tell those who promised an action that its day, time or place has changed, or that it was called off or takes place after all."""
    if entry.verb == "campaign.action_changed" and not _MOVES & set(entry.data["fields"]):
        return
    action = PledgeAction.objects.filter(pk=entry.subject_id).select_related("campaign__author").first()
    if action is None or action.over:
        return
    promised = Pledge.objects.filter(action=action, confirmed_at__isnull=False, pledger__state=Pledger.State.CONFIRMED)
    last = 0
    while rows := list(promised.filter(pk__gt=last).select_related("pledger").order_by("pk")[:AT_ONCE]):
        mail.queue_many(change_mails.moved(action, row.pledger, occasion=entry.number) for row in rows)
        last = rows[-1].pk
