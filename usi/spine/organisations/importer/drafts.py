"""Turns a row of a source into what an organisation's page would say."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from usi.base import text
from usi.spine.organisations.importer import facts
from usi.spine.organisations.importer.mapping import OTHERWISE, Plan, fold
from usi.spine.organisations.importer.problems import Refused
from usi.spine.organisations.importer.reading import Row
from usi.spine.organisations.models import OrganisationKind
from usi.spine.taxonomy import countries, sectors

LONGEST = {"key": 200, "name": 200, "short_name": 60, "website": 300, "fediverse": 300, "summary": 5000}
LONGEST_ROW = 200_000
MOST_IN_LIST = 200
INTERNATIONAL = "international"


@dataclass(frozen=True)
class Draft:
    """What a row says. `place` is the country's code and whether the country is unknown; ("", False) is international."""

    key: str
    name: str
    language: str
    kind: str
    place: tuple[str, bool]
    short_name: str = ""
    summary: str = ""
    founded: int | None = None
    members: int | None = None
    members_as_of: date | None = None
    website: str = ""
    fediverse: str = ""
    names: dict[str, str] = field(default_factory=dict)
    sectors: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def _digest(packed: bytes, draft: Draft) -> str:
    said = [getattr(draft, name) for name in sorted(Draft.__dataclass_fields__) if name != "notes"]
    return _hash(packed) + _hash(json.dumps(said, sort_keys=True, default=str).encode())


def _hash(packed: bytes) -> str:
    return hashlib.sha256(packed).hexdigest()[:32]


def _packed(cells: Mapping[str, Any]) -> bytes:
    """Return a row in one form of bytes.

    :raises Refused: if a database could not keep it untouched
    """
    try:
        packed = json.dumps(cells, sort_keys=True, ensure_ascii=False, allow_nan=False)
        if "\\u0000" in packed and "\0" in _all_text(cells):
            raise Refused("a NUL character stands in it")
        found = packed.encode()
    except UnicodeEncodeError:
        raise Refused("half a character (a lone surrogate) stands in it") from None
    except ValueError:
        raise Refused("a number in it is infinite or none at all (NaN)") from None
    if len(packed) > LONGEST_ROW:
        raise Refused(f"it is {len(packed)} characters long, more than the {LONGEST_ROW} that are kept")
    return found


def _all_text(value: Any) -> str:
    if isinstance(value, dict):
        return "".join([*value, *map(_all_text, value.values())])
    return "".join(map(_all_text, value)) if isinstance(value, list) else value if isinstance(value, str) else ""


def read(row: Row, plan: Plan, *, themes: Mapping[str, int]) -> tuple[Draft, str]:
    """Return what a row says, and the digest of the untouched row and, in its second half, of what the mapping makes of it.

    :raises Refused: if it cannot come in
    """
    if row.wrong:
        raise Refused(row.wrong)
    packed = _packed(row.cells)
    draft = _Reader(row.cells, plan, themes).draft()
    return draft, _digest(packed, draft)


def again(cells: Mapping[str, Any], plan: Plan, *, themes: Mapping[str, int]) -> tuple[Draft, str] | None:
    """Return what the mapping makes of a row that was kept, and its digest; None where the mapping no longer understands it."""
    try:
        return read(Row(0, dict(cells)), plan, themes=themes)
    except Refused:
        return None


def key_of(cells: Mapping[str, Any], plan: Plan) -> str:
    """Return the key of a row: the cells of the key's columns that are not empty."""
    values = (cells.get(column) for column in plan.key)
    return " | ".join(filter(None, (text.line(str(value)) for value in values if isinstance(value, str | int | float))))


def parents_of(cells: Mapping[str, Any], plan: Plan) -> tuple[str, ...]:
    """Return the names by which a row names whom it belongs to."""
    try:
        return _Reader(cells, plan, {}).many("parents")
    except Refused:
        return ()


