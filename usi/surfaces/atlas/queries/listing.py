"""The tables: countries by region, with what there is of each kind."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from usi.base import text
from usi.spine.taxonomy import countries
from usi.surfaces.atlas.queries.choice import ORGANISATION, Choice, kind_options
from usi.surfaces.atlas.queries.counts import Counts


@dataclass(frozen=True)
class Row:
    """A country with its total and what it is made of: (name of the kind, number)."""

    code: str
    name: str
    url: str
    total: int
    parts: list[tuple[str, int]]


@dataclass(frozen=True)
class Block:
    """A region with the countries where something is, most first, and those where nothing is, by name."""

    region: str
    name: str
    url: str
    total: int
    rows: list[Row]
    empty: list[Row]


def blocks(found: Counts, choice: Choice, *, language: str, region: str = "") -> list[Block]:
    """Return all regions, or one."""
    return [_block(code, found, choice, language) for code in ((region,) if region else countries.regions())]


def _block(region: str, found: Counts, choice: Choice, language: str) -> Block:
    rows = [_row(code, found.get(code, {}), choice, language) for code in countries.countries_in(region)]
    rows.sort(key=lambda row: text.skeleton(row.name))
    some = sorted((row for row in rows if row.total), key=lambda row: -row.total)
    return Block(
        region=region,
        name=countries.region_name(region),
        url=reverse("atlas:region", kwargs={"region": region}) + choice.address(),
        total=sum(row.total for row in some),
        rows=some,
        empty=[row for row in rows if not row.total],
    )


def _row(code: str, counted: dict[str, int], choice: Choice, language: str) -> Row:
    # The country's page can be narrowed to a kind of publication, not to organisations.
    narrowed = f"?kind={choice.kind}" if choice.kind and choice.kind != ORGANISATION else ""
    return Row(
        code=code,
        name=countries.name(code, language),
        url=reverse("taxonomy:country", kwargs={"code": code.lower()}) + narrowed,
        total=sum(counted.values()),
        parts=[(label, counted[kind]) for kind, label in kind_options() if kind in counted],
    )
