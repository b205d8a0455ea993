"""Ends a campaign with what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from usi.base import moments, text, time
from usi.features.campaigns.actions.aim import LONGEST_OUTCOME, Stale
from usi.features.campaigns.actions.edit import locked
from usi.features.campaigns.models import Campaign, Heard, Outcome
from usi.spine.actors.models import Actor
from usi.spine.journal import actions as journal
from usi.spine.publications import actions as publications
from usi.spine.publications.models import Publication, State

MOST_LINKS = 10


class NotOut(Exception):
    """The campaign is not out, so nothing can have come of it."""


class Ended(Exception):
    """Its outcome is written down and stays; only `not known` can give way to what became known."""


@dataclass(frozen=True)
class Link:
    """A web page that bears the outcome out."""

    title: str
    url: str
    language: str = ""

    def row(self) -> dict[str, Any]:
        """Return it as it is kept beside files."""
        title = text.line(self.title)[:200] or self.url
        return {"title": title, "language": self.language, "url": self.url, "format": "", "bytes": 0, "document": 0}


@transaction.atomic
def end(
    campaign: Publication, *, by: Actor, version: int, outcome: str, on: date, what_happened: str, heard: str, links: Sequence[Link] = ()
) -> Campaign:
    """Write the outcome down, before or after it closes; from then on nobody can take part. Files that bear it out stay.

    `on` is the day on which it was decided, in the campaign's zone; `heard` says whether the workers concerned heard of the support.

    :raises Stale: if somebody else changed the facts meanwhile; nothing is changed
    :raises NotOut: if the campaign is not out
    :raises Ended: if it has an outcome other than `not known`
    :raises ValueError: for an unknown outcome, a day before it opened or still to come, or nothing said of what happened
    """
    publication, current = locked(campaign)
    if current.version != version:
        raise Stale(current)
    if publication.state != State.PUBLISHED or publication.published_at is None:
        raise NotOut
    if current.outcome not in ("", Outcome.UNKNOWN):
        raise Ended
    said = text.prose(what_happened)
    if outcome not in Outcome.values or heard not in Heard.values or not said or len(said) > LONGEST_OUTCOME or len(links) > MOST_LINKS:
        raise ValueError("outcome")
    if not moments.day_of(publication.published_at, current.zone) <= on <= moments.day_of(time.now(), current.zone):
        raise ValueError("day")
    files = [row for row in current.outcome_evidence if row.get("document") or row.get("id")]
    before = current.outcome
    current.outcome, current.outcome_on, current.outcome_text, current.heard = outcome, on, said, heard
    current.outcome_evidence = [*(link.row() for link in links), *files]
    current.ended_at = current.ended_at or time.now()
    if before:
        # What was said of `not known` in other languages does not hold any more.
        publications.pieces_changed(publication, ["outcome"], contradicted=True)
    current.version += 1
    fields = ["outcome", "outcome_on", "outcome_text", "heard", "outcome_evidence", "ended_at", "version"]
    current.save(update_fields=fields)
    data = {"outcome": outcome, "on": on.isoformat(), "heard": heard, "before": before}
    journal.record("campaign.ended", campaign, by=by.pk, data=data)
    return current
