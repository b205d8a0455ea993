"""Reads of the messages of support."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db.models import Q, QuerySet

from usi.base import pages, prepared
from usi.features.campaigns import sealing
from usi.features.campaigns.models import SupportMessage

SHOWN_AT_ONCE = 5
_READABLE = (
    SupportMessage.State.WAITING, SupportMessage.State.SHOWN, SupportMessage.State.REFUSED, SupportMessage.State.HIDDEN,
)  # fmt: skip
_COUNTED = Q(signature__isnull=True) | Q(signature__set_aside=False)


def newest_messages(number: int) -> Sequence[SupportMessage]:
    """Return the newest messages that are shown, and one more than a campaign's page shows if there are more, in one query."""
    return prepared.rows(_newest, number=number)


def _newest(*, number: int) -> QuerySet[SupportMessage]:
    rows = SupportMessage.objects.filter(_COUNTED, campaign_id=number, state=SupportMessage.State.SHOWN)
    return rows.select_related("picture").order_by("-pk")[: SHOWN_AT_ONCE + 1]


def messages(number: int, *, states: Collection[str], before: int = 0) -> pages.Page[SupportMessage]:
    """Return a page of a campaign's messages in some states, newest first; what nobody confirmed is in no page.

    Words that came with a signature are left out as long as it is set aside.
    """
    rows = SupportMessage.objects.filter(_COUNTED, campaign_id=number, state__in=[state for state in states if state in _READABLE])
    return pages.cut(rows.select_related("picture"), before=before, key="id")


def messages_waiting(number: int) -> int:
    """Return how many messages wait for an officer's decision."""
    return SupportMessage.objects.filter(_COUNTED, campaign_id=number, state=SupportMessage.State.WAITING).count()


def message_by_token(secret: str) -> SupportMessage | None:
    """Return the message a link stands for."""
    rows = SupportMessage.objects.filter(token_key=sealing.token_key(secret))
    return rows.select_related("campaign__author", "campaign__campaign", "picture").first()


def message_mark(row: SupportMessage) -> str:
    """Return the mark of what a confirmation page shows."""
    alt = row.picture.alt if row.picture else ""
    parts = (row.name, row.country, row.workplace, row.text, row.text_language, int(row.show_name), row.picture_id or 0, alt)
    return sealing.seen(row.pk, "message", *parts)
