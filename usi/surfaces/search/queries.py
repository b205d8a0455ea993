"""Finds publications and actors by words, with plain SQL: honest about what it does not do (no stems, no accents in prose).

A search looks through a bounded stretch of the newest publications and offers to look further back, so that a word which
occurs nowhere costs no more than one which occurs everywhere.
"""

from __future__ import annotations

from functools import reduce
from operator import and_, or_

from django.db.models import Exists, OuterRef, Q

from usi.base import pages, text
from usi.base.access import Reader
from usi.spine.actors import types
from usi.spine.actors.models import Actor, ActorQuerySet, ActorText
from usi.spine.organisations import queries as organisations
from usi.spine.organisations.models import Organisation
from usi.spine.publications.models import Publication, PublicationQuerySet, Translation

SHORTEST, LONGEST, MOST_WORDS = 2, 100, 6
STRETCH = 20_000
MOST_ACTORS = 12


def clean(raw: str) -> str:
    """Return what was asked for, in one line; empty where it is too short to look for."""
    asked = text.line(raw[: 20 * LONGEST])[:LONGEST].strip()
    return asked if len(asked) >= SHORTEST else ""


def _spellings(word: str) -> set[str]:
    # SQLite compares letters without regard to case in ASCII only, so the usual spellings are all asked for.
    return {word, word.lower(), word.upper(), word.capitalize()}


def _holds(query: str, *columns: str) -> Q:
    """Every word of a query in one of the columns."""
    words = query.split()[:MOST_WORDS]
    return reduce(and_, (reduce(or_, (Q(**{f"{c}__icontains": s}) for c in columns for s in _spellings(word))) for word in words), Q())


def publications(query: str, *, reader: Reader, language: str, before: int = 0, size: int = pages.SIZE) -> pages.Page[Publication]:
    """Return what a reader may see and whose title or summary, in any language, holds every word; newest first."""
    walk: PublicationQuerySet = Publication.objects.visible_to(reader).filter(position__lt=before or pages.LAST)
    floor = walk.order_by("-position").values_list("position", flat=True)[STRETCH : STRETCH + 1].first()
    translated = Translation.objects.filter(_holds(query, "title", "summary"), publication=OuterRef("pk"))
    rows = walk.filter(position__gt=floor or 0).filter(_holds(query, "title", "summary") | Exists(translated)).for_cards(language)
    page = pages.cut(rows, before=before, size=size)
    older = page.older or (floor + 1 if floor else 0)
    return pages.Page(page.items, older=older, at_start=page.at_start)


def actors(query: str, *, language: str, most: int = MOST_ACTORS) -> list[Actor]:
    """Return the actors of every searchable type whose name, in any language, or handle holds every word."""
    names = [kind.name for kind in types.every() if kind.searchable]
    here: ActorQuerySet = Actor.objects.active().filter(type__in=names)
    texts = ActorText.objects.filter(_holds(query, "name"), actor=OuterRef("pk"))
    # The directory folds its names, so it finds them without accents too.
    folded = organisations.search(Organisation.objects.listed(), query).values("pk")
    handle = Q(handle=query.lstrip("@").partition("@")[0].lower())
    found = here.filter(_holds(query, "name") | Exists(texts) | handle | Q(pk__in=folded))
    return list(found.with_text(language).order_by("name", "pk")[:most])


def label(actor: Actor) -> str:
    """Return the name of an actor's type in the reader's language."""
    return str(types.get(actor.type).label)
