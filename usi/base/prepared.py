"""Queries whose SQL is made once and then only filled with values: making it costs more than running it.

A query is described by a function that builds a queryset from its *shape* (what changes the SQL: a language, a kind, a switch)
and its *values* (what only fills it: a bound, a key, a list of keys). The function runs once for each shape; from then on its SQL is
sent with other values. Every row is read from the database every time; nothing of what was read is kept.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet

_MOST_SHAPES = 1000
_FIRST_SLOT, _FIRST_DAY, _FIRST_MOMENT = -(2**62), date(1, 1, 1), datetime(1, 1, 2, tzinfo=UTC)
Value = int | str | date | Sequence[int]
_known: OrderedDict[Any, _Query] = OrderedDict()
_lock = threading.Lock()


class _Query:
    """A queryset with its SQL, and where in the parameters each value belongs."""

    def __init__(self, queryset: QuerySet[Any, Any], slots: dict[Any, tuple[str, int]]) -> None:
        self.queryset, self.alias = queryset, queryset.db
        self.compiler: Any = queryset.query.get_compiler(using=self.alias)
        self.sql, params = self.compiler.as_sql()
        places = {_sent(mark, self.compiler.connection): place for mark, place in slots.items()}
        self.params = [(places.get(param) if isinstance(param, (int, str, date)) else None, param) for param in params]
        missing = set(places) - {param for param in params if isinstance(param, (int, str, date))}
        if missing:
            raise ValueError(f"not a plain parameter of the query: {[places[mark] for mark in missing]}")
        self.converters: Any = None
        self.places: dict[str, int] = {}

    def place(self, name: str) -> int:
        """Return where in a row a column of the model itself stands."""
        if not self.places:
            fields = [self.compiler.select[place][0].target.attname for place in self.compiler.klass_info["select_fields"]]
            self.places = dict(zip(fields, self.compiler.klass_info["select_fields"], strict=True))
        return self.places[name]

    def run(self, values: dict[str, Value]) -> Rows:
        """Send the SQL with these values and read every row."""
        connection = connections[self.alias]
        filled = [param if slot is None else _sent(_pick(values[slot[0]], slot[1]), connection) for slot, param in self.params]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, filled)
            raw = cursor.fetchall()
        return Rows([row[: self.compiler.col_count] for row in raw] if self.compiler.has_extra_select else raw, self)

    def build(self, raw: list[Any]) -> list[Any]:
        """Make of raw rows what the queryset would."""
        compiler, query = _twin(self.compiler), _twin(self.queryset.query)
        compiler.connection, compiler.query = connections[self.alias], query
        compiler.execute_sql = lambda *args, **kwargs: [raw]
        compiler.get_converters = self._converters
        query.get_compiler = lambda *args, **kwargs: compiler
        queryset: Any = type(self.queryset)(self.queryset.model, query, self.alias)
        queryset._fields = self.queryset._fields  # type: ignore[attr-defined]
        iterable: Any = self.queryset._iterable_class  # type: ignore[attr-defined]
        return [*iterable(queryset)]

    def _converters(self, expressions: Any) -> Any:
        if self.converters is None:
            self.converters = type(self.compiler).get_converters(self.compiler, expressions)
        return self.converters


class Rows(Sequence[Any]):
    """What was read. Objects are made of it when somebody looks at one; `raw` is what the database said."""

    def __init__(self, raw: list[Any], query: _Query | None = None) -> None:
        """Take raw rows and the query that can make objects of them."""
        self.raw, self._query = raw, query
        self._made: list[Any] | None = None

    @property
    def made(self) -> list[Any]:
        """The objects."""
        if self._made is None:
            self._made = self._query.build(self.raw) if self._query is not None else []
        return self._made

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.raw)

    @property
    def told(self) -> bool:
        """Whether `raw` is what the database said, not objects."""
        return self._query is not None

    def column(self, name: str) -> list[Any]:
        """Return one column of the model itself, as the database gives it, without making objects."""
        if self._query is None:
            return [getattr(row, name) for row in self.made]
        place = self._query.place(name)
        return [row[place] for row in self.raw]

    def chosen(self, places: Sequence[int]) -> Rows:
        """Return some of them, in this order."""
        rows = Rows([self.raw[place] for place in places], self._query)
        if self._query is None or self._made is not None:
            rows._made = [self.made[place] for place in places]
        return rows

    def __add__(self, other: Rows) -> Rows:
        """Return these and more; what comes of another query is made into objects."""
        if not self.raw or not other.raw:
            return self if self.raw else other
        if self._query is None or self._query is not other._query:
            return of(self.made + other.made)
        return Rows(self.raw + other.raw, self._query)

    def __iter__(self) -> Iterator[Any]:
        """Look at each."""
        return iter(self.made)

    def __getitem__(self, place: Any) -> Any:
        """Return one, or a part that is still to be looked at."""
        if isinstance(place, slice) and self._made is None:
            return Rows(self.raw[place], self._query)
        if self._made is None and self._query is not None and len(self.raw) > 1:
            return self._query.build([self.raw[place]])[0]
        return self.made[place]

    def __eq__(self, other: object) -> bool:
        """Whether it is the same rows."""
        return self.made == (other.made if isinstance(other, Rows) else other)

    __hash__ = None  # type: ignore[assignment]


def _sent(value: Any, connection: Any) -> Any:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value


def _pick(value: Value, place: int) -> int | str | date:
    return value if place < 0 else value[place]  # type: ignore[index, return-value]


def _twin(thing: Any) -> Any:
    # As `copy.copy`, without its detours.
    twin = object.__new__(type(thing))
    twin.__dict__.update(thing.__dict__)
    return twin


def rows(build: Callable[..., QuerySet[Any, Any]], *shape: Any, **values: Value) -> Rows:
    """Return the rows of `build(*shape, **values)`.

    Values are whole numbers, texts, dates, moments, or sequences of whole numbers, and must reach the SQL as they are: no arithmetic.
    A sequence is best padded to a fixed length, since its length is part of the shape.
    """
    if any(isinstance(value, int) and not _FIRST_SLOT < value < 2**63 for value in values.values()):
        # No key is that large; Django knows an answer where the database would know only an error.
        return of(list(build(*shape, **values)))
    lengths = tuple(len(value) if not isinstance(value, (int, str, date)) else -1 for value in values.values())
    key = (build, shape, tuple(values), lengths)
    query = _known.get(key)
    if query is None:
        slots, marks = _mark(values)
        try:
            query = _Query(build(*shape, **marks), slots)
        except EmptyResultSet:
            return Rows([])
        with _lock:
            _known[key] = query
            while len(_known) > _MOST_SHAPES:
                _known.popitem(last=False)
    return query.run(values)


def padded(numbers: Sequence[int], to: int = 20) -> list[int]:
    """Return keys with zeros added to a multiple of a length, so that few shapes of a query are needed; no row has the key 0."""
    return [*numbers, *[0] * (-len(numbers) % to)]


def of(made: list[Any]) -> Rows:
    """Return objects that are there already as rows."""
    rows = Rows(made)
    rows._made = made
    return rows


def _mark(values: dict[str, Value]) -> tuple[dict[Any, tuple[str, int]], dict[str, Any]]:
    """Return a mark for every value, and which value and place in it each mark stands for."""
    slots: dict[Any, tuple[str, int]] = {}
    marks: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, str):
            marks[name] = f"\x01{name}"
            slots[marks[name]] = (name, -1)
        elif isinstance(value, datetime):
            marks[name] = _FIRST_MOMENT + timedelta(days=len(slots))
            slots[marks[name]] = (name, -1)
        elif isinstance(value, date):
            marks[name] = _FIRST_DAY + timedelta(days=len(slots))
            slots[marks[name]] = (name, -1)
        elif isinstance(value, int):
            marks[name] = _FIRST_SLOT + len(slots)
            slots[marks[name]] = (name, -1)
        else:
            marks[name] = []
            for place in range(len(value)):
                marks[name].append(_FIRST_SLOT + len(slots))
                slots[marks[name][-1]] = (name, place)
    return slots, marks
