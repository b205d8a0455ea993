"""Parts of pages that are written once for the same content: `{% kept "name" value … %}`.

A part is found by everything it shows, down to each column of each row, and by language and text-only mode. So it cannot be out of
date: other content is another part. What depends on anything else (the clock, the reader) must be named as a value.
"""

from __future__ import annotations

import dataclasses
import re
import threading
from collections import OrderedDict
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import template
from django.db.models import Model
from django.utils.functional import Promise

from usi.base.prepared import Rows

_MOST_PARTS = 4000
_MOST_CHARACTERS = 8 * 1024 * 1024
_AROUND_LINE_ENDS = re.compile(r"\s*\n\s*")
_BEFORE_BLOCKS = re.compile(
    r"\n(?=</?(?:article|aside|dd|div|dl|dt|fieldset|figure|form|h[1-6]|li|link|main|meta|nav|ol|option|p|section|select|table|tbody|td|th|thead|tr|ul)\b)"
)
_PLAIN = frozenset({str, int, bool, float, type(None), datetime, date})


class Parts:
    """The parts written last, within a limit of number and size."""

    def __init__(self) -> None:
        """Start with none."""
        self._parts: OrderedDict[Any, str] = OrderedDict()
        self._characters = 0
        self._lock = threading.Lock()

    def get(self, key: Any) -> str | None:
        """Return a part."""
        return self._parts.get(key)

    def put(self, key: Any, part: str) -> None:
        """Keep a part; the oldest make room."""
        with self._lock:
            self._characters += len(part) - len(self._parts.pop(key, ""))
            self._parts[key] = part
            while len(self._parts) > _MOST_PARTS or self._characters > _MOST_CHARACTERS:
                self._characters -= len(self._parts.popitem(last=False)[1])


parts = Parts()


def content(value: Any) -> Any:
    """Return all that a value holds, as something that can be compared and hashed.

    :raises TypeError: for what cannot be looked into
    """
    if type(value) in _PLAIN:
        return value
    if isinstance(value, Model):
        return _of_row(value)
    if isinstance(value, Rows):
        # Objects would compare by their keys alone.
        return tuple(value.raw) if value.told else content(value.made)
    if isinstance(value, (list, tuple)):
        return tuple([content(each) for each in value])
    return _of_other(value)


def _of_other(value: Any) -> Any:
    if isinstance(value, Mapping):
        return tuple([(key, content(each)) for key, each in value.items()])
    if isinstance(value, (set, frozenset)):
        return frozenset([content(each) for each in value])
    if isinstance(value, Promise):
        return str(value)
    if dataclasses.is_dataclass(value):
        return (type(value), *[content(getattr(value, field.name)) for field in dataclasses.fields(value)])
    hash(value)
    return value


def _of_row(row: Model, *above: int) -> Any:
    values = row.__dict__
    state = values["_state"]
    own = [content(each) for name, each in values.items() if name != "_state"]
    # Two rows that know each other are looked into once.
    related = [_of_row(each, id(row), *above) for each in state.fields_cache.values() if each is not None and id(each) not in above]
    return (type(row), *own, *related)


def _contents(values: list[Any], request: Any) -> list[Any]:
    """Look into values; what several parts of a page show is looked into once."""
    known: dict[int, tuple[Any, Any]] = request.__dict__.setdefault("_kept_contents", {}) if request is not None else {}
    found = []
    for value in values:
        entry = known.get(id(value))
        if entry is None or entry[0] is not value:
            entry = (value, content(value))
            if type(value) not in _PLAIN:
                # The value is remembered with it, so that no other takes its place in memory.
                known[id(value)] = entry
        found.append(entry[1])
    return found


def _lean(part: str) -> str:
    """Return a part without the white space around its line ends, where nothing in it shows any."""
    return part if "<pre" in part or "<textarea" in part else _BEFORE_BLOCKS.sub("", _AROUND_LINE_ENDS.sub("\n", part))


class KeptNode(template.Node):
    """Writes its content, or what the same content gave before."""

    def __init__(self, nodelist: template.NodeList, name: str, values: list[Any]) -> None:
        """Keep the parsed parts of the tag."""
        self.nodelist, self.name, self.values = nodelist, name, values

    def render(self, context: template.Context) -> str:
        """Return the part."""
        values = [value.resolve(context, ignore_failures=True) for value in self.values]
        try:
            key = (self.name, context.get("language"), context.get("text_only"), *_contents(values, context.get("request")))
            part = parts.get(key)
        except TypeError:
            return self.nodelist.render(context)
        if part is None:
            part = _lean(self.nodelist.render(context))
            parts.put(key, part)
        return part
