"""Makes a signature count, when its owner presses the button behind the mailed link."""

from __future__ import annotations

from django.db import transaction

from usi.base import kill, time, turns
from usi.features.campaigns import queries
from usi.features.campaigns.actions import counts
from usi.features.campaigns.actions.news import follow_consent
from usi.features.campaigns.actions.sign import Closed
from usi.features.campaigns.actions.withdraw import locked
from usi.features.campaigns.actions.words import take_words
from usi.features.campaigns.models import Signature


class Changed(Exception):
    """What was typed is not what the page with the button showed."""


@turns.in_turn
@transaction.atomic
def confirm(*, token: str, seen: str) -> Signature:
    """Count a signature; a second press changes nothing. `seen` is the mark of what the page showed.

    :raises UnknownLink: if no signature has this link, or it was withdrawn
    :raises Closed: if the campaign can no longer be signed
    :raises Changed: if the signature was replaced since the page was shown
    """
    row = locked(token)
    if row.state == Signature.State.CONFIRMED:
        return row
    if not queries.signable(row.campaign_id):
        raise Closed
    if seen != queries.mark_of(row):
        raise Changed
    before = counts.part(row)
    row.state, row.confirmed_at, row.letter = Signature.State.CONFIRMED, time.now(), Signature.Letter.NONE
    if row.words:
        take_words(row)
        row.words = ""
    row.save(update_fields=["state", "confirmed_at", "letter", "words"])
    if row.news:
        follow_consent(row)
    kill.point("confirm.saved")
    counts.moved(row.campaign_id, before=before, after=counts.part(row))
    kill.point("confirm.counted")
    return row
