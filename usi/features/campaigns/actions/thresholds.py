"""What happens at which number of names, and when that number was reached."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Sum

from usi.base import text, time
from usi.features.campaigns.models import Campaign, Count, Dimension
from usi.spine.journal import actions as journal
from usi.spine.publications.models import Publication

MOST = 6
LONGEST_WORDS = 200
LARGEST = 10_000_000


def cleaned(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return thresholds by count.

    :raises ValueError: for a number twice, out of bounds or without words, or too many
    """
    found: list[dict[str, Any]] = [{"count": int(row["count"]), "words": text.line(row["words"])} for row in rows]
    found.sort(key=lambda row: row["count"])
    counts = {row["count"] for row in found}
    if len(found) > MOST or len(counts) < len(found):
        raise ValueError("thresholds")
    if any(not 1 <= row["count"] <= LARGEST or not row["words"] or len(row["words"]) > LONGEST_WORDS for row in found):
        raise ValueError("thresholds")
    return found


def merged(kept: list[dict[str, Any]], wanted: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the wanted thresholds with those that are reached as they were."""
    reached = {row["count"]: row for row in kept if row.get("reached_at")}
    return sorted([*reached.values(), *(row for row in wanted if row["count"] not in reached)], key=lambda row: row["count"])


@transaction.atomic
def reach(numbers: Iterable[int]) -> int:
    """Write down which thresholds these campaigns have passed; once passed, one stays so. Returns how many were passed now."""
    rows = Campaign.objects.filter(pk__in=list(numbers)).exclude(thresholds=[]).order_by("pk").select_for_update()
    waiting = [row for row in rows if any(not threshold.get("reached_at") for threshold in row.thresholds)]
    if not waiting:
        return 0
    sums = Count.objects.filter(campaign_id__in=[row.pk for row in waiting], dimension=Dimension.COUNTRY).order_by()
    confirmed = dict(sums.values_list("campaign_id").annotate(n=Sum("confirmed")))
    return sum(_reach(row, confirmed.get(row.pk, 0)) for row in waiting)


def _reach(campaign: Campaign, confirmed: int) -> int:
    passed = [row for row in campaign.thresholds if not row.get("reached_at") and row["count"] <= confirmed]
    if passed:
        at = time.now().isoformat(timespec="seconds")
        campaign.thresholds = [row | {"reached_at": at} if row in passed else row for row in campaign.thresholds]
        campaign.save(update_fields=["thresholds"])
        journal.record("campaign.threshold_reached", Publication(pk=campaign.pk), data={"counts": [row["count"] for row in passed]})
    return len(passed)
