"""Reads of what was signed on paper."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Sum
from django.utils.translation import gettext as _

from usi.base import pages
from usi.features.campaigns.models import Campaign, PaperBatch
from usi.spine.actors.models import Actor
from usi.spine.taxonomy import countries


@dataclass(frozen=True)
class OnPaper:
    """How many signed on paper in one country."""

    code: str
    name: str
    count: int


def on_paper(campaign: Campaign, *, language: str) -> list[OnPaper]:
    """Return how many signed on paper by country, most first, without a query."""
    rows = sorted(campaign.paper.items(), key=lambda item: (-item[1], item[0]))
    return [OnPaper(code, countries.name(code, language) if code else _("country not given"), count) for code, count in rows]


def paper_batches(number: int, *, before: int = 0) -> pages.Page[PaperBatch]:
    """Return a campaign's batches, newest first, with the name of who entered each, in two queries."""
    page = pages.cut(PaperBatch.objects.filter(campaign_id=number), before=before, key="id", size=30)
    names = dict(Actor.objects.filter(pk__in={row.entered_by for row in page.items}).values_list("pk", "name"))
    for row in page.items:
        row.entered_name = names.get(row.entered_by or 0, "")  # type: ignore[attr-defined]
        row.rows_by_country = sorted(row.countries.items(), key=lambda item: (-item[1], item[0]))  # type: ignore[attr-defined]
    return page


def paper_batch(number: int, pk: int) -> PaperBatch | None:
    """Return one batch of a campaign."""
    found: PaperBatch | None = PaperBatch.objects.filter(campaign_id=number, pk=pk).first()
    return found


def paper_is_right(number: int) -> bool:
    """Whether a campaign's own count is what its batches that stand add up to."""
    standing = PaperBatch.objects.filter(campaign_id=number, taken_back_at=None)
    total = standing.aggregate(total=Sum("total"))["total"] or 0
    sums: dict[str, int] = {}
    for row in standing.values_list("countries", flat=True).iterator():
        for code, count in row.items():
            sums[code] = sums.get(code, 0) + count
    kept = Campaign.objects.values_list("paper", flat=True).get(pk=number)
    return bool(sums == kept and sum(kept.values()) == total)
