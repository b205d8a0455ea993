"""What happens while a campaign runs: corrections, a later last day, its outcome; and the days on which it happened."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from usi.base import moments, time
from usi.doors.demonstration.loader import articles
from usi.features.campaigns import actions
from usi.features.campaigns.models import Campaign, Endorsement
from usi.spine.actors.models import Actor
from usi.spine.organisations.models import Organisation
from usi.spine.publications.models import Publication, Revision

# How long before it opens the endorsement is given that opens it.
BEFORE_OPENING = timedelta(minutes=20)


def closing(days: int, *, zone: str) -> datetime:
    """Return the end of a day, so many days from today."""
    return moments.end(moments.day_of(time.now(), zone) + timedelta(days=days), zone)


def begin(made: Publication, row: dict[str, Any]) -> None:
    """Let a campaign be open for as long as its text says."""
    articles.age(made, days=row["days_open"])


def go_on(made: Publication, row: dict[str, Any], *, by: Actor) -> None:
    """Correct it, move its last day and write its outcome down, as far as that happened."""
    for correction in row.get("corrections", ()):
        made = actions.save(made, by=by, version=made.version, note=correction["note"], subjects=_subjects(made))
    facts = Campaign.objects.get(pk=made.pk)
    if "extension" in row:
        asked = row["extension"]
        last = _later(facts.closes_at or time.now(), asked["days"], facts.zone)
        facts = actions.extend(made, by=by, version=facts.version, closes_at=last, reason=asked["reason"])
    if "outcome" in row:
        came = row["outcome"]
        actions.end(
            made,
            by=by,
            version=facts.version,
            outcome=came["result"],
            on=_day(came["days_ago"]),
            what_happened=came["text"],
            heard=came["heard"],
            links=[actions.Link(title=link["title"], url=link["url"], language=row["language"]) for link in came.get("links", ())],
        )
    made.refresh_from_db()


def date_back(made: Publication, row: dict[str, Any], *, reached: dict[int, datetime], unions: dict[str, Organisation]) -> None:
    """Move everything that was just done to the day on which it happened; `reached`: when each threshold was passed."""
    facts = Campaign.objects.get(pk=made.pk)
    last = closing(row["days_left"], zone=facts.zone)
    days = (moments.day_of(last, facts.zone) - moments.day_of(facts.closes_at or last, facts.zone)).days
    extensions = [_moved(kept, days, facts.zone, row["extension"]["days_ago"]) for kept in facts.extensions]
    passed = [
        kept | ({"reached_at": reached[kept["count"]].isoformat(timespec="seconds")} if kept["count"] in reached else {})
        for kept in facts.thresholds
    ]
    ended = _ago(row["outcome"]["written_days_ago"]) if "outcome" in row else None
    Campaign.objects.filter(pk=made.pk).update(closes_at=last, extensions=extensions, thresholds=passed, ended_at=ended)
    revisions = Revision.objects.filter(publication=made).exclude(note="").order_by("pk")
    for revision, correction in zip(revisions, row.get("corrections", ()), strict=True):
        Revision.objects.filter(pk=revision.pk).update(at=_ago(correction["days_ago"]))
    first = True
    for handle, days in sorted(row.get("endorsements", {}).items(), key=lambda pair: -pair[1]):
        at = _ago(row["days_open"]) - BEFORE_OPENING if first else _ago(days)
        Endorsement.objects.filter(campaign=made, organisation=unions[handle]).update(at=at)
        first = False


def _later(end: datetime, days: int, zone: str) -> datetime:
    """Return the end of the day so many days after the one with which something ends: days have not always 24 hours."""
    return moments.end(moments.as_end(end, zone)[0] + timedelta(days=days), zone)


def _moved(kept: dict[str, Any], days: int, zone: str, days_ago: float) -> dict[str, Any]:
    ends = {name: _later(datetime.fromisoformat(kept[name]), days, zone).isoformat() for name in ("from", "to")}
    return kept | ends | {"at": _ago(days_ago).isoformat(timespec="seconds")}


def _subjects(made: Publication) -> list[Actor]:
    return [placement.actor for placement in made.placements.filter(reason="subject").select_related("actor")]


def _ago(days: float) -> datetime:
    return time.now() - timedelta(days=days)


def _day(days_ago: float) -> date:
    return _ago(days_ago).date()
