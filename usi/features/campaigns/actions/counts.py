"""Keeps the counts: every change of a signature writes down what it adds, and a pulse folds that into the counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NamedTuple

from django.db import connection, transaction

from usi.base import ids, kill
from usi.features.campaigns import queries
from usi.features.campaigns.actions import thresholds
from usi.features.campaigns.models import Change, Dimension, Signature

FOLD_AT_ONCE = 500
_HOUR = "%Y-%m-%dT%H"
_ADD = (
    "INSERT INTO campaigns_count (campaign_id, dimension, key, confirmed, waiting, set_aside) VALUES (%s, %s, %s, %s, %s, %s)"
    " ON CONFLICT (campaign_id, dimension, key) DO UPDATE SET confirmed = campaigns_count.confirmed + excluded.confirmed,"
    " waiting = campaigns_count.waiting + excluded.waiting, set_aside = campaigns_count.set_aside + excluded.set_aside"
)
Key = tuple[int, str, str]
Sums = tuple[int, int, int]


class Part(NamedTuple):
    """What one signature is in the counts, and where: its keys in the order of `Dimension`."""

    country: str
    language: str
    via: str
    hour: str
    confirmed: int
    waiting: int
    set_aside: int


def hour(moment: datetime) -> str:
    """Return the key of a moment's hour in UTC."""
    return moment.astimezone(UTC).strftime(_HOUR)


def part(row: Signature) -> Part | None:
    """Return what a signature adds as it stands; None for one that adds nothing."""
    if row.state == Signature.State.WITHDRAWN:
        return None
    counted = row.state == Signature.State.CONFIRMED
    moment = row.confirmed_at if counted and row.confirmed_at else row.signed_at
    kind = (0, 1, 0) if not counted else (0, 0, 1) if row.set_aside else (1, 0, 0)
    return Part(row.country, row.language, row.via, hour(moment), *kind)


def moved(campaign_id: int, *, before: Part | None, after: Part | None) -> None:
    """Write down that a signature left one place in the counts and stands in another; belongs in its transaction."""
    if before != after:
        Change.objects.bulk_create(changes(campaign_id, [(before, after)]))


def changes(campaign_id: int, moves: Iterable[tuple[Part | None, Part | None]]) -> list[Change]:
    """Return unsaved changes, one for each place and what it gains or loses."""
    sums: dict[tuple[str, str, str, str], Sums] = defaultdict(lambda: (0, 0, 0))
    for before, after in moves:
        for found, sign in ((before, -1), (after, 1)):
            if found is not None:
                kept = sums[found[:4]]
                sums[found[:4]] = (kept[0] + sign * found[4], kept[1] + sign * found[5], kept[2] + sign * found[6])
    return [
        Change(id=ids.new(), campaign_id=campaign_id, country=key[0], language=key[1], via=key[2], hour=key[3],
               confirmed=value[0], waiting=value[1], set_aside=value[2])
        for key, value in sums.items()
    ]  # fmt: skip


@transaction.atomic
def fold(*, most: int = FOLD_AT_ONCE) -> int:
    """Add waiting changes to the counts and delete them, both or neither; returns how many changes were folded."""
    rows = Change.objects.order_by("pk")
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True)
    taken = list(rows[:most])
    if taken:
        _add(_sums(taken))
        kill.point("fold.added")
        Change.objects.filter(pk__in=[row.pk for row in taken]).delete()
        thresholds.reach({row.campaign_id for row in taken if row.confirmed > 0})
    return len(taken)


@transaction.atomic
def add_at_once(campaign_id: int, parts: Iterable[Part]) -> None:
    """Count many new signatures without a change for each, for those that nobody waits for; belongs in their transaction."""
    sums: dict[Key, Sums] = defaultdict(lambda: (0, 0, 0))
    for found in parts:
        for dimension, key in zip(Dimension.values, found[:4], strict=True):
            kept = sums[campaign_id, dimension, key]
            sums[campaign_id, dimension, key] = (kept[0] + found.confirmed, kept[1] + found.waiting, kept[2] + found.set_aside)
    _add(sums)
    thresholds.reach([campaign_id])


def _sums(rows: Iterable[Change]) -> dict[Key, Sums]:
    sums: dict[Key, Sums] = defaultdict(lambda: (0, 0, 0))
    for row in rows:
        for dimension in Dimension:
            key = (row.campaign_id, str(dimension), str(getattr(row, dimension)))
            kept = sums[key]
            sums[key] = (kept[0] + row.confirmed, kept[1] + row.waiting, kept[2] + row.set_aside)
    return sums


def _add(sums: dict[Key, Sums]) -> None:
    """Add to rows that are there or not; in the order of their keys, so that no two workers wait for each other."""
    with connection.cursor() as cursor:
        cursor.executemany(_ADD, [(*key, *value) for key, value in sorted(sums.items()) if any(value)])


def rebuild(number: int | None = None) -> int:
    """Set the counts of one campaign, or of all, right; returns how many rows were wrong. Signing may go on meanwhile."""
    with transaction.atomic():
        lacking = queries.drift(number)
        _add(lacking)
    return len(lacking)
