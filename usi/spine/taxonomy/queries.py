"""Reads of themes and countries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from usi.base import prepared, text
from usi.base.reading import Read
from usi.spine.actors.models import Actor, ActorQuerySet
from usi.spine.taxonomy.models import Country, Theme


def themes(*, language: str, of: int = 0) -> Sequence[Actor]:
    """Return the themes in the order of the sections, sub-themes after their section; only those of a section where one is given.

    `theme` is loaded.
    """
    return prepared.rows(_children, language, parent=of) if of else prepared.rows(_themes, language)


def sections(*, language: str) -> Sequence[Actor]:
    """Return the themes that belong to no other."""
    return prepared.rows(_sections, language)


def _sections(language: str) -> ActorQuerySet:
    return _themes(language).filter(theme__parent=None)


def _children(language: str, *, parent: int) -> ActorQuerySet:
    return _themes(language).filter(theme__parent=parent)


def _themes(language: str) -> ActorQuerySet:
    rows: ActorQuerySet = Actor.objects.active().filter(type="theme").select_related("theme")
    return rows.with_text(language).order_by("theme__position")


def theme(handle: str, *, language: Read) -> Actor | None:
    """Return a theme by its handle."""
    return next(iter(prepared.rows(_theme, language, handle=handle)), None)


def _theme(language: Read, *, handle: str) -> ActorQuerySet:
    rows: ActorQuerySet = Actor.objects.active().filter(type="theme", handle=handle).select_related("theme__parent__actor")
    return rows.with_text(language)[:1]


def country(code: str, *, language: Read) -> Actor | None:
    """Return a country by its ISO 3166-1 alpha-2 code."""
    rows: ActorQuerySet = Actor.objects.active().filter(type="country", handle=code.lower()).select_related("country")
    return rows.with_text(language).first()


def countries(*, language: str) -> list[Actor]:
    """Return all countries by name; `country` is loaded."""
    rows: ActorQuerySet = Actor.objects.active().filter(type="country").select_related("country")
    # By folded name: databases would put Å and Ά apart from A and Α.
    return sorted(rows.with_text(language), key=lambda row: text.skeleton(row.shown_name))


def subjects(*, themes: Iterable[str] = (), countries: Iterable[str] = ()) -> list[Actor]:
    """Return the actors of theme handles and country codes, in one query; unknown ones are left out."""
    handles = [*themes, *(code.lower() for code in countries)]
    return list(Actor.objects.active().filter(type__in=("theme", "country"), handle__in=handles)) if handles else []


def themes_of(codes: Iterable[int]) -> list[Theme]:
    """Return theme rows by actor id."""
    return list(Theme.objects.filter(pk__in=list(codes)).select_related("actor"))


def country_row(code: str) -> Country | None:
    """Return a country's row by code."""
    return Country.objects.filter(code=code.upper()).select_related("actor").first()
