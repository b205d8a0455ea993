"""Where a campaign's support comes from, in words."""

from __future__ import annotations

from dataclasses import dataclass

from usi.features.campaigns.queries.counts import Tally
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
