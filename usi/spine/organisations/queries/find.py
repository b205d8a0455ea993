"""Finds organisations by handle or by any of their names."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from usi.base import text
from usi.base.reading import Read
from usi.spine.actors.models import Actor
from usi.spine.organisations import names
from usi.spine.organisations.models import Organisation, OrganisationQuerySet

MOST_WORDS = 8


def find(handle: str) -> Organisation | None:
    """Return the organisation of a handle, where the directory shows it."""
    rows = Organisation.objects.listed().filter(actor__handle=text.line(handle), actor__domain="")
    found: Organisation | None = rows.select_related("actor").first()
    return found


def search(rows: OrganisationQuerySet, query: str) -> OrganisationQuerySet:
    """Narrow organisations to those whose names hold every word of a query, in whatever script and with or without accents."""
    words = names.fold(query[:200]).split()[:MOST_WORDS]
    if query and not words:
        return rows.none()
    for word in words:
        rows = rows.filter(search_key__contains=word)
    return rows


def by_name(name: str, *, most: int = 12) -> list[Organisation]:
    """Return organisations for what somebody typed as a name or handle: those of exactly this name first, then others with its words."""
    name = text.line(name)[:200]
    folded = names.fold(name)
    if not folded:
        return []
    listed = Organisation.objects.listed().select_related("actor")
    handle = name.lstrip("@").split("@")[0].lower()
    exact = list(listed.filter(Q(search_key__contains=f"\n{folded}\n") | Q(actor__handle=handle)).order_by("sort_key", "pk")[:most])
    rest = search(listed, name).exclude(pk__in=[row.pk for row in exact]).order_by("-verified", "sort_key", "pk")
    return exact + list(rest[: max(0, most - len(exact))])


def alike(candidates: Iterable[str], *, apart_from: int | None = None, most: int = 6) -> list[Organisation]:
    """Return organisations that readers may take for one of these names: the same name, or other letters that look the same."""
    wanted = [name for name in candidates if name.strip()]
    if not wanted:
        return []
    found = Q(likeness__in=[names.likeness(name) for name in wanted])
    for name in wanted:
        folded = names.fold(name)
        found |= Q(search_key__contains=f"\n{folded}\n") if folded else Q()
    rows = Organisation.objects.listed().filter(found).exclude(pk=apart_from).select_related("actor")
    return list(rows.order_by("-verified", "sort_key", "pk")[:most])


def with_names(rows: Iterable[Organisation], *, language: Read) -> list[Organisation]:
    """Give organisations whose actor is loaded their names in a language and their pictures, in one query."""
    listed = list(rows)
    named = Actor.objects.filter(pk__in=[row.pk for row in listed]).with_text(language).select_related("picture")
    texts = {row.pk: row for row in named} if listed else {}
    for row in listed:
        row.actor = texts.get(row.pk, row.actor)
    return listed
