"""Tells those a campaign addresses by mail how many have signed, with one link to the full list for them."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from usi.base import kill, time
from usi.base.access import ANONYMOUS
from usi.features.campaigns import digest_mails, queries
from usi.features.campaigns.models import Digest, Target
from usi.spine.actors.models import Actor
from usi.spine.journal import actions as journal
from usi.spine.mail import actions as mail
from usi.spine.publications.models import Publication

LEAST_EVERY = 50
WEEK = timedelta(days=7)
# However quickly people sign, nobody gets more than one a day.
DAY = timedelta(hours=23)


@transaction.atomic
def set_digest(campaign: Publication, *, by: Actor, active: bool, every: int = 0) -> Digest:
    """Tell those addressed after each `every` signatures, or each week where it is 0; or no more.

    :raises ValueError: for a number below `LEAST_EVERY`
    """
    if every and every < LEAST_EVERY:
        raise ValueError("every")
    row, created = Digest.objects.select_for_update().get_or_create(
        campaign=campaign, defaults={"active": active, "every": every, "sent_at": time.now()}
    )
    if not created:
        row.active, row.every = active, every
        row.save(update_fields=["active", "every"])
    journal.record("campaign.digest_set", campaign, by=by.pk, data={"active": active, "every": every})
    return row


def send_digests() -> int:
    """Queue the mails that are due; returns to how many targets. A campaign that is hidden, withdrawn or over tells nobody."""
    now = time.now()
    out = Publication.objects.visible_to(ANONYMOUS).filter(campaign__outcome="", campaign__erased_at__isnull=True)
    free = Q(round=0) | Q(sent_at__lte=now - DAY)
    due = Digest.objects.filter(free, active=True, campaign__in=out).exclude(every=0, sent_at__gt=now - WEEK)
    return sum(_send(row.pk) for row in due)


def _send(number: int) -> int:
    row = Digest.objects.select_related("campaign__author", "campaign__campaign").get(pk=number)
    tally = queries.tally(number, language="en")
    if not row.active or tally.confirmed <= row.told or (row.every and tally.confirmed - row.told < row.every):
        return 0
    targets = list(Target.objects.filter(campaign_id=number, state=Target.State.MAIL).exclude(address=b""))
    drafts = [digest_mails.to_target(target, row.campaign, turn=row.round + 1) for target in targets]
    with transaction.atomic():
        # Whoever comes second, from another worker, finds the round over.
        changes = {"round": row.round + 1, "told": tally.confirmed, "sent_at": time.now()}
        if not Digest.objects.filter(pk=number, round=row.round, active=True).update(**changes):
            return 0
        mail.queue_many(drafts)
        kill.point("digest.queued")
        journal.record("campaign.digest_sent", row.campaign, data={"count": tally.confirmed, "targets": [target.pk for target in targets]})
    return len(targets)
