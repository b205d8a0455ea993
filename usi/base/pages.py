"""Pages of a list by cursor: the last item's sort key, so that page 1,000 costs what page 1 costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest

Row = TypeVar("Row", bound=Model)
SIZE = 20
LAST = 2**63 - 1


@dataclass(frozen=True)
class Page(Generic[Row]):
    """A page's items and the cursors of its neighbours (0 where there is none)."""

    items: Sequence[Row]
    older: int = 0
    newer: int = 0
    at_start: bool = True


def cursor(request: HttpRequest, name: str = "before") -> int:
    """Return the cursor of a request's query, 0 where it is missing or not a number of 64 bits."""
    raw = request.GET.get(name, "")
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 20 else 0


def cut(queryset: QuerySet[Row, Any], *, before: int = 0, key: str = "position", size: int = SIZE) -> Page[Row]:
    """Return one page of a queryset, newest first, of items whose key is below `before`."""
    # The first page has a bound too: without one SQLite may walk another table first and sort everything.
    rows = queryset.filter(**{f"{key}__lt": before or LAST})
    return of(list(rows.order_by(f"-{key}")[: size + 1]), before=before, key=key, size=size)


def of(items: Sequence[Row], *, before: int = 0, key: str = "position", size: int = SIZE) -> Page[Row]:
    """Return a page of rows already read, one more than fit where there are older ones."""
    more = len(items) > size
    items = items[:size]
    return Page(items, older=_value(items[-1], key) if more else 0, at_start=not before)


def _value(row: Any, key: str) -> int:
    value = row
    for part in key.split("__"):
        value = getattr(value, part)
    return int(value)
