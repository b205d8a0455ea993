"""Reads of signatures that machines may have made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Min, QuerySet
from django.db.models.functions import TruncHour

from usi.features.campaigns.models import Signature, Suspicion

QUICK_SECONDS = 3


@dataclass(frozen=True)
class Group:
    """Signatures of one mail domain: how many, how many of them in the fullest hour, and one sealed address to read the domain from."""

    key: bytes
    size: int
    in_an_hour: int
    address: bytes


def groups_by_domain(number: int, *, since: datetime, at_least: int) -> list[Group]:
    """Return the mail domains with at least so many signatures since a moment, in two queries."""
    recent = _standing(number).filter(signed_at__gte=since, domain_key__isnull=False)
    hours = recent.annotate(hour=TruncHour("signed_at")).order_by().values_list("domain_key", "hour").annotate(n=Count("pk"), one=Min("pk"))
    found: dict[bytes, tuple[int, int, int]] = {}
    for key, _, n, one in hours:
        size, most, _ = found.get(bytes(key), (0, 0, 0))
        found[bytes(key)] = (size + n, max(most, n), one)
    kept = {key: value for key, value in found.items() if value[0] >= at_least}
    addresses: dict[int, Any] = {}
    numbers = [one for _, _, one in kept.values()]
    for start in range(0, len(numbers), 500):
        addresses |= dict(Signature.objects.filter(pk__in=numbers[start : start + 500]).values_list("pk", "address"))
    return [Group(key, size, most, bytes(addresses[one])) for key, (size, most, one) in kept.items() if addresses.get(one)]


def quick_hours(number: int, *, since: datetime, at_least: int) -> list[tuple[str, int]]:
    """Return the hours (UTC, as 2026-11-25T14) in which at least so many forms were sent faster than people can fill them in."""
    rows = _quick(number).filter(signed_at__gte=since).annotate(hour=TruncHour("signed_at")).order_by().values_list("hour")
    return [(hour.strftime("%Y-%m-%dT%H"), n) for hour, n in rows.annotate(n=Count("pk")) if n >= at_least]


def members_of(suspicion: Suspicion) -> QuerySet[Signature]:
    """Return the signatures that share what a suspicion names, all that there are now."""
    if suspicion.rule == Suspicion.Rule.QUICK:
        start = datetime.fromisoformat(f"{suspicion.key}:00:00+00:00")
        return _quick(suspicion.campaign_id).filter(signed_at__gte=start, signed_at__lt=start + timedelta(hours=1))
    return _standing(suspicion.campaign_id).filter(domain_key=bytes.fromhex(suspicion.key))


def suspicions(number: int) -> list[Suspicion]:
    """Return the groups of a campaign, those to decide first."""
    rows = Suspicion.objects.filter(campaign_id=number).order_by("-size")[:200]
    return sorted(rows, key=lambda row: row.state != Suspicion.State.OPEN)


def suspicion(number: int, group: int) -> Suspicion | None:
    """Return one group of a campaign."""
    return Suspicion.objects.filter(campaign_id=number, pk=group).first()


def _standing(number: int) -> QuerySet[Signature]:
    return Signature.objects.filter(campaign_id=number).exclude(state=Signature.State.WITHDRAWN)


def _quick(number: int) -> QuerySet[Signature]:
    return _standing(number).filter(filled_in__lt=QUICK_SECONDS, solved=False)
