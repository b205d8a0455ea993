"""What the pages of themes and countries show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet

from usi.base import prepared
from usi.base.access import Reader
from usi.base.reading import Read
from usi.spine.actors import queries as actors
from usi.spine.actors.models import Actor, ActorQuerySet
from usi.spine.organisations.models import Affiliation, Membership, Organisation
from usi.spine.people.models import Audience, Person
from usi.spine.publications import kinds
from usi.spine.publications import queries as publications
from usi.spine.taxonomy import countries as country_names
from usi.spine.taxonomy import queries as taxonomy

CENTRES = ("national_centre", "confederation")
MOST = 24
_NAMED = ("type", "handle", "domain", "name", "language")


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


def theme(actor: Actor, *, reader: Reader, language: str, read: Read, before: int, kind: str, written_in: str) -> dict[str, Any]:
    """Return the dossier of a theme; a section shows what belongs to its sub-themes' organisations too."""
    return _dossier(actor, reader=reader, read=read, before=before, kind=kind, written_in=written_in) | {
        "organisations": prepared.rows(_working, read, theme=actor.pk, section=actor.pk),
        "people": [row.actor for row in prepared.rows(_people_on, reader.signed_in, theme=actor.pk, section=actor.pk)],
        "children": taxonomy.themes(language=language, of=actor.pk),
    }


def _working(read: Read, *, theme: int, section: int) -> ActorQuerySet:
    on_it = Organisation.themes.through.objects.filter(Q(theme=theme) | Q(theme__parent=section)).values("organisation_id")
    return _first(Q(organisation__in=on_it), read)


def _people_on(signed_in: bool, *, theme: int, section: int) -> QuerySet[Person]:
    return _contacts(Person.objects.filter(Q(themes=theme) | Q(themes__parent=section)).distinct(), signed_in)


def country(actor: Actor, *, reader: Reader, language: str, read: Read, before: int, kind: str, written_in: str) -> dict[str, Any]:
    """Return the dossier of a country with its national centres and what they belong to."""
    code = actor.country.code
    here = Organisation.objects.listed().filter(country=code)
    centres = list(here.filter(kind__in=CENTRES).select_related("actor").order_by("sort_key")[:MOST])
    parents = Affiliation.objects.filter(member__in=[row.pk for row in centres], until="").select_related("parent__actor")
    by_centre: dict[int, list[Actor]] = {}
    for row in parents:
        by_centre.setdefault(row.member_id, []).append(row.parent.actor)
    return _dossier(actor, reader=reader, read=read, before=before, kind=kind, written_in=written_in) | {
        "organisations": list(_first(Q(organisation__country=code) & ~Q(organisation__kind__in=CENTRES), read)),
        "organisation_count": here.count(),
        "centres": [(row, by_centre.get(row.pk, [])) for row in centres],
        "people": [row.actor for row in _contacts(Person.objects.filter(country=code), reader.signed_in, field="country")],
        "region": country_names.region_name(actor.country.region),
    }


def _dossier(actor: Actor, *, reader: Reader, read: Read, before: int, kind: str, written_in: str) -> dict[str, Any]:
    page = publications.page(reader=reader, language=read, actor=actor, kind=kind, written_in=written_in, before=before)
    figures = publications.figures_of(actor)
    followers, follows = actors.followers_of(actor.pk, follower_id=reader.actor_id)
    return {
        "actor": actor,
        "page": page,
        "facts": publications.facts_of(page.items, read),
        "figures": [(row, figures[row.name]) for row in kinds.every() if row.name in figures],
        "followers": followers,
        "follows": follows,
        "kinds": kinds.every(),
        "kind": kind,
        "written": written_in,
    }


def _first(which: Q, read: Read) -> ActorQuerySet:
    """Return the first organisations that the directory shows; asked of the actors, so that no plan visits all for each."""
    rows: ActorQuerySet = Actor.objects.active().filter(which).with_text(read)
    shown = rows.annotate(verified=F("organisation__verified")).only(*_NAMED)
    return shown.order_by("-verified", "organisation__sort_key")[:MOST]


def _contacts(found: QuerySet[Person, Any], signed_in: bool, *, field: str = "organisations") -> QuerySet[Person, Any]:
    """People who speak for a verified organisation and let this reader know of it."""
    shown = [Audience.PUBLIC, Audience.NETWORK] if signed_in else [Audience.PUBLIC]
    speaking = Membership.objects.filter(role__in=("owner", "editor", "caseworker"), organisation__verified=True).values("person_id")
    rows = found.filter(pk__in=speaking, audiences__organisations__in=shown, actor__state=Actor.State.ACTIVE)
    if field != "organisations":
        rows = rows.filter(**{f"audiences__{field}__in": shown})
    return rows.select_related("actor").only(*(f"actor__{name}" for name in _NAMED)).order_by("actor__name")[:8]
