"""Puts a name under a campaign, to be confirmed from the mailbox."""

from __future__ import annotations

from django.db import IntegrityError, OperationalError, transaction

from usi.base import ids, text, time
from usi.features.campaigns import mails, queries, sealing
from usi.features.campaigns.actions import counts
from usi.features.campaigns.models import Signature
from usi.spine.journal import actions as journal
from usi.spine.publications.models import Publication
from usi.spine.taxonomy import countries

LONGEST_NAME = 120
_TRIES = 5


class Closed(Exception):
    """The campaign cannot be signed: its last day has passed, or it is not out."""


@transaction.atomic
def sign(*, campaign: Publication, name: str, address: str, country: str, show_name: bool, language: str) -> Signature:
    """Take a signature in and mail the link that confirms it. The caller cannot tell a new address from one that signed before.

    A second signature of an address that has not confirmed replaces the first one's name and country and mails the link again;
    one that has confirmed stays as it is, and its owner is told so. Either mail goes out at most once a day.

    :raises Closed: if the campaign cannot be signed
    :raises ValueError: for an empty name, an unknown country or something that is no address
    """
    name, address = text.line(name), text.line(address)
    if not name or len(name) > LONGEST_NAME or not countries.is_country(country):
        raise ValueError("name or country")
    key = sealing.address_key(campaign.pk, address)
    publication = queries.signable(campaign.pk)
    if publication is None:
        raise Closed
    fresh = {"name": name, "show_name": show_name, "country": country, "language": language}
    row, created = _row(publication, key, address, fresh)
    if created:
        counts.add(publication.pk, {country: counts.WAITING})
        journal.record("signature.made", row, data={"campaign": publication.pk})
    elif row.state == Signature.State.WAITING:
        _replace(row, fresh)
    mails.send(row, publication, address=sealing.unseal(bytes(row.address)), repeated=not created)
    return row


def _row(publication: Publication, key: bytes, address: str, fresh: dict[str, object]) -> tuple[Signature, bool]:
    """Return the address's signature, locked, and whether it is new."""
    for _ in range(_TRIES):
        number = ids.new()
        made = {
            "id": number,
            "address": sealing.seal(address),
            "token_key": sealing.token_key(sealing.token(number)),
            "signed_at": time.now(),
        }
        try:
            return Signature.objects.select_for_update().get_or_create(campaign_id=publication.pk, address_key=key, defaults=made | fresh)
        except IntegrityError:
            # Another request inserted the address and took it back again between our look and our insert.
            continue
    raise OperationalError("the same address signs and withdraws without end")


def _replace(row: Signature, fresh: dict[str, object]) -> None:
    before = row.country
    for field, value in fresh.items():
        setattr(row, field, value)
    row.save(update_fields=list(fresh))
    if before != row.country:
        counts.add(row.campaign_id, {before: (0, -1), row.country: counts.WAITING})
