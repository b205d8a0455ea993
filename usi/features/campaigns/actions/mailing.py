"""Mails updates to those who asked for news, a few at a time, outside any request."""

from __future__ import annotations

from django.db import transaction

from usi.base import kill, time
from usi.features.campaigns import update_mails
from usi.features.campaigns.models import Consent, Subscription, Update
from usi.spine.mail import actions as mail
from usi.spine.mail.models import Mail
from usi.spine.publications.models import Moderation, State

NEWS_AT_ONCE = 50
# News can wait; the link that somebody confirms their name with must not stand behind ten thousand of them.
MOST_WAITING = 200


def send_news(*, most: int = NEWS_AT_ONCE) -> int:
    """Queue the next mails of the update that was released first; returns how many were queued.

    They are written outside any transaction. Mails and cursor are saved together, and each mail is named by update and subscription, so
    that whoever comes second, after a crash or from another worker, mails nobody twice. What was taken back or hidden is mailed no further.
    """
    update = _next()
    if update is None or update.released_at is None or Mail.objects.filter(state=Mail.State.WAITING)[:MOST_WAITING].count() == MOST_WAITING:
        return 0
    # Who agrees after the release gets the next one.
    rows = Consent.objects.filter(campaign_id=update.campaign_id, pk__gt=update.cursor, given_at__lte=update.released_at)
    taken = list(rows.select_related("subscription").order_by("pk")[:most])
    letters = update_mails.Letters(update)
    drafts = {row.subscription_id: letters.write(row.subscription) for row in taken if row.subscription.ended_at is None}
    with transaction.atomic():
        still = Subscription.objects.select_for_update().filter(pk__in=drafts, ended_at__isnull=True).order_by("pk")
        mail.queue_many([drafts[number] for number in still.values_list("pk", flat=True)])
        kill.point("news.queued")
        mine = Update.objects.filter(pk=update.pk, cursor=update.cursor, mailed_at__isnull=True)
        if len(taken) < most:
            mine.update(mailed_at=time.now(), **({"cursor": taken[-1].pk} if taken else {}))
        else:
            mine.update(cursor=taken[-1].pk)
    return len(taken)


def _next() -> Update | None:
    rows = Update.objects.filter(
        released_at__isnull=False, mailed_at__isnull=True, publication__state=State.PUBLISHED, publication__moderation=Moderation.CLEAR
    )
    return rows.select_related("publication__author", "campaign").order_by("released_at").first()
