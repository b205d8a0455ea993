"""Erases who pledged and who wrote: what nobody confirmed after 30 days, all names some time after the last day."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import F

from usi.base import time
from usi.features.campaigns.actions.bymail import ERASED
from usi.features.campaigns.actions.purge import KEPT_DAYS
from usi.features.campaigns.actions.words import forget_picture
from usi.features.campaigns.models import Pledge, PledgeAction, Pledger, SupportMessage
from usi.spine.journal import actions as journal
from usi.spine.publications.models import Publication

_BATCH = 500


def purge_links() -> int:
    """Delete pledges and messages that have waited for their confirmation for more than 30 days; returns how many."""
    bound, gone = time.now() - timedelta(days=KEPT_DAYS), 0
    while numbers := list(Pledger.objects.filter(state=Pledger.State.WAITING, asked_at__lt=bound).values_list("pk", flat=True)[:_BATCH]):
        with transaction.atomic():
            # Whoever confirms at this moment stays.
            still = Pledger.objects.select_for_update().filter(pk__in=numbers, state=Pledger.State.WAITING).values_list("pk", flat=True)
            gone += Pledger.objects.filter(pk__in=list(still)).delete()[1].get("campaigns.Pledger", 0)
    gone += Pledge.objects.filter(confirmed_at__isnull=True, asked_at__lt=bound).delete()[0]
    while count := _messages(SupportMessage.objects.filter(state=SupportMessage.State.UNCONFIRMED, asked_at__lt=bound)):
        gone += count
    return gone


def forget_helpers(number: int) -> dict[str, int]:
    """Erase names and addresses of a campaign that is over: counts of pledges stay, and messages that were shown.

    A message keeps the name and the picture only of whoever wanted the name shown, and always country and thanks. Returns how many
    pledgers and messages were erased.
    """
    with transaction.atomic():
        for action in PledgeAction.objects.select_for_update().filter(campaign_id=number):
            confirmed = action.pledges.filter(confirmed_at__isnull=False)
            PledgeAction.objects.filter(pk=action.pk).update(kept=F("kept") + confirmed.count())
            action.pledges.all().delete()
        pledgers = Pledger.objects.filter(campaign_id=number).delete()[1].get("campaigns.Pledger", 0)
    gone = 0
    while count := _messages(SupportMessage.objects.filter(campaign_id=number).exclude(state=SupportMessage.State.SHOWN)):
        gone += count
    shown = SupportMessage.objects.filter(campaign_id=number, state=SupportMessage.State.SHOWN, address_key__isnull=False)
    while count := _strip(list(shown[:_BATCH].select_related("picture"))):
        gone += count
    with transaction.atomic():
        journal.record("campaign.helpers_erased", Publication(pk=number), data={"pledgers": pledgers, "messages": gone})
    return {"pledgers": pledgers, "messages": gone}


@transaction.atomic
def _messages(found: object) -> int:
    rows = list(found.select_for_update(of=("self",)).select_related("picture")[:_BATCH])  # type: ignore[attr-defined]
    SupportMessage.objects.filter(pk__in=[row.pk for row in rows]).delete()
    for row in rows:
        forget_picture(row.picture)
    return len(rows)


@transaction.atomic
def _strip(rows: list[SupportMessage]) -> int:
    for row in rows:
        row.address, row.address_key, row.token_key, row.signature, row.letter = b"", None, None, None, ERASED["letter"]
        picture = None if row.show_name else row.picture
        if not row.show_name:
            row.name, row.workplace, row.picture = "", "", None
        row.save(
            update_fields=["address", "address_key", "token_key", "signature", "letter", "name", "workplace", "picture"]
        )
        forget_picture(picture)
    return len(rows)
