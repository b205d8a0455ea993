"""How much of each kind there is in each country, of what the reader may see. The same counts feed the tables and the map."""

from __future__ import annotations

from typing import Any

from django.db.models import Count

from usi.base.access import Reader
from usi.spine.organisations import queries as organisations
from usi.spine.publications import kinds
from usi.spine.publications.models import Figure, Placement, Publication, Visibility
from usi.spine.taxonomy import countries
from usi.surfaces.atlas.queries.choice import ORGANISATION, Choice

# By country code, then by kind.
Counts = dict[str, dict[str, int]]


def counts(choice: Choice, *, reader: Reader) -> Counts:
    """Return the counts of what a choice leaves; countries and kinds without any are left out."""
    found: Counts = {}
    if choice.kind in ("", ORGANISATION):
        rows = organisations.filtered(organisations.Choice(theme=choice.theme)).exclude(country="").order_by()
        for code, total in rows.values_list("country").annotate(total=Count("pk")):
            _add(found, code, ORGANISATION, total)
    if choice.kind != ORGANISATION:
        for handle, kind, total in _on_theme(choice, reader) if choice.theme else _all(choice, reader):
            _add(found, handle.upper(), kind, total)
    return {code: kept for code, row in found.items() if (kept := {kind: total for kind, total in row.items() if total > 0})}


def _add(found: Counts, code: str, kind: str, total: int) -> None:
    if countries.is_country(code) and (kind == ORGANISATION or kinds.find(kind)):
        row = found.setdefault(code, {})
        row[kind] = row.get(kind, 0) + total


def _all(choice: Choice, reader: Reader) -> list[tuple[str, str, int]]:
    """Return the kept figures, and what only this reader's organisations and members may see."""
    figures = Figure.objects.filter(actor__type="country", count__gt=0)
    figures = figures.filter(kind=choice.kind) if choice.kind else figures
    rows = list(figures.values_list("actor__handle", "kind", "count"))
    if reader.signed_in:
        rows += _placed(choice, Publication.objects.visible_to(reader).exclude(visibility=Visibility.PUBLIC))
    return rows


def _on_theme(choice: Choice, reader: Reader) -> list[tuple[str, str, int]]:
    on_it = Placement.objects.filter(actor_id__in=choice.theme_ids).values("publication_id")
    return _placed(choice, Publication.objects.visible_to(reader).filter(pk__in=on_it))


def _placed(choice: Choice, publications: Any) -> list[tuple[str, str, int]]:
    """Return (handle of the country, kind, number) of publications that appear with countries."""
    rows = Placement.objects.filter(actor__type="country", publication__in=publications.order_by().values("pk"))
    rows = rows.filter(kind=choice.kind) if choice.kind else rows
    return list(rows.order_by().values_list("actor__handle", "kind").annotate(total=Count("publication_id", distinct=True)))
