"""The directory: what a reader chose, and the organisations that are left."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q

from usi.base import languages, pages, text
from usi.base.reading import Read
from usi.spine.actors.models import Actor, ActorText
from usi.spine.organisations.models import Affiliation, Organisation, OrganisationKind, OrganisationQuerySet, OrganisationSector
from usi.spine.organisations.queries.find import search, with_names
from usi.spine.taxonomy import countries, sectors
from usi.spine.taxonomy.models import Theme

LIST = 40
INTERNATIONAL = "international"
UNKNOWN = "unknown"


@dataclass(frozen=True)
class Choice:
    """What narrows the directory; an empty value narrows nothing. `of` is the handle of an organisation they belong to."""

    q: str = ""
    country: str = ""
    region: str = ""
    kind: str = ""
    sector: str = ""
    theme: str = ""
    verified: str = ""
    language: str = ""
    of: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Choice:
        """Return the choice that an address makes; values that mean nothing are left out."""
        values = {field.name: text.line(query.get(field.name, ""))[:200] for field in fields(cls)}
        known: dict[str, Callable[[str], bool]] = {
            "country": lambda value: countries.is_country(value) or value in (INTERNATIONAL, UNKNOWN),
            "region": lambda value: value in countries.regions(),
            "kind": lambda value: value in OrganisationKind.values,
            "sector": sectors.is_sector,
            "theme": lambda value: value.isascii(),
            "verified": lambda value: value in ("yes", "no"),
            "language": languages.is_language,
            "of": lambda value: value.isascii(),
        }
        if values["country"] not in (INTERNATIONAL, UNKNOWN):
            values["country"] = values["country"].upper()
        return cls(**{name: value if name == "q" or (value and known[name](value)) else "" for name, value in values.items()})

    def without(self, name: str) -> Choice:
        """Return the choice with one value left out."""
        return replace(self, **{name: ""})

    def address(self, **changes: str) -> str:
        """Return the query string of this choice with some values changed, `?` included."""
        values = {field.name: changes.get(field.name, getattr(self, field.name)) for field in fields(self)}
        return "?" + urlencode({name: value for name, value in values.items() if value})

    @property
    def chosen(self) -> dict[str, str]:
        """The values that narrow something."""
        return {field.name: getattr(self, field.name) for field in fields(self) if getattr(self, field.name)}


@dataclass(frozen=True)
class Listing:
    """One page of the directory, how many there are in all, and the cursor of the next page (0 where there is none)."""

    items: list[Organisation]
    total: int
    after: int
    at_start: bool


def filtered(choice: Choice) -> OrganisationQuerySet:
    """Return the organisations a choice leaves, in no order; each once, so that they can be counted."""
    rows: OrganisationQuerySet = Organisation.objects.listed()
    plain: dict[str, Any] = {"kind": choice.kind} if choice.kind else {}
    if choice.country:
        somewhere = choice.country not in (INTERNATIONAL, UNKNOWN)
        plain |= {"country": choice.country} if somewhere else {"country": "", "country_unknown": choice.country == UNKNOWN}
    if choice.verified:
        plain["verified"] = choice.verified == "yes"
    rows = rows.filter(**plain)
    if choice.region:
        rows = rows.filter(country__in=countries.countries_in(choice.region))
    if choice.sector:
        codes = [choice.sector, *sectors.divisions_in(choice.sector)]
        rows = rows.filter(pk__in=OrganisationSector.objects.filter(code__in=codes).values("organisation_id"))
    if choice.theme:
        themes = Theme.objects.filter(Q(actor__handle=choice.theme) | Q(parent__actor__handle=choice.theme))
        rows = rows.filter(pk__in=Organisation.themes.through.objects.filter(theme__in=themes.values("pk")).values("organisation_id"))
    if choice.language:
        rows = rows.filter(languages__language=choice.language)
    if choice.of:
        members = Affiliation.objects.filter(parent__actor__handle=choice.of, parent__actor__domain="", until="")
        rows = rows.filter(pk__in=members.values("member_id"))
    return search(rows, choice.q) if choice.q else rows


def listing(choice: Choice, *, language: Read, after: int = 0, size: int = LIST) -> Listing:
    """Return one page by name, with names in the reader's language, from behind the organisation with id `after`."""
    rows = filtered(choice)
    total = rows.count()
    start = Organisation.objects.filter(pk=after).values_list("sort_key", flat=True).first() if after else None
    if start is not None:
        rows = rows.filter(Q(sort_key__gt=start) | Q(sort_key=start, pk__gt=after))
    items = list(rows.select_related("actor").order_by("sort_key", "pk")[: size + 1])
    more = len(items) > size
    items = with_names(items[:size], language=language)
    return Listing(items=items, total=total, after=items[-1].pk if more else 0, at_start=start is None)


def parent_name(choice: Choice, *, language: str) -> str:
    """Return the name of the organisation that `of` asks for; the handle where there is none."""
    if not choice.of:
        return ""
    actor = Actor.objects.active().filter(type="organisation", handle=choice.of, domain="").with_text(language).first()
    return actor.shown_name if actor else choice.of


@dataclass(frozen=True)
class Newcomer:
    """An organisation, the language in which its name is shown, and if its summary is a translation, how far that is checked."""

    organisation: Organisation
    language: str
    state: str = ""


def newest(choice: Choice, *, language: str, before: int = 0, size: int = 30) -> tuple[list[Newcomer], int]:
    """Return the organisations that came in last or before one, of those a choice leaves, and the cursor of those before them or 0."""
    page = pages.cut(filtered(choice).select_related("actor"), before=before, key="pk", size=size)
    rows = with_names(page.items, language=language)
    texts = ActorText.objects.filter(actor__in=[row.pk for row in rows], language=language).exclude(summary="")
    states = dict(texts.values_list("actor_id", "state"))
    return [Newcomer(row, row.actor.name_language, states.get(row.pk, "")) for row in rows], page.older
