"""Erases what names leave on paper and in files; counts, digests and what was written of a hand-over stay."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.db import transaction

from usi.features.campaigns.models import HandOver, PaperRow
from usi.spine.journal import actions as journal
from usi.spine.publications.models import Publication

_BATCH = 1000


def erase_papers(number: int) -> int:
    """Delete the files of a campaign's hand-overs and the codes of names on paper; returns how many hand-overs had files."""
    while _forget(number):
        pass
    with transaction.atomic():
        rows = list(HandOver.objects.select_for_update().filter(campaign_id=number).exclude(state=HandOver.State.ERASED))
        files = [name for row in rows for name in row.files()]
        had = sum(1 for row in rows if row.name)
        for row in rows:
            row.state, row.name = HandOver.State.ERASED, ""
            row.save(update_fields=["state", "name"])
        if files:
            journal.record("campaign.handovers_erased", Publication(pk=number), data={"count": had})
        # Before the commit: a file that stays behind is worse than a row whose file is gone.
        for name in files:
            default_storage.delete(name)
    return had


@transaction.atomic
def _forget(number: int) -> int:
    rows = list(PaperRow.objects.filter(campaign_id=number).values_list("pk", flat=True)[:_BATCH])
    return PaperRow.objects.filter(pk__in=rows).delete()[0]
