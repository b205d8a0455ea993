"""The mapping file: which column of a source says what. `examples/unions.toml` explains every entry."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from usi.base import languages, text
from usi.spine.organisations.importer.problems import Problem

LISTS = ("sectors", "languages", "themes", "parents")
FIELDS = (
    "name", "short_name", "kind", "country", "founded", "members", "members_as_of", "website", "fediverse", "summary", "language", *LISTS,
)  # fmt: skip
ENTRIES = (
    "source", "source_date", "language", "key", "format", "delimiter", "list_separator", "look_alikes", "columns", "names", "constants",
    "values", "parents", "decisions", "corrections",
)  # fmt: skip
OTHERWISE = "*"


@dataclass(frozen=True)
class Decision:
    """What a person decided about a row that looks like an organisation already there: another one, or the one of a handle or of a row."""

    new: bool = False
    handle: str = ""
    row: str = ""


@dataclass(frozen=True)
class Plan:
    """A mapping file, read and checked."""

    source: str
    source_date: date
    key: tuple[str, ...]
    columns: Mapping[str, str]
    language: str = ""
    format: str = ""
    delimiter: str = ""
    list_separator: str = ";"
    look_alikes: str = "ask"
    names: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, Any] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    parents: Mapping[str, str] = field(default_factory=dict)
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    corrections: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def needed(self) -> tuple[str, ...]:
        """The columns without which no row can come in."""
        return tuple(dict.fromkeys([*self.key, self.columns["name"]]))

    @property
    def asked(self) -> tuple[str, ...]:
        """All columns that the mapping names."""
        return tuple(dict.fromkeys([*self.key, *self.columns.values(), *self.names.values()]))


def load(path: Path) -> Plan:
    """Read a mapping file.

    :raises Problem: if it is missing, is no TOML, or says something that means nothing
    """
    try:
        data = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise Problem(f"The mapping file {path} cannot be read: {error.strerror or error}.") from None
    except UnicodeDecodeError:
        raise Problem(f"The mapping file {path} is not UTF-8 text.") from None
    except tomllib.TOMLDecodeError as error:
        raise Problem(f"The mapping file {path} is not TOML: {error}.") from None
    try:
        return parse(data)
    except ValueError as error:
        raise Problem(f"The mapping file {path}: {error}.") from None


def parse(data: Mapping[str, Any]) -> Plan:
    """Return the mapping that a TOML document describes.

    :raises ValueError: if it describes none; the message is a sentence without its full stop
    """
    _only(data, ENTRIES, "the mapping")
    key = data.get("key")
    plan = Plan(
        source=_line(data, "source", 200, needed=True),
        source_date=_day(data.get("source_date")),
        key=tuple([key] if isinstance(key, str) else _strings(key, "key")),
        columns=_table(data, "columns", FIELDS),
        language=_language(data.get("language", ""), "language"),
        format=_choice(data, "format", ("", "csv", "json")),
        delimiter=_choice(data, "delimiter", ("", ",", ";", "\t", "|")),
        list_separator=_line(data, "list_separator", 5, strip=False) or ";",
        look_alikes=_choice(data, "look_alikes", ("ask", "new")),
        names={_language(tag, "names"): column for tag, column in _table(data, "names").items()},
        constants=_constants(data, "constants"),
        values=_values(data.get("values", {})),
        parents={fold(name): handle.lstrip("@").lower() for name, handle in _table(data, "parents").items()},
        decisions={key: _decision(key, said) for key, said in _dict(data, "decisions").items()},
        corrections={key: _constants(_dict(data, "corrections"), key) for key in _dict(data, "corrections")},
    )
    if not plan.key:
        raise ValueError("'key' must name the column, or the columns, that tell one row from every other")
    if "name" not in plan.columns:
        raise ValueError("[columns] must say which column holds the 'name'")
    if not plan.language and "language" not in plan.columns:
        raise ValueError("'language' must say in which language the names are, such as language = \"en\"")
    if "country" in plan.columns and "country" in plan.constants:
        raise ValueError("'country' is either a column or a constant: where the column is empty nobody guesses")
    return plan


def fold(value: str) -> str:
    """Return a form in which words are compared: without regard to case and white space."""
    return text.line(value).casefold()


def _only(data: Mapping[str, Any], allowed: Sequence[str], where: str) -> None:
    for name in data:
        if name not in allowed:
            raise ValueError(f"{where} has an entry '{name}' that means nothing; there can be {', '.join(allowed)}")


def _line(data: Mapping[str, Any], name: str, most: int, *, needed: bool = False, strip: bool = True) -> str:
    value = data.get(name, "")
    if not isinstance(value, str) or len(value) > most or (needed and not value.strip()):
        raise ValueError(f"'{name}' must be a text of at most {most} characters")
    return text.line(value) if strip else value


def _day(value: object) -> date:
    if isinstance(value, datetime) or not isinstance(value, date):
        raise ValueError("'source_date' must be the day on which the source was as it is, such as source_date = 2024-06-30")
    return value


def _choice(data: Mapping[str, Any], name: str, allowed: Sequence[str]) -> str:
    value = data.get(name, allowed[0])
    if value not in allowed:
        raise ValueError(f"'{name}' can be {', '.join(repr(one) for one in allowed if one)}")
    return str(value)


def _language(tag: object, where: str) -> str:
    if not isinstance(tag, str) or (tag and (len(tag) > 20 or "_" in tag or not languages.is_language(tag))):
        raise ValueError(f"'{tag}' in '{where}' is no language; write a tag such as el, ar or pt-BR")
    return tag


def _strings(value: object, where: str) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise ValueError(f"'{where}' must be a text or a list of texts")
    return value


def _dict(data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = data.get(name, {})
    if not isinstance(value, dict):
        raise ValueError(f"[{name}] must be a table")
    return value


def _table(data: Mapping[str, Any], name: str, allowed: Sequence[str] = ()) -> dict[str, str]:
    table = _dict(data, name)
    if allowed:
        _only(table, allowed, f"[{name}]")
    for key, value in table.items():
        if not isinstance(value, str) or not value.strip():
            raise ValueError(f"'{key}' in [{name}] must be a text")
    return dict(table)


def _constants(data: Mapping[str, Any], name: str) -> dict[str, Any]:
    table = dict(_dict(data, name))
    _only(table, FIELDS, f"[{name}]")
    for key, value in table.items():
        if not (isinstance(value, list) and all(map(_is_plain, value)) if key in LISTS else _is_plain(value)):
            raise ValueError(f"'{key}' in [{name}] must be a {'list of texts' if key in LISTS else 'text, a whole number or a day'}")
    return table


def _is_plain(value: object) -> bool:
    return isinstance(value, str | int | date) and not isinstance(value, bool) and value != ""


def _values(data: object) -> dict[str, dict[str, str]]:
    tables = _dict({"values": data}, "values")
    _only(tables, FIELDS, "[values]")
    if OTHERWISE in _dict(tables, "country"):
        raise ValueError("[values.country] cannot say what every other country is: one that is not known stays so")
    return {name: {fold(word): meant for word, meant in _table(tables, name).items()} for name in tables}


def _decision(key: str, said: object) -> Decision:
    if isinstance(said, dict) and set(said) == {"row"} and isinstance(said["row"], str):
        return Decision(row=said["row"])
    if not isinstance(said, str) or not said.strip():
        raise ValueError(f"the decision on '{key}' can be \"new\", a handle, or {{ row = \"the key of another row\" }}")
    return Decision(new=True) if said == "new" else Decision(handle=said.lstrip("@").lower())
