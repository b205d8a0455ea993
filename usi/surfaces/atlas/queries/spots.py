"""Regions and towns that organisations chose to say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from usi.spine.actors.models import Actor, ActorQuerySet
from usi.spine.organisations import queries as organisations
from usi.spine.taxonomy import countries
from usi.surfaces.atlas.queries.choice import ORGANISATION, Choice

MOST = 200


@dataclass
class Spot:
    """A place with the organisations there; `at` is (longitude, latitude) in degrees as kept, where the owners gave any."""

    name: str
    country: str
    code: str
    precision: str
    at: tuple[float, float] | None
    organisations: list[Actor] = field(default_factory=list)


def spots(region: str, choice: Choice, *, language: str) -> list[Spot]:
    """Return the places of a region's organisations by country and name, of at most 200 organisations."""
    if choice.kind not in ("", ORGANISATION):
        return []
    found: dict[tuple[str, ...], Spot] = {}
    for actor in _actors(region, choice, language):
        place, code = actor.organisation.place, actor.organisation.country
        at = (place.east / 10, place.north / 10) if place.north is not None and place.east is not None else None
        key = (countries.name(code, language), place.name.casefold(), str(at), place.precision)
        spot = found.setdefault(key, Spot(place.name, key[0], code, place.precision, at))
        spot.organisations.append(actor)
    return [found[key] for key in sorted(found)]


def _actors(region: str, choice: Choice, language: str) -> Sequence[Actor]:
    here = organisations.filtered(organisations.Choice(region=region, theme=choice.theme)).filter(place__isnull=False)
    rows: ActorQuerySet = Actor.objects.filter(pk__in=here.order_by().values("pk")).with_text(language)
    named: ActorQuerySet = rows.select_related("organisation__place").order_by("organisation__sort_key")[:MOST]
    return list(named)
