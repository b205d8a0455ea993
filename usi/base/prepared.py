"""Queries whose statement is made once: for the few that are asked a hundred times a second."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.models import QuerySet


class Prepared:
    """A queryset with places for values, compiled when first asked; what it means still stands in one place, the queryset.

    `make` takes the values and returns a queryset of `values_list`; each value must reach the statement as one parameter, unchanged.
    """

    def __init__(self, make: Callable[..., QuerySet[Any, Any]], *examples: Any) -> None:
        """Keep how it is made; `examples` are values of the right types that stand nowhere else in the statement."""
        self._make, self._examples = make, examples

    @functools.cached_property
    def _statement(self) -> tuple[str, list[Any], list[tuple[int, int]]]:
        sql, values = self._make(*self._examples).query.sql_with_params()
        prepared = [self._as_kept(example) for example in self._examples]
        places = [(place, prepared.index(value)) for place, value in enumerate(values) if value in prepared]
        if {number for _, number in places} != set(range(len(prepared))):
            raise ValueError("a value does not reach the statement as it is given")
        return sql, list(values), places

    @staticmethod
    def _as_kept(value: Any) -> Any:
        return connection.ops.adapt_datefield_value(value) if hasattr(value, "isoformat") else value

    def rows(self, *values: Any) -> list[tuple[Any, ...]]:
        """Return the rows for these values."""
        sql, parameters, places = self._statement
        fresh = list(parameters)
        for place, number in places:
            fresh[place] = self._as_kept(values[number])
        with connection.cursor() as cursor:
            cursor.execute(sql, fresh)
            return cursor.fetchall()
