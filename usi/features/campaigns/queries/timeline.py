"""What has happened in a campaign, newest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from usi.features.campaigns.models import Campaign
from usi.spine.publications.models import Publication, Revision


@dataclass(frozen=True)
class Event:
    """One thing that happened. `kind` picks the words in the template; `text` is what people wrote, in `language`."""

    at: datetime
    kind: str
    text: str = ""
    language: str = ""
    days: tuple[date, ...] = ()
    count: int = 0
    only_day: bool = False
    url: str = ""


def timeline(
    publication: Publication, campaign: Campaign, corrections: list[Revision], *, language: str, updates: Iterable[Publication] = ()
) -> list[Event]:
    """Return what has happened, newest first, without a query: updates, outcome, closing, extensions, thresholds, corrections, start."""
    own = publication.language
    found = [
        Event(row.published_at, "update", row.shown_title, row.shown_language, url=row.get_absolute_url())
        for row in updates if row.published_at is not None
    ]  # fmt: skip
    found += [Event(row.at, "correction", row.note, own) for row in corrections]
    found += [_extension(row, own) for row in campaign.extensions]
    said = words(campaign, language)
    for row in campaign.thresholds:
        if row.get("reached_at"):
            text, tag = said.get(row["count"], (row["words"], own))
            found.append(Event(datetime.fromisoformat(row["reached_at"]), "threshold", text, tag, count=row["count"]))
    if campaign.ended_at is not None and campaign.outcome_on is not None:
        found.append(Event(campaign.ended_at, "outcome", days=(campaign.outcome_on,)))
    if campaign.over and campaign.closed_on == campaign.closes_on and campaign.closes_on is not None:
        found.append(Event(datetime.combine(campaign.closes_on, time.max, UTC), "closed", only_day=True))
    if publication.published_at is not None:
        found.append(Event(publication.published_at, "start"))
    return sorted(found, key=lambda event: event.at, reverse=True)


def _extension(row: dict[str, Any], own: str) -> Event:
    days = (date.fromisoformat(row["from"]), date.fromisoformat(row["to"]))
    return Event(datetime.fromisoformat(row["at"]), "extension", row["reason"], row.get("language") or own, days)


def words(campaign: Campaign, language: str) -> dict[int, tuple[str, str]]:
    """Return for each threshold's count its words in a language, as far as they were translated."""
    found = (campaign.translations.get(language) or {}).get("thresholds") or {}
    return {int(count): (said, language) for count, said in found.items()}


def next_threshold(campaign: Campaign, *, confirmed: int, language: str, original: str) -> Event | None:
    """Return the first threshold that is not reached: its count, and what happens then in words."""
    ahead = [row for row in campaign.thresholds if not row.get("reached_at") and row["count"] > confirmed]
    if not ahead or campaign.closed:
        return None
    count = ahead[0]["count"]
    text, tag = words(campaign, language).get(count, (ahead[0]["words"], original))
    return Event(datetime.max.replace(tzinfo=UTC), "next", text, tag, count=count)
