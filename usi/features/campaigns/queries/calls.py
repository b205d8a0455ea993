"""By when campaigns should be read, and in which languages."""

from __future__ import annotations

from collections.abc import Sequence

from usi.features.campaigns.models import Campaign
from usi.spine.publications.kinds import Call


def calls(numbers: Sequence[int]) -> dict[int, Call]:
    """Return when campaigns open and close and in which languages they are wanted; one that has its outcome calls for nothing by a day."""
    found = {}
    columns = ("pk", "opens_at", "publication__published_at", "closes_on", "languages", "outcome")
    for number, opens_at, published_at, closes, languages, outcome in Campaign.objects.filter(pk__in=numbers).values_list(*columns):
        opens = published_at or opens_at
        day = opens.date() if opens and not outcome else None
        found[number] = Call(opens=day, closes=None if outcome else closes, languages=tuple(languages))
    return found
