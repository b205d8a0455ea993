"""The facets of the directory: for each, how many organisations every value would leave under all the other values chosen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, Count, F, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from usi.base import text
from usi.spine.actors.models import Actor
from usi.spine.organisations.models import Organisation, OrganisationKind, OrganisationSector
from usi.spine.organisations.queries.directory import INTERNATIONAL, UNKNOWN, Choice, filtered
from usi.spine.taxonomy import countries, sectors
from usi.spine.taxonomy import queries as taxonomy


@dataclass(frozen=True)
class Option:
    """A value one can choose: its name, how many it leaves, the address that chooses it, and whether it is chosen."""

    value: str
    label: str
    count: int
    address: str
    chosen: bool
    sub: bool = False


@dataclass(frozen=True)
class Facet:
    """One facet with its values and the address that lifts it."""

    name: str
    label: str
    options: list[Option]
    chosen: Option | None
    lift: str


def facets(choice: Choice, *, language: str) -> list[Facet]:
    """Return all facets; the number of queries does not depend on how many organisations there are."""
    groups = _Groups()
    return [
        _facet(choice, "country", _("Country"), _countries(groups.of(choice.without("country")), language)),
        _facet(choice, "region", _("Region"), _regions(groups.of(choice.without("region")))),
        _facet(choice, "kind", _("Kind"), _kinds(groups.of(choice.without("kind")))),
        _facet(choice, "sector", _("Sector"), _sectors(choice, language)),
        _facet(choice, "theme", _("Theme"), _themes(choice, language)),
        _facet(choice, "verified", _("Verification"), _verified(groups.of(choice.without("verified")))),
    ]


@dataclass(frozen=True)
class _Group:
    country: str
    kind: str
    verified: bool
    count: int


class _Groups:
    """Counts by country, kind and verification together: facets of which nothing is chosen share one walk over the table."""

    def __init__(self) -> None:
        self._known: dict[Choice, list[_Group]] = {}

    def of(self, choice: Choice) -> list[_Group]:
        if choice not in self._known:
            rows = filtered(choice).order_by().values_list("country", "country_unknown", "kind", "verified").annotate(total=Count("pk"))
            self._known[choice] = [
                _Group(country or (UNKNOWN if unknown else INTERNATIONAL), kind, verified, total)
                for country, unknown, kind, verified, total in rows
            ]
        return self._known[choice]


Row = tuple[str, str, int, bool]


def _facet(choice: Choice, name: str, label: str, rows: Iterable[Row]) -> Facet:
    current = getattr(choice, name)
    options = [
        Option(value, title, count, choice.address(**{name: value}), value == current, sub)
        for value, title, count, sub in rows
        if count or value == current
    ]
    return Facet(name, label, options, next((option for option in options if option.chosen), None), choice.address(**{name: ""}))


def _tally(groups: Iterable[_Group], value: Callable[[_Group], Any]) -> Counter[Any]:
    counts: Counter[Any] = Counter()
    for group in groups:
        counts[value(group)] += group.count
    return counts


def _countries(groups: list[_Group], language: str) -> list[Row]:
    counts = _tally(groups, lambda group: group.country)
    special = ((INTERNATIONAL, _("International")), (UNKNOWN, _("Country not known")))
    rows = [(code, countries.name(code, language), count, False) for code, count in counts.items() if countries.is_country(code)]
    rows.sort(key=lambda row: text.skeleton(row[1]))
    return [*rows, *((code, label, counts[code], False) for code, label in special)]


def _regions(groups: list[_Group]) -> list[Row]:
    counts = _tally(groups, lambda group: countries.region_of(group.country))
    return [(region, countries.region_name(region), counts[region], False) for region in countries.regions()]


def _kinds(groups: list[_Group]) -> list[Row]:
    counts = _tally(groups, lambda group: group.kind)
    return [(kind.value, str(kind.label), counts[kind.value], False) for kind in OrganisationKind]


def _verified(groups: list[_Group]) -> list[Row]:
    counts = _tally(groups, lambda group: group.verified)
    return [("yes", _("Verified"), counts[True], False), ("no", _("Not verified yet"), counts[False], False)]


def _belonging(rows: Any, choice: Choice) -> Any:
    """Narrow rows that belong to organisations to those a choice leaves; where nothing is chosen, by leaving out the few that are gone."""
    if choice.chosen:
        return rows.filter(organisation__in=filtered(choice).values("pk"))
    return rows.exclude(organisation__in=Actor.objects.filter(type="organisation").exclude(state=Actor.State.ACTIVE).values("pk"))


def _sectors(choice: Choice, language: str) -> list[Row]:
    """Sections; below the chosen one its divisions. A section counts whoever organises in the whole of it or in any division."""
    rows = _belonging(OrganisationSector.objects.order_by(), choice.without("sector"))
    letters = [code for code in sectors.codes() if sectors.section_of(code) == code]
    whens = [When(code__in=[letter, *sectors.divisions_in(letter)], then=Value(letter)) for letter in letters]
    by_section = rows.annotate(section=Case(*whens, default=Value(""), output_field=CharField()))
    counts = dict(by_section.values_list("section").annotate(total=Count("organisation_id", distinct=True)))
    chosen = sectors.section_of(choice.sector)
    divisions = dict(rows.filter(code__in=sectors.divisions_in(chosen)).values_list("code").annotate(total=Count("pk")))
    found: list[Row] = []
    for letter in letters:
        found.append((letter, sectors.title(letter, language), counts.get(letter, 0), False))
        if letter == chosen:
            found += [(code, sectors.title(code, language), divisions.get(code, 0), True) for code in sectors.divisions_in(letter)]
    return found


def _themes(choice: Choice, language: str) -> list[Row]:
    """Thematic sections; below the chosen one its sub-themes. A section counts whoever works on it or on any of its sub-themes."""
    rows = _belonging(Organisation.themes.through.objects.order_by(), choice.without("theme"))
    by_section: Any = rows.annotate(top=Coalesce(F("theme__parent_id"), F("theme_id")))
    counts = dict(by_section.values_list("top").annotate(total=Count("organisation_id", distinct=True)))
    every = taxonomy.themes(language=language)
    chosen = next((actor for actor in every if actor.handle == choice.theme), None)
    section = (chosen.theme.parent_id or chosen.pk) if chosen else None
    single = dict(rows.filter(theme__parent_id=section).values_list("theme_id").annotate(total=Count("pk"))) if section else {}
    found: list[Row] = []
    for top in (actor for actor in every if actor.theme.parent_id is None):
        found.append((top.handle, top.shown_name, counts.get(top.pk, 0), False))
        if top.pk == section:
            found += [_sub(child, single) for child in every if child.theme.parent_id == section]
    return found


def _sub(child: Actor, counts: dict[int, int]) -> Row:
    return (child.handle, child.shown_name, counts.get(child.pk, 0), True)
