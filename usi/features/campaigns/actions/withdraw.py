"""Takes a name back, or corrects what was said with it."""

from __future__ import annotations

from django.db import transaction

from usi.base import text
from usi.features.campaigns import sealing
from usi.features.campaigns.actions import counts
from usi.features.campaigns.actions.news import end_consent, follow_consent
from usi.features.campaigns.actions.sign import LONGEST_NAME
from usi.features.campaigns.actions.words import follow, forget_words
from usi.features.campaigns.models import Signature
from usi.spine.taxonomy import countries

_ERASED = {
    "name": "", "show_name": False, "country": "", "workplace": "", "words": "", "news": False, "language": "", "via": "", "address": b"",
    "address_key": None, "domain_key": None, "filled_in": None, "confirmed_at": None, "set_aside": False, "letter": Signature.Letter.NONE,
}  # fmt: skip


class UnknownLink(Exception):
    """No signature has this link any more."""


def locked(token: str) -> Signature:
    """Return the signature of a link, locked until the transaction ends.

    :raises UnknownLink: if there is none, or it was withdrawn
    """
    row = Signature.objects.select_for_update().filter(token_key=sealing.token_key(token)).exclude(state=Signature.State.WITHDRAWN).first()
    if row is None:
        raise UnknownLink
    return row


@transaction.atomic
def withdraw(*, token: str) -> Signature:
    """Erase all that a signature says; only that there was one remains. The same address may sign again later.

    :raises UnknownLink: if no signature has this link, or it was withdrawn before
    """
    row = locked(token)
    before = counts.part(row)
    if row.news and row.state == Signature.State.CONFIRMED:
        end_consent(row)
    row.state = Signature.State.WITHDRAWN
    for field, value in _ERASED.items():
        setattr(row, field, value)
    row.save(update_fields=["state", *_ERASED])
    forget_words(row)
    counts.moved(row.campaign_id, before=before, after=None)
    return row


@transaction.atomic
def correct(*, token: str, name: str, country: str, workplace: str, show_name: bool, news: bool | None = None) -> Signature:
    """Change what a signature says of its owner, confirmed or not; it stays counted, with its country. `news` None: as it was.

    :raises UnknownLink: if no signature has this link, or it was withdrawn
    :raises ValueError: for an empty or overlong name or an unknown country
    """
    row, name = locked(token), text.line(name)
    if not name or len(name) > LONGEST_NAME or not countries.is_country(country):
        raise ValueError("name or country")
    before = counts.part(row)
    row.name, row.country, row.workplace, row.show_name = name, country, text.line(workplace)[:LONGEST_NAME], show_name
    asked, row.news = row.news, row.news if news is None else news
    row.save(update_fields=["name", "country", "workplace", "show_name", "news"])
    if row.news != asked and row.state == Signature.State.CONFIRMED:
        follow_consent(row)
    follow(row)
    counts.moved(row.campaign_id, before=before, after=counts.part(row))
    return row
