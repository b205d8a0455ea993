"""Sends messages of support: on a form of their own, or as the words of a signature."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO

from django.db import transaction

from usi.base import text, time, turns
from usi.features.campaigns import queries, sealing
from usi.features.campaigns.actions.bymail import ERASED, Sender, ask_for_letter, locked, row_of
from usi.features.campaigns.actions.confirm import Changed
from usi.features.campaigns.actions.sign import Closed
from usi.features.campaigns.actions.words import KIND, forget_picture
from usi.features.campaigns.models import Ask, Letter, SupportMessage
from usi.features.campaigns.models.message import LONGEST_MESSAGE
from usi.spine.media import actions as media
from usi.spine.media.models import Picture
from usi.spine.publications.models import Publication

_EMPTY = ERASED | {
    "text": "", "text_language": "", "show_name": False, "picture": None, "reason": "", "thanks": "",
    "thanks_language": "", "thanked_at": None, "decided_at": None, "signature": None,
}  # fmt: skip


@dataclass(frozen=True)
class Note:
    """What is said, in which language, and whether with the name; a picture's `alt` says what it shows."""

    text: str
    language: str
    show_name: bool = False
    upload: IO[bytes] | None = None
    alt: str = ""


def support(*, campaign: Publication, address: str, sender: Sender, note: Note) -> SupportMessage:
    """Take a message in; the address's owner is mailed the link that confirms it, and only then moderators see it.

    A message that waits for its confirmation is replaced by the next one of the same address.

    :raises Closed: if the campaign takes no messages
    :raises ValueError: for an empty or overlong text or name, an unknown country or something that is no address
    :raises usi.spine.media.images.PictureRefused: if the picture cannot be used
    """
    address, said = text.line(address), text.prose(note.text)
    key = sealing.address_key(campaign.pk, address)
    columns = sender.columns() | {"text": said, "text_language": note.language, "show_name": note.show_name}
    if not said or len(said) > LONGEST_MESSAGE:
        raise ValueError("text")
    if not queries.takes(campaign.pk, Ask.SUPPORT):
        raise Closed
    # Drawn before the transaction begins: others must not wait for it.
    picture = media.store(note.upload, alt=note.alt, language=note.language) if note.upload else None
    try:
        return _written(campaign, key, address, columns | {"picture": picture})
    except BaseException:
        if picture is not None:
            media.remove(picture, by=None)
        raise


@turns.in_turn
@transaction.atomic
def _written(campaign: Publication, key: bytes, address: str, columns: dict[str, object]) -> SupportMessage:
    row, created = row_of(
        SupportMessage, kind=KIND, address=address, fresh=columns, campaign_id=campaign.pk, address_key=key,
        state=SupportMessage.State.UNCONFIRMED,
    )  # fmt: skip
    if not created:
        before: Picture | None = row.picture
        for field, value in columns.items():
            setattr(row, field, value)
        row.save(update_fields=list(columns))
        if before is not None:
            media.remove(before, by=None)
        ask_for_letter(row, Letter.CONFIRM)
    return row


@turns.in_turn
@transaction.atomic
def confirm_message(*, token: str, seen: str) -> SupportMessage:
    """Hand a message to the campaign's officers; a second press changes nothing. `seen` is the mark of what the page showed.

    :raises UnknownLink: if no message has this link, or it was withdrawn
    :raises Closed: if the campaign takes no messages any more
    :raises Changed: if the message was replaced since the page was shown
    """
    row = locked(SupportMessage, token)
    if row.state != SupportMessage.State.UNCONFIRMED:
        return row
    if not queries.signable(row.campaign_id):
        raise Closed
    if seen != queries.message_mark(row):
        raise Changed
    row.state, row.confirmed_at, row.letter = SupportMessage.State.WAITING, time.now(), Letter.NONE
    row.save(update_fields=["state", "confirmed_at", "letter"])
    return row


@turns.in_turn
@transaction.atomic
def withdraw_message(*, token: str) -> SupportMessage:
    """Erase all that a message says, with its picture; only that there was one remains.

    :raises UnknownLink: if no message has this link, or it was withdrawn before
    """
    row = locked(SupportMessage, token)
    picture = row.picture
    row.state = SupportMessage.State.WITHDRAWN
    for field, value in _EMPTY.items():
        setattr(row, field, value)
    row.save(update_fields=["state", *_EMPTY])
    forget_picture(picture)
    return row
