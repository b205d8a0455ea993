"""Turns the words of a signature into a message, and takes it away with the signature."""

from __future__ import annotations

from usi.base import ids
from usi.features.campaigns import sealing
from usi.features.campaigns.models import Signature, SupportMessage
from usi.spine.media import actions as media
from usi.spine.media.models import Picture

KIND = "message"


def take_words(signature: Signature) -> SupportMessage:
    """Hand the words of a signature that is being confirmed to the campaign's officers; belongs in its transaction.

    The message has the signature's address, so that its owner can be told why it is not shown.
    """
    number = ids.new()
    return SupportMessage.objects.create(
        id=number, campaign_id=signature.campaign_id, signature=signature, name=signature.name, country=signature.country,
        workplace=signature.workplace, language=signature.language, text=signature.words, text_language=signature.language,
        show_name=signature.show_name, address=bytes(signature.address), address_key=bytes(signature.address_key or b""),
        token_key=sealing.token_key(sealing.token(number, KIND)), asked_at=signature.signed_at, confirmed_at=signature.confirmed_at,
        state=SupportMessage.State.WAITING,
    )  # fmt: skip


def follow(signature: Signature) -> None:
    """Let the message of a signature say of its owner what the signature says since it was corrected; belongs in its transaction."""
    said = {name: getattr(signature, name) for name in ("name", "country", "workplace", "show_name")}
    SupportMessage.objects.filter(signature=signature).update(**said)


def forget_words(signature: Signature) -> None:
    """Delete the message that came with a signature that is being withdrawn; belongs in its transaction."""
    for row in SupportMessage.objects.filter(signature=signature).select_related("picture"):
        row.delete()
        forget_picture(row.picture)


def forget_picture(picture: Picture | None) -> None:
    """Remove a picture that no message shows any more."""
    if picture is not None:
        media.remove(picture, by=None)
