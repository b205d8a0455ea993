"""How many have signed. Totals are always sums over the rows of one breakdown, read together in one statement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import CharField, F, IntegerField, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext as _

from usi.base import languages, prepared
from usi.base.reading import Read
from usi.features.campaigns.models import Campaign, Change, Count, Dimension
from usi.features.campaigns.queries.stages import Stage, stage_in
from usi.spine.publications.models import Publication
from usi.spine.taxonomy import countries

COUNTRIES_FIRST = 10
_COLUMNS = ("confirmed", "waiting", "set_aside")
_NOTHING = (0, 0, 0)
Sums = tuple[int, int, int]


@dataclass(frozen=True)
class CardFacts:
    """What a card says of a campaign."""

    count: int
    waiting: int
    goal: int
    closes_on: date | None
    closed: bool
    outcome: str = ""
    stage: Stage | None = None


@dataclass(frozen=True)
class Row:
    """How many signatures fall on one key of a breakdown, under its name in the reader's language."""

    code: str
    name: str
    confirmed: int
    waiting: int
    set_aside: int = 0

    @property
    def bar(self) -> int:
        """How long its bar is, against `Tally.full_bar`."""
        return 100 * self.confirmed


@dataclass(frozen=True)
class Tally:
    """The counts of a campaign: most signatures first, and the sums over exactly these rows."""

    countries: list[Row] = field(default_factory=list)
    languages: list[Row] = field(default_factory=list)

    @property
    def confirmed(self) -> int:
        """How many are confirmed and not set aside: the public number."""
        return sum(row.confirmed for row in self.countries)

    @property
    def waiting(self) -> int:
        """How many have not confirmed yet."""
        return sum(row.waiting for row in self.countries)

    @property
    def set_aside(self) -> int:
        """How many are confirmed but left out by an officer."""
        return sum(row.set_aside for row in self.countries)

    @property
    def signed(self) -> list[Row]:
        """The countries with confirmed signatures."""
        return [row for row in self.countries if row.confirmed]

    @property
    def first(self) -> list[Row]:
        """The countries that a page shows at once."""
        return self.signed[:COUNTRIES_FIRST]

    @property
    def rest(self) -> list[Row]:
        """The countries that a page shows when asked."""
        return self.signed[COUNTRIES_FIRST:]

    @property
    def rest_confirmed(self) -> int:
        """How many signatures come from the rest."""
        return sum(row.confirmed for row in self.rest)

    @property
    def full_bar(self) -> int:
        """A little more than the longest bar: a full one means that a goal is reached."""
        return max((row.bar for row in self.countries), default=0) + 1


def card_facts(publications: Iterable[Publication], read: Read) -> dict[int, CardFacts]:
    """Return what cards show, in one query; it is the same in every language."""
    found = publications if isinstance(publications, prepared.Rows) else prepared.of(list(publications))
    states = dict(zip(found.column("id"), found.column("state"), strict=True))
    rows = prepared.rows(_counted, numbers=prepared.padded(list(states)))
    return {
        row.pk: CardFacts(
            row.confirmed_count, row.waiting_count, row.goal, row.last_day, row.closed, row.outcome, stage_in(states[row.pk], row)
        )
        for row in rows
    }


def _counted(*, numbers: list[int]) -> Any:
    rows = Campaign.objects.filter(pk__in=numbers).defer("demands", "outcome_text")
    return rows.annotate(**{f"{name}_count": _total(name) for name in ("confirmed", "waiting")})


def _total(name: str) -> Any:
    folded = Count.objects.filter(campaign_id=OuterRef("pk"), dimension=Dimension.COUNTRY)
    waiting = Change.objects.filter(campaign_id=OuterRef("pk"))
    parts = [
        Coalesce(Subquery(rows.order_by().values("campaign_id").annotate(n=Sum(name)).values("n"), output_field=IntegerField()), 0)
        for rows in (folded, waiting)
    ]
    return parts[0] + parts[1]


def breakdown(number: int, *dimensions: str) -> dict[str, dict[str, Sums]]:
    """Return by dimension and key what is (confirmed, waiting, set aside), folded or not, as of one moment, in one query.

    Keys with nothing left on them are not there.
    """
    found: dict[str, dict[str, Sums]] = {str(dimension): defaultdict(lambda: _NOTHING) for dimension in dimensions}
    for dimension, key, confirmed, waiting, set_aside in prepared.rows(_breakdown, *map(str, dimensions), number=number).raw:
        kept = found[dimension][key]
        found[dimension][key] = (kept[0] + confirmed, kept[1] + waiting, kept[2] + set_aside)
    return {name: {key: sums for key, sums in keys.items() if sums != _NOTHING} for name, keys in found.items()}


def _breakdown(*dimensions: str, number: int) -> QuerySet[Any, Any]:
    rows: QuerySet[Any, Any] = (
        Count.objects.filter(campaign_id=number, dimension__in=dimensions).order_by().values_list("dimension", "key", *_COLUMNS)
    )
    for dimension in dimensions:
        fresh = Change.objects.filter(campaign_id=number).order_by().values(
            by=Value(dimension, output_field=CharField()), on=Cast(F(dimension), CharField())
        )
        sums = {f"sum_{name}": Sum(name) for name in _COLUMNS}
        rows = rows.union(fresh.annotate(**sums).values_list("by", "on", *sums), all=True)
    return rows


def tally(number: int, *, language: str) -> Tally:
    """Return the counts of a campaign by country and by language of the page, named in a language."""
    found = breakdown(number, Dimension.COUNTRY, Dimension.LANGUAGE)
    return Tally(
        ordered(found["country"], lambda code: countries.name(code, language) if code else _("country not given")),
        ordered(found["language"], lambda tag: languages.name(tag, language) if tag else _("language not known")),
    )


def ordered(rows: dict[str, Sums], name: Any) -> list[Row]:
    """Return a breakdown's rows with their names, most confirmed first."""
    keys = sorted(rows, key=lambda key: (-rows[key][0], -rows[key][1], key))
    return [Row(key, name(key), *rows[key]) for key in keys]
