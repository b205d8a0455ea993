"""Takes a name back."""

from __future__ import annotations

from django.db import transaction

from usi.features.campaigns import sealing
from usi.features.campaigns.actions import counts
from usi.features.campaigns.models import Signature
from usi.spine.journal import actions as journal


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
    """Erase name, address and country of a signature; only that there was one remains. The same address may sign again later.

    :raises UnknownLink: if no signature has this link, or it was withdrawn before
    """
    row = locked(token)
    country, (confirmed, waiting) = row.country, counts.of(row)
    row.state = Signature.State.WITHDRAWN
    row.name, row.show_name, row.country, row.language, row.address, row.address_key, row.confirmed_at = "", False, "", "", b"", None, None
    row.save(update_fields=["state", "name", "show_name", "country", "language", "address", "address_key", "confirmed_at"])
    counts.add(row.campaign_id, {country: (-confirmed, -waiting)})
    journal.record("signature.withdrawn", row, data={"campaign": row.campaign_id})
    return row
