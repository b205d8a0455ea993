"""Takes many signatures in at once, without mails: what the demonstration and tests use."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from usi.base import ids, text, time
from usi.features.campaigns import sealing
from usi.features.campaigns.actions import counts
from usi.features.campaigns.models import Signature
from usi.spine.journal import actions as journal
from usi.spine.publications.models import Publication
from usi.spine.taxonomy import countries

# What is told of each row, in this order; every other column gets its default.
_COLUMNS = (
    "id", "campaign_id", "name", "show_name", "country", "language", "workplace", "via", "address", "address_key", "domain_key",
    "token_key", "state", "signed_at", "confirmed_at",
)  # fmt: skip


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

    They are written as plain rows in one statement: tens of thousands take seconds.

    :raises ValueError: for an unknown country or something that is no address
    """
    present = Signature.objects.filter(campaign=campaign, address_key__isnull=False)
    known = {bytes(key or b"") for key in present.values_list("address_key", flat=True)}
    values: list[tuple[Any, ...]] = []
    parts: list[counts.Part] = []
    for row in rows:
        if row.country and not countries.is_country(row.country):
            raise ValueError(row.country)
        key, domain = sealing.keys(campaign.pk, row.address)
        if key not in known:
            known.add(key)
            at = row.at or time.now()
            values.append(_values(campaign.pk, row, key, domain, at))
            parts.append(counts.Part(row.country, row.language, row.via, counts.hour(at), int(row.confirmed), int(not row.confirmed), 0))
    _insert(values)
    counts.add_at_once(campaign.pk, parts)
    journal.record("campaign.signatures_loaded", campaign, data={"count": len(values)})
    return len(values)


def _values(campaign: int, row: Row, key: bytes, domain: bytes, at: datetime) -> tuple[Any, ...]:
    number, moment = ids.new(), connection.ops.adapt_datetimefield_value(at)
    return (
        number, campaign, text.line(row.name)[:120], row.show_name, row.country, row.language, row.workplace, row.via,
        sealing.seal(text.line(row.address)), key, domain, sealing.token_key(sealing.token(number)),
        str(Signature.State.CONFIRMED if row.confirmed else Signature.State.WAITING), moment, moment if row.confirmed else None,
    )  # fmt: skip


def _insert(values: list[tuple[Any, ...]]) -> None:
    others = [field for field in Signature._meta.concrete_fields if field.attname not in _COLUMNS]
    defaults = tuple(field.get_db_prep_save(field.get_default(), connection) for field in others)
    names = [*_COLUMNS, *(field.attname for field in others)]
    quoted = ", ".join(connection.ops.quote_name(name) for name in names)
    places = ", ".join(["%s"] * len(names))
    table = connection.ops.quote_name(Signature._meta.db_table)
    with connection.cursor() as cursor:
        # Names of the model alone, nothing that anybody typed.
        cursor.executemany(f"INSERT INTO {table} ({quoted}) VALUES ({places})", [row + defaults for row in values])  # noqa: S608
