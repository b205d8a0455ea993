"""Puts a name under a campaign, to be confirmed from the mailbox."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, OperationalError, transaction

from usi.base import ids, kill, text, time, turns
from usi.features.campaigns import queries, sealing
from usi.features.campaigns.actions import counts
from usi.features.campaigns.models import Signature
from usi.spine.taxonomy import countries

LONGEST_NAME = 120
MOST_LETTERS = 5
MINUTES_BETWEEN_LETTERS = 10
_TRIES = 5


class Closed(Exception):
    """The campaign cannot be signed: its time is over, it has an outcome, or it is not out."""


@dataclass(frozen=True)
class Wish:
    """What somebody who signs tells of themselves; `filled_in` is how many seconds the form took, `via` a share code."""

    name: str
    country: str
    show_name: bool = False
    workplace: str = ""
    words: str = ""
    news: bool = False
    language: str = "en"
    via: str = ""
    filled_in: int | None = None
    solved: bool = False

    def columns(self) -> dict[str, object]:
        """Return the values of a signature's columns.

        :raises ValueError: for an empty or overlong name or word, or an unknown country
        """
        name, workplace, words = text.line(self.name), text.line(self.workplace), text.line(self.words)
        if not name or len(name) > LONGEST_NAME or not countries.is_country(self.country) or len(words) > 500:
            raise ValueError("name, country or words")
        return {
            "name": name, "country": self.country, "show_name": self.show_name, "workplace": workplace[:LONGEST_NAME], "words": words,
            "news": self.news, "language": self.language,
        }  # fmt: skip


@turns.in_turn
@transaction.atomic
def sign(*, campaign_id: int, address: str, wish: Wish) -> Signature:
    """Take a signature in; its owner is mailed the link that confirms it. The caller cannot tell a new address from one that signed before.

    A second signature of an address that has not confirmed replaces what the first one said and asks for the link again; one that has
    confirmed stays as it is, and its owner is told so. No address gets more than five mails for a campaign.

    :raises Closed: if the campaign cannot be signed
    :raises ValueError: for an empty name, an unknown country or something that is no address
    """
    address, columns = text.line(address), wish.columns()
    key = sealing.address_key(campaign_id, address)
    if not queries.signable(campaign_id):
        raise Closed
    fixed = {"via": wish.via, "filled_in": wish.filled_in, "solved": wish.solved, "domain_key": sealing.domain_key(campaign_id, address)}
    row, created = _row(campaign_id, key, address, columns | fixed)
    kill.point("sign.inserted")
    if created:
        counts.moved(campaign_id, before=None, after=counts.part(row))
    else:
        if row.state == Signature.State.WAITING:
            _replace(row, columns)
        _ask_for_letter(row)
    kill.point("sign.counted")
    return row


def _row(campaign_id: int, key: bytes, address: str, values: dict[str, object]) -> tuple[Signature, bool]:
    """Return the address's signature, locked, and whether it is new. Most people sign once, so it is inserted before it is looked for."""
    for _ in range(_TRIES):
        number = ids.new()
        fresh = Signature(
            id=number, campaign_id=campaign_id, address=sealing.seal(address), address_key=key,
            token_key=sealing.token_key(sealing.token(number)), signed_at=time.now(), letter=Signature.Letter.CONFIRM, **values,
        )  # fmt: skip
        try:
            with transaction.atomic():
                fresh.save(force_insert=True)
            return fresh, True
        except IntegrityError:
            known = Signature.objects.select_for_update().filter(campaign_id=campaign_id, address_key=key).first()
            if known is not None:
                return known, False
        # The address was there at our insert and taken back before our look.
    raise OperationalError("the same address signs and withdraws without end")


def _replace(row: Signature, fresh: dict[str, object]) -> None:
    before = counts.part(row)
    for field, value in fresh.items():
        setattr(row, field, value)
    row.save(update_fields=list(fresh))
    counts.moved(row.campaign_id, before=before, after=counts.part(row))


def _ask_for_letter(row: Signature) -> None:
    recent = row.mailed_at is not None and row.mailed_at > time.now() - timedelta(minutes=MINUTES_BETWEEN_LETTERS)
    confirmed = row.state == Signature.State.CONFIRMED
    # The news that a name counts already is not held up by the mail that asked to confirm it.
    just_confirmed = confirmed and row.mailed_at is not None and row.confirmed_at is not None and row.mailed_at < row.confirmed_at
    if row.letters < MOST_LETTERS and (not recent or just_confirmed):
        row.letter = Signature.Letter.ALREADY if confirmed else Signature.Letter.CONFIRM
        row.save(update_fields=["letter"])
