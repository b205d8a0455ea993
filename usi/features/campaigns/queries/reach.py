"""Where a campaign's support comes from, in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from usi.features.campaigns.queries.counts import Tally
from usi.features.campaigns.queries.endorsements import Support
from usi.spine.publications.models import Publication
from usi.spine.taxonomy import countries


@dataclass(frozen=True)
class Concerned:
    """How many of a campaign's signatures come from the country it is about."""

    name: str
    confirmed: int
    of: int

    @property
    def percent(self) -> float:
        """The share in percent, with one decimal, never rounded up to a whole that it is not."""
        return int(1000 * self.confirmed / self.of) / 10 if self.of else 0.0

    @property
    def weak(self) -> bool:
        """Whether the people concerned are hardly among those who sign."""
        return self.of >= 100 and self.confirmed < 0.02 * self.of


def concerned(campaign: Publication, tally: Tally, *, language: str) -> Concerned | None:
    """Return the share of the country concerned, None where the campaign names none."""
    if not campaign.country:
        return None
    own = next((row.confirmed for row in tally.countries if row.code == campaign.country), 0)
    return Concerned(countries.name(campaign.country, language), own, tally.confirmed)


@dataclass(frozen=True)
class Endorsing:
    """How many organisations of a country stand behind a campaign."""

    name: str
    count: int


def endorsing(support: Support, *, language: str) -> list[Endorsing]:
    """Return the endorsements by country, most first; the rows add up to all of them."""
    international = _("International")
    return [Endorsing(countries.name(code, language) if code else international, count) for code, count in support.countries.items()]
