"""Takes many signatures in at once, without mails: what the demonstration and tests use."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from usi.base import ids, text, time
from usi.features.campaigns import sealing
from usi.features.campaigns.actions import counts
from usi.features.campaigns.models import Signature
from usi.spine.journal import actions as journal
from usi.spine.publications.models import Publication
from usi.spine.taxonomy import countries

_BATCH = 500


@dataclass(frozen=True)
class Row:
    """One signature to take in."""

    name: str
    address: str
    country: str
    show_name: bool = False
    confirmed: bool = True
    language: str = "en"
    at: datetime | None = None
    via: str = ""
    workplace: str = ""


@transaction.atomic
def load_signatures(campaign: Publication, rows: Iterable[Row]) -> int:
    """Take signatures in and count them; an address that is there already is passed over. Returns how many were taken.

    :raises ValueError: for an unknown country or something that is no address
    """
    present = Signature.objects.filter(campaign=campaign, address_key__isnull=False)
    known = {bytes(key or b"") for key in present.values_list("address_key", flat=True)}
    fresh: list[Signature] = []
    for row in rows:
        made = _made(campaign, row)
        key = bytes(made.address_key or b"")
        if key not in known:
            known.add(key)
            fresh.append(made)
    Signature.objects.bulk_create(fresh, batch_size=_BATCH)
    counts.add_at_once(campaign.pk, map(counts.part, fresh))
    journal.record("campaign.signatures_loaded", campaign, data={"count": len(fresh)})
    return len(fresh)


def _made(campaign: Publication, row: Row) -> Signature:
    if row.country and not countries.is_country(row.country):
        raise ValueError(row.country)
    number, at = ids.new(), row.at or time.now()
    return Signature(
        id=number, campaign=campaign, name=text.line(row.name)[:120], show_name=row.show_name, country=row.country, language=row.language,
        address=sealing.seal(text.line(row.address)), address_key=sealing.address_key(campaign.pk, row.address),
        domain_key=sealing.domain_key(campaign.pk, row.address), via=row.via, workplace=row.workplace,
        token_key=sealing.token_key(sealing.token(number)), signed_at=at, confirmed_at=at if row.confirmed else None,
        state=Signature.State.CONFIRMED if row.confirmed else Signature.State.WAITING,
    )
