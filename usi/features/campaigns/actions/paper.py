"""Counts what was signed on paper, apart from the confirmed number, and takes a wrong count back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from usi.base import text, time
from usi.features.campaigns.models import Campaign, PaperBatch
from usi.spine.actors.models import Actor
from usi.spine.journal import actions as journal
from usi.spine.publications.models import Publication
from usi.spine.taxonomy import countries as country_codes

MOST_ON_A_SHEET = 100_000


class PaperRefused(Exception):
    """The campaign takes nothing from paper: it has never been out, or what was personal in it is erased."""


class EnteredAlready(Exception):
    """A sheet with the same numbers, place, day and collector stands there already."""


@dataclass(frozen=True)
class Sheet:
    """Where a sheet comes from: who collected it, where and when."""

    collected_by: str = ""
    place: str = ""
    collected_on: date | None = None

    def columns(self) -> dict[str, object]:
        """Return the values of a batch's columns."""
        return {
            "collected_by": text.line(self.collected_by)[:120], "place": text.line(self.place)[:120], "collected_on": self.collected_on,
        }  # fmt: skip


def takes_paper(number: int) -> Campaign:
    """Return a campaign's facts, locked until the transaction ends, so that its counts are moved by one at a time.

    :raises PaperRefused: if it takes nothing from paper
    """
    # In the order in which others lock them; people who sign only need the envelope's key, so they do not wait.
    publication: Publication = Publication.objects.select_for_update(no_key=True).get(pk=number)
    facts: Campaign = Campaign.objects.select_for_update().get(pk=number)
    if facts.erased_at is not None or publication.published_at is None:
        raise PaperRefused
    return facts


def move(facts: Campaign, countries: Mapping[str, int], *, sign: int = 1) -> None:
    """Add counts to a campaign's own, or take them off; belongs in the transaction that locked it."""
    counts = Counter(facts.paper)
    for code, count in countries.items():
        counts[code] += sign * count
    facts.paper = {code: count for code, count in counts.items() if count > 0}
    facts.save(update_fields=["paper"])


@transaction.atomic
def enter_paper(
    campaign: Publication, *, by: Actor, countries: Mapping[str, int], sheet: Sheet, another: bool = False
) -> PaperBatch:
    """Count a sheet by country. `another` says that it is not the one with the same numbers that is there.

    :raises PaperRefused: if the campaign takes nothing from paper
    :raises EnteredAlready: if the same stands there and `another` is not said
    :raises ValueError: for an unknown country, or numbers that no sheet has
    """
    facts = takes_paper(campaign.pk)
    total = sum(countries.values())
    if not 0 < total <= MOST_ON_A_SHEET or any(not country_codes.is_country(code) or count < 1 for code, count in countries.items()):
        raise ValueError("countries")
    entered = PaperBatch.objects.filter(campaign=campaign, source=PaperBatch.Source.ENTERED, taken_back_at=None, total=total)
    if not another and any(row.countries == dict(countries) for row in entered.filter(**sheet.columns())):
        raise EnteredAlready
    batch = PaperBatch(
        campaign=campaign, source=PaperBatch.Source.ENTERED, total=total, countries=dict(countries), entered_by=by.pk, at=time.now(),
        **sheet.columns(),
    )  # fmt: skip
    batch.save(force_insert=True)
    move(facts, batch.countries)
    journal.record("campaign.paper_entered", campaign, by=by.pk, data={"batch": batch.pk, "countries": batch.countries})
    return batch


@transaction.atomic
def take_back(batch: PaperBatch, *, by: Actor, back: bool = True) -> PaperBatch:
    """Take a count back, or with `back` false let it count again; what stands so already is left as it is.

    The rows of a list that was taken back may come in with another list, and then count there.

    :raises PaperRefused: if the campaign takes nothing from paper
    """
    facts = takes_paper(batch.campaign_id)
    row: PaperBatch = PaperBatch.objects.select_for_update().get(pk=batch.pk)
    if (row.taken_back_at is not None) == back:
        return row
    row.taken_back_at = time.now() if back else None
    row.save(update_fields=["taken_back_at"])
    move(facts, row.countries, sign=-1 if back else 1)
    verb = "campaign.paper_taken_back" if back else "campaign.paper_restored"
    journal.record(verb, Publication(pk=row.campaign_id), by=by.pk, data={"batch": row.pk, "countries": row.countries})
    return row
