"""Whether the kept counts are what a count of the signatures gives."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import Case, CharField, DateTimeField, F, Func, Q, QuerySet, Sum, Value, When
from django.db.models import Count as Number
from django.db.models.functions import Cast

from usi.features.campaigns.models import Campaign, Change, Count, Dimension, Signature

_COLUMNS = ("confirmed", "waiting", "set_aside")
_NOTHING = (0, 0, 0)
Sums = tuple[int, int, int]


def drift(number: int | None = None) -> dict[tuple[int, str, str], Sums]:
    """Return by campaign, dimension and key how much the counts lack; empty when they are right.

    One statement reads signatures, counts and changes, so that what commits meanwhile is in all or in none. Campaigns whose names
    were erased are left out: of them only the counts are left.
    """
    where = {} if number is None else {"campaign_id": number}
    erased = Campaign.objects.filter(erased_at__isnull=False).values("pk")
    kept_counts = Count.objects.filter(**where).exclude(campaign_id__in=erased).order_by()
    statements: list[QuerySet[Any, Any]] = [kept_counts.values_list("campaign_id", "dimension", "key", *_COLUMNS, Value(-1))]
    for dimension in Dimension:
        real = Signature.objects.exclude(state=Signature.State.WITHDRAWN).filter(**where).exclude(campaign_id__in=erased).order_by()
        statements.append(
            real.values("campaign_id", by=Value(str(dimension), output_field=CharField()), on=_key_of(dimension))
            .annotate(
                a=Number("pk", filter=Q(state="confirmed", set_aside=False)), b=Number("pk", filter=Q(state="waiting")),
                c=Number("pk", filter=Q(state="confirmed", set_aside=True)), sign=Value(1),
            ).values_list("campaign_id", "by", "on", "a", "b", "c", "sign")
        )  # fmt: skip
        fresh = Change.objects.filter(**where).exclude(campaign_id__in=erased).order_by()
        sums = {f"sum_{name}": Sum(name) for name in _COLUMNS}
        statements.append(
            fresh.values("campaign_id", by=Value(str(dimension), output_field=CharField()), on=Cast(F(str(dimension)), CharField()))
            .annotate(**sums, sign=Value(-1)).values_list("campaign_id", "by", "on", *sums, "sign")
        )  # fmt: skip
    lacking: dict[tuple[int, str, str], Sums] = defaultdict(lambda: _NOTHING)
    for campaign, by, on, confirmed, waiting, set_aside, sign in statements[0].union(*statements[1:], all=True):
        kept = lacking[campaign, by, on]
        lacking[campaign, by, on] = (kept[0] + sign * confirmed, kept[1] + sign * waiting, kept[2] + sign * set_aside)
    return {key: sums for key, sums in lacking.items() if sums != _NOTHING}


def _key_of(dimension: str) -> Any:
    """Return the expression that gives a signature's key."""
    if dimension != Dimension.HOUR:
        return Cast(F(str(dimension)), CharField())
    return _HourKey(Case(When(state="confirmed", then=F("confirmed_at")), default=F("signed_at"), output_field=DateTimeField()))


class _HourKey(Func):
    """The hour of a moment in UTC, as `actions.counts.hour` writes it."""

    output_field = CharField()

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """SQLite keeps moments as text in UTC."""
        sql, values = compiler.compile(self.source_expressions[0])
        return f"REPLACE(SUBSTR({sql}, 1, 13), ' ', 'T')", values

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """PostgreSQL keeps them as moments."""
        sql, values = compiler.compile(self.source_expressions[0])
        return f"TO_CHAR({sql} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24')", values


def counts_are_right(number: int | None = None) -> bool:
    """Whether the kept counts of one campaign, or of all, equal what a count of the signatures gives."""
    return not drift(number)
