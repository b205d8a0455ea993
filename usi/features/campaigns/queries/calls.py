"""By when campaigns should be read, and in which languages."""

from __future__ import annotations

from collections.abc import Sequence

from usi.features.campaigns.models import Campaign
from usi.spine.publications.kinds import Call


def calls(numbers: Sequence[int]) -> dict[int, Call]:
    """Return when campaigns open and close and in which languages they are wanted; with its outcome one calls for nothing."""
    found = {}
    columns = ("pk", "opens_at", "publication__published_at", "closes_at", "zone", "languages", "outcome")
    for number, opens_at, published_at, closes, zone, languages, outcome in Campaign.objects.filter(pk__in=numbers).values_list(*columns):
        opens = published_at or opens_at
        found[number] = Call(None if outcome else opens, None if outcome else closes, zone, tuple(languages))
    return found