class _Reader:
    """Reads one row; remembers what it left out and why."""

    def __init__(self, cells: Mapping[str, Any], plan: Plan, themes: Mapping[str, int]) -> None:
        self._cells, self._plan, self._themes = cells, plan, themes
        self._key = key_of(cells, plan)
        self._fixed = plan.corrections.get(self._key, {}) if plan.corrections else {}
        self.notes: list[str] = []

    def draft(self) -> Draft:
        name = self.one("name")
        if not name:
            raise Refused("it has no name")
        if not self._key:
            raise Refused(f"it has no key: nothing stands in {', '.join(self._plan.key)}")
        self._fits("key", self._key)
        return Draft(
            key=self._key, name=name, language=self._language(), kind=self._kind(), place=self._place(), short_name=self.one("short_name"),
            summary=self.one("summary"), founded=self._fact("founded", facts.year), members=self._fact("members", facts.count),
            members_as_of=self._fact("members_as_of", facts.day), website=self._fact("website", facts.website) or "",
            fediverse=self._fact("fediverse", facts.fediverse) or "", names=self._names(name), parents=self.many("parents"),
            sectors=self._known("sectors", sectors.is_sector, str.lower), languages=self._known("languages", facts.language, facts.tag),
            themes=self._known("themes", self._themes.__contains__, str.lower), notes=tuple(self.notes),
        )  # fmt: skip

    def one(self, name: str) -> str:
        """Return the text of a field; corrections come before the row, constants after it."""
        if name in self._fixed:
            return self._fits(name, self._text(name, self._fixed[name]))
        cell = self._text(name, self._cells.get(self._plan.columns.get(name, "")))
        if not cell and name in self._plan.constants:
            return self._fits(name, self._text(name, self._plan.constants[name]))
        return self._fits(name, self._said(name, cell))

    def many(self, name: str) -> tuple[str, ...]:
        """Return the texts of a field that is a list; a text is parted at the mapping's separator."""
        cell = self._cells.get(self._plan.columns.get(name, ""))
        if name in self._fixed or not cell:
            given = self._fixed.get(name, self._plan.constants.get(name, ()))
            return tuple(dict.fromkeys(self._text(name, part) for part in given))
        parts = cell if isinstance(cell, list) else self._text(name, cell).split(self._plan.list_separator)
        if len(parts) > MOST_IN_LIST:
            raise Refused(f"'{name}' names {len(parts)}, more than {MOST_IN_LIST}")
        return tuple(dict.fromkeys(filter(None, (self._said(name, self._text(name, part)) for part in parts))))

    def _text(self, name: str, value: object) -> str:
        if isinstance(value, str):
            # Most cells are plain; cleaning finds nothing in them, and takes long.
            if value.isascii() and value.isprintable():
                return " ".join(value.split()) if "  " in value else value.strip(" ")
            return text.prose(value) if name == "summary" else text.line(value)
        if value is None:
            return ""
        if isinstance(value, bool | list | dict):
            raise Refused(f"what stands for '{name}' is not a text but {'a list' if isinstance(value, list) else 'something else'}")
        return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)

    def _said(self, name: str, value: str) -> str:
        meant = self._plan.values.get(name)
        if meant is None:
            return value
        otherwise = meant.get(OTHERWISE, value) if value or name == "kind" else value
        return meant.get(fold(value), otherwise)

    def _fits(self, name: str, value: str) -> str:
        if len(value) > LONGEST.get(name, LONGEST_ROW):
            raise Refused(f"'{name}' is {len(value)} characters long, at most {LONGEST[name]} fit")
        return value

    def _kind(self) -> str:
        kind = self.one("kind")
        if kind not in OrganisationKind.values:
            raise Refused(f"its kind '{kind[:60]}' is none of ours; say in [values.kind] what it means" if kind else "it has no kind")
        return kind

    def _place(self) -> tuple[str, bool]:
        said = self.one("country")
        if fold(said) == INTERNATIONAL:
            return ("", False)
        code = countries.find(said) if said else None
        if said and code is None:
            self.notes.append(f"country not known: '{said[:60]}' is not certainly one country")
        return (code or "", code is None)

    def _language(self) -> str:
        found = self._fact("language", facts.language) or self._plan.language
        if not found:
            raise Refused("it does not say in which language its name is, and the mapping has no 'language' for such rows")
        return str(found)

    def _fact(self, name: str, understand: Any) -> Any:
        said = self.one(name)
        if not said:
            return None
        found = understand(said)
        if found is None:
            self.notes.append(f"{name} left empty: '{said[:60]}' is not {facts.WANTED[name]}")
        return found

    def _known(self, name: str, is_known: Any, form: Any = str) -> tuple[str, ...]:
        said = [form(value) for value in self.many(name)]
        unknown = [value for value in said if not is_known(value)]
        if unknown:
            self.notes.append(f"{name} left out: {', '.join(unknown)[:100]}")
        return tuple(value for value in said if value not in unknown)

    def _names(self, own: str) -> dict[str, str]:
        found = {tag: self._text("name", self._cells.get(column)) for tag, column in self._plan.names.items()}
        return {tag: self._fits("name", name) for tag, name in found.items() if name and name != own}
