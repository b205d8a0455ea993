"""Tells those a campaign addresses by mail how many have signed, with one link to the full list for them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from usi.base import kill, time
from usi.base.access import ANONYMOUS
from usi.features.campaigns import digest_mails, hours, queries
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
    """Queue the mails that are due, to each target while it works; returns how many.

    What waited over a weekend names the count of Monday. A campaign that is hidden, withdrawn or over tells nobody.
    """
    now = time.now()
    out = Publication.objects.visible_to(ANONYMOUS).filter(campaign__outcome="", campaign__erased_at__isnull=True)
    reached = Target.objects.filter(campaign_id=OuterRef("campaign_id"), state=Target.State.MAIL).exclude(address=b"")
    rows = Digest.objects.filter(Exists(reached), active=True, campaign__in=out)
    waited_for = Exists(reached.filter(digest__lt=OuterRef("round")))
    free = Q(round=0) | Q(sent_at__lte=now - DAY)
    for row in rows.filter(~waited_for, free).exclude(every=0, sent_at__gt=now - WEEK):
        _begin(row)
    return sum(_send(number) for number in rows.filter(waited_for).values_list("pk", flat=True))


def _begin(row: Digest) -> None:
    """Begin a round where enough have signed since the last one. Whoever comes second, from another worker, finds it begun."""
    confirmed = queries.tally(row.pk, language="en").confirmed
    if confirmed > row.told and confirmed - row.told >= row.every:
        Digest.objects.filter(pk=row.pk, round=row.round, active=True).update(round=row.round + 1)


def _send(number: int) -> int:
    now = time.now()
    row = Digest.objects.select_related("campaign__author", "campaign__campaign").get(pk=number)
    waiting = Target.objects.filter(campaign_id=number, state=Target.State.MAIL, digest__lt=row.round).exclude(address=b"")
    targets = {target.pk: target for target in waiting if _works(target, now)}
    if not targets:
        return 0
    tally = queries.tally(number, language="en")
    drafts = {pk: digest_mails.to_target(target, row.campaign, turn=row.round) for pk, target in targets.items()}
    with transaction.atomic():
        if not Digest.objects.filter(pk=number, round=row.round, active=True).update(told=tally.confirmed, sent_at=now):
            return 0
        told = list(waiting.filter(pk__in=targets).select_for_update().order_by("pk").values_list("pk", flat=True))
        Target.objects.filter(pk__in=told).update(digest=row.round)
        mail.queue_many([drafts[pk] for pk in told])
        kill.point("digest.queued")
        journal.record("campaign.digest_sent", row.campaign, data={"count": tally.confirmed, "targets": told})
    return len(told)


def _works(target: Target, moment: datetime) -> bool:
    return hours.is_open(moment, zone=target.zone, country=target.country, opens=target.opens, shuts=target.shuts)
