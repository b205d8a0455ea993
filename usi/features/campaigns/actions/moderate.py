"""Decides which messages of support are shown, and thanks for them."""

from __future__ import annotations

from django.db import models, transaction

from usi.base import text, time
from usi.features.campaigns.models import Letter, SupportMessage
from usi.features.campaigns.models.message import LONGEST_THANKS
from usi.spine.actors.models import Actor
from usi.spine.journal import actions as journal
from usi.spine.publications.models import Publication
from usi.surfaces.moderation.reasons import Preset

State = SupportMessage.State


class Verb(models.TextChoices):
    """A button."""

    SHOW = "show"
    REFUSE = "refuse"
    HIDE = "hide"


# From which states a button leads where: for officers of the campaign's organisation, and for the node's moderators.
OFFICERS: dict[str, tuple[tuple[str, ...], str]] = {
    Verb.SHOW: ((State.WAITING, State.REFUSED), State.SHOWN),
    Verb.REFUSE: ((State.WAITING,), State.REFUSED),
    Verb.HIDE: ((State.SHOWN,), State.REFUSED),
}
MODERATORS: dict[str, tuple[tuple[str, ...], str]] = {
    Verb.SHOW: ((State.HIDDEN,), State.SHOWN),
    Verb.HIDE: ((State.SHOWN,), State.HIDDEN),
}


class NotNow(Exception):
    """The message is not in a state from which this button leads on: somebody else has decided meanwhile, or its owner took it back."""


@transaction.atomic
def decide_message(campaign: Publication, *, number: int, verb: str, by: Actor, for_node: bool, reason: str = "") -> SupportMessage:
    """Show, refuse or hide a message; every decision can be reversed, and its sender is told the reason some minutes later.

    What the node's moderators hide (`for_node`) only they show again.

    :raises NotNow: if the message cannot be decided so from where it stands
    :raises ValueError: if a refusal has no reason
    """
    row = _locked(campaign, number)
    states, to = (MODERATORS if for_node else OFFICERS).get(verb, ((), ""))
    if row.state not in states:
        raise NotNow
    shows = to == State.SHOWN
    if not shows and reason not in Preset.values:
        raise ValueError("reason")
    row.state, row.reason, row.decided_at = to, "" if shows else reason, time.now()
    row.letter = Letter.NONE if shows or not row.address else Letter.REFUSED
    row.save(update_fields=["state", "reason", "decided_at", "letter"])
    journal.record(f"campaign.message_{to}", row, by=by.pk, data={"campaign": campaign.pk, "reason": row.reason})
    return row


@transaction.atomic
def thank(campaign: Publication, *, number: int, by: Actor, thanks: str, language: str) -> SupportMessage:
    """Put the organisers' thanks under a message that is shown; empty words take them away.

    :raises NotNow: if the message is not shown
    :raises ValueError: for thanks that are too long
    """
    row, thanks = _locked(campaign, number), text.line(thanks)
    if len(thanks) > LONGEST_THANKS:
        raise ValueError("thanks")
    if row.state != State.SHOWN:
        raise NotNow
    row.thanks, row.thanks_language, row.thanked_at = thanks, language if thanks else "", time.now() if thanks else None
    row.save(update_fields=["thanks", "thanks_language", "thanked_at"])
    journal.record("campaign.message_thanked", row, by=by.pk, data={"campaign": campaign.pk, "given": bool(thanks)})
    return row


def _locked(campaign: Publication, number: int) -> SupportMessage:
    rows = SupportMessage.objects.select_for_update().filter(campaign=campaign, pk=number)
    row = rows.exclude(state__in=[State.UNCONFIRMED, State.WITHDRAWN]).first()
    if row is None:
        raise NotNow
    return row
