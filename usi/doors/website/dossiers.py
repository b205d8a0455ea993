"""What the pages of themes and countries show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from usi.base.access import Reader
from usi.spine.actors import queries as actors
from usi.spine.actors.models import Actor
from usi.spine.organisations.models import Affiliation, Membership, Organisation
from usi.spine.people.models import Audience, Person
from usi.spine.publications import kinds
from usi.spine.publications import queries as publications
from usi.spine.taxonomy import countries as country_names
from usi.spine.taxonomy import queries as taxonomy

CENTRES = ("national_centre", "confederation")
MOST = 24


@dataclass(frozen=True)
class Section:
    """A thematic section with its sub-themes."""

    actor: Actor
    children: list[Actor]


@dataclass(frozen=True)
class Region:
    """A region of the network with its countries: (actor, number of publications, number of organisations)."""

    name: str
    countries: list[tuple[Actor, int, int]]


def sections(*, language: str) -> list[Section]:
    """Return the thematic sections in their order."""
    rows = taxonomy.themes(language=language)
    return [Section(row, [child for child in rows if child.theme.parent_id == row.pk]) for row in rows if row.theme.parent_id is None]


def regions(*, language: str) -> list[Region]:
    """Return the regions with their countries, by name."""
    figures = publications.figures_by_actor(type="country")
    codes = Organisation.objects.listed().exclude(country="").values_list("country", flat=True)
    unions: dict[str, int] = {}
    for code in codes.iterator(chunk_size=5000):
        unions[code] = unions.get(code, 0) + 1
    rows = taxonomy.countries(language=language)
    return [
        Region(
            str(country_names.region_name(region)),
            [(row, figures.get(row.pk, 0), unions.get(row.country.code, 0)) for row in rows if row.country.region == region],
        )
        for region in country_names.regions()
    ]


def theme(actor: Actor, *, reader: Reader, language: str, before: int, kind: str, written_in: str) -> dict[str, Any]:
    """Return the dossier of a theme; a section shows what belongs to its sub-themes' organisations too."""
    on_it = Organisation.themes.through.objects.filter(Q(theme=actor.pk) | Q(theme__parent=actor.pk)).values("organisation_id")
    working = Organisation.objects.listed().filter(pk__in=on_it)
    people = Person.objects.filter(Q(themes=actor.pk) | Q(themes__parent=actor.pk)).distinct()
    children = [row for row in taxonomy.themes(language=language) if row.theme.parent_id == actor.pk]
    return _dossier(actor, reader=reader, language=language, before=before, kind=kind, written_in=written_in) | {
        "organisations": _organisations(working, language),
        "people": _contacts(people, reader),
        "children": children,
    }


def country(actor: Actor, *, reader: Reader, language: str, before: int, kind: str, written_in: str) -> dict[str, Any]:
    """Return the dossier of a country with its national centres and what they belong to."""
    code = actor.country.code
    here = Organisation.objects.listed().filter(country=code)
    centres = list(here.filter(kind__in=CENTRES).select_related("actor").order_by("sort_key")[:MOST])
    parents = Affiliation.objects.filter(member__in=[row.pk for row in centres], until="").select_related("parent__actor")
    by_centre: dict[int, list[Actor]] = {}
    for row in parents:
        by_centre.setdefault(row.member_id, []).append(row.parent.actor)
    return _dossier(actor, reader=reader, language=language, before=before, kind=kind, written_in=written_in) | {
        "organisations": _organisations(here.exclude(kind__in=CENTRES), language),
        "organisation_count": here.count(),
        "centres": [(row, by_centre.get(row.pk, [])) for row in centres],
        "people": _contacts(Person.objects.filter(country=code), reader, field="country"),
        "region": country_names.region_name(actor.country.region),
    }


def _dossier(actor: Actor, *, reader: Reader, language: str, before: int, kind: str, written_in: str) -> dict[str, Any]:
    page = publications.page(reader=reader, language=language, actor=actor, kind=kind, written_in=written_in, before=before)
    figures = publications.figures_of(actor)
    followers, follows = actors.followers_of(actor.pk, follower_id=reader.actor_id)
    return {
        "actor": actor,
        "page": page,
        "facts": publications.facts_of(page.items),
        "figures": [(row, figures[row.name]) for row in kinds.every() if row.name in figures],
        "followers": followers,
        "follows": follows,
        "kinds": kinds.every(),
        "kind": kind,
        "written": written_in,
    }


def _organisations(found: QuerySet[Organisation, Any], language: str) -> list[Actor]:
    # The ids are chosen inside the query, so that names come with them.
    numbers = found.order_by("-verified", "sort_key").values("pk")[:MOST]
    rows = Actor.objects.filter(pk__in=numbers).with_text(language).select_related("organisation")
    return list(rows.order_by("-organisation__verified", "organisation__sort_key"))


def _contacts(found: QuerySet[Person, Any], reader: Reader, *, field: str = "organisations") -> list[Actor]:
    """People who speak for a verified organisation and let this reader know of it."""
    shown = [Audience.PUBLIC, Audience.NETWORK] if reader.signed_in else [Audience.PUBLIC]
    speaking = Membership.objects.filter(role__in=("owner", "editor", "caseworker"), organisation__verified=True).values("person_id")
    rows = found.filter(pk__in=speaking, audiences__organisations__in=shown, actor__state=Actor.State.ACTIVE)
    if field != "organisations":
        rows = rows.filter(**{f"audiences__{field}__in": shown})
    return [row.actor for row in rows.select_related("actor").order_by("actor__name")[:8]]
