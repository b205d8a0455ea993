"""What has happened in a campaign, newest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from usi.base import moments
from usi.features.campaigns.models import Campaign
from usi.spine.publications.corrections import Correction
from usi.spine.publications.models import Publication
from usi.spine.publications.versions import Text, said


@dataclass(frozen=True)
class Event:
    """One thing that happened. `kind` picks the words in the template; `text` is what people wrote, in `language`; `days` are the days
    it speaks of, of an extension the moments.
    """  # noqa: D205

    at: datetime
    kind: str
    text: str = ""
    language: str = ""
    days: tuple[date, ...] = ()
    count: int = 0
    only_day: bool = False
    url: str = ""


def timeline(
    publication: Publication, campaign: Campaign, corrections: Iterable[Correction], *, text: Text, updates: Iterable[Publication] = ()
) -> list[Event]:
    """Return what has happened, newest first, without a query: updates, outcome, closing, extensions, thresholds, corrections, start."""
    own = publication.language
    found = [
        Event(row.published_at, "update", row.shown_title, row.shown_language, url=row.get_absolute_url())
        for row in updates if row.published_at is not None
    ]  # fmt: skip
    found += [Event(row.at, "correction", row.note, row.language) for row in corrections]
    found += [_extension(row, text, f"extensions.{place}", own) for place, row in enumerate(campaign.extensions)]
    for row in campaign.thresholds:
        if row.get("reached_at"):
            found.append(Event(datetime.fromisoformat(row["reached_at"]), "threshold", *_words(row, text, own), count=row["count"]))
    if campaign.ended_at is not None and campaign.outcome_on is not None:
        found.append(Event(campaign.ended_at, "outcome", days=(campaign.outcome_on,)))
    over = campaign.closes_at if campaign.over else None
    if over is not None and campaign.closed_at == over:
        found.append(Event(over, "closed", days=(moments.as_end(over, campaign.zone)[0],)))
    if publication.published_at is not None:
        found.append(Event(publication.published_at, "start"))
    return sorted(found, key=lambda event: event.at, reverse=True)


def _extension(row: dict[str, Any], text: Text, key: str, own: str) -> Event:
    ends = (datetime.fromisoformat(row["from"]), datetime.fromisoformat(row["to"]))
    return Event(datetime.fromisoformat(row["at"]), "extension", *said(text, key, row["reason"], row.get("language") or own), ends)


def _words(row: dict[str, Any], text: Text, own: str) -> tuple[str, str]:
    return said(text, f"thresholds.{row['count']}", row["words"], own)


def next_threshold(campaign: Campaign, *, confirmed: int, text: Text, original: str) -> Event | None:
    """Return the first threshold that is not reached: its count, and what happens then in words."""
    ahead = [row for row in campaign.thresholds if not row.get("reached_at") and row["count"] > confirmed]
    if not ahead or campaign.closed:
        return None
    return Event(datetime.max.replace(tzinfo=UTC), "next", *_words(ahead[0], text, original), count=ahead[0]["count"])
