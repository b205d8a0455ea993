"""Writes the counts into the journal, so that nobody can change them afterwards without being seen.

Single signatures are not written there: the journal is for ever, and names are erased.
"""

from __future__ import annotations

from django.db import transaction

from usi.features.campaigns import queries
from usi.features.campaigns.models import Campaign, Dimension
from usi.spine.journal import actions as journal
from usi.spine.journal.models import Entry
from usi.spine.publications.models import Publication

VERB = "campaign.counted"


def witness() -> int:
    """Record the totals of every campaign whose totals have moved since they were last recorded; returns how many."""
    numbers = Campaign.objects.filter(erased_at__isnull=True, publication__published_at__isnull=False).values_list("pk", flat=True)
    return sum(_record(number) for number in numbers)


@transaction.atomic
def _record(number: int) -> bool:
    sums = queries.breakdown(number, Dimension.COUNTRY)["country"].values()
    totals = {name: sum(row[place] for row in sums) for place, name in enumerate(("confirmed", "waiting", "set_aside"))}
    last = Entry.objects.filter(verb=VERB, subject_type="publication", subject_id=number).order_by("-number").first()
    if totals == (last.data if last else dict.fromkeys(totals, 0)):
        return False
    journal.record(VERB, Publication(pk=number), data=totals)
    return True
