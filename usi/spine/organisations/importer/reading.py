"""Reads the rows of a CSV or JSON file one after the other, whatever its size, and says where it is broken."""

from __future__ import annotations

import codecs
import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, TextIO

from usi.spine.organisations.importer.mapping import Plan
from usi.spine.organisations.importer.problems import Problem

CHUNK = 1 << 18
LONGEST_ENTRY = 1_000_000
MOST_COLUMNS = 1000
_STARTS = {
    b"\xff\xfe": "is UTF-16 text; save it as UTF-8",
    b"\xfe\xff": "is UTF-16 text; save it as UTF-8",
    b"PK\x03\x04": "is a spreadsheet or another zipped file; save the sheet as CSV in UTF-8",
    b"\x1f\x8b": "is compressed; unpack it first",
    b"%PDF": "is a PDF, neither CSV nor JSON",
    b"<": "is a page of HTML or XML, neither CSV nor JSON",
}


class Row(NamedTuple):
    """A row as the file has it: the line it begins in, its cells by column, and what is wrong with its shape, if anything."""

    line: int
    cells: dict[str, Any]
    wrong: str = ""


def check(path: Path) -> None:
    """Read the bytes once through.

    :raises Problem: if they are not UTF-8 text, naming the first line that is not
    """
    decoder, line, first = codecs.getincrementaldecoder("utf-8")(), 1, True
    try:
        with path.open("rb") as file:
            while True:
                chunk = file.read(CHUNK)
                if first:
                    _refuse_start(chunk.removeprefix(codecs.BOM_UTF8).lstrip(), path)
                    first = False
                if (at := chunk.find(b"\0")) >= 0:
                    bad = line + chunk.count(b"\n", 0, at)
                    raise Problem(f"Line {bad} of {path.name} holds a NUL character; this is no clean text file.")
                decoder.decode(chunk, final=not chunk)
                line += chunk.count(b"\n")
                if not chunk:
                    return
    except UnicodeDecodeError as error:
        bad = line + error.object[: error.start].count(b"\n")
        raise Problem(f"Line {bad} of {path.name} is not UTF-8; save the file in the encoding UTF-8.") from None
    except OSError as error:
        raise Problem(f"The file {path} cannot be read: {error.strerror or error}.") from None


def _refuse_start(chunk: bytes, path: Path) -> None:
    if not chunk:
        raise Problem(f"The file {path.name} is empty: there is not even a line 1.")
    for start, meaning in _STARTS.items():
        if chunk.startswith(start):
            raise Problem(f"Line 1 of {path.name} shows that the file {meaning}.")


def rows(path: Path, plan: Plan) -> Iterator[Row]:
    """Yield the rows of a file that `check` found to be text.

    :raises Problem: where it stops being CSV or JSON, naming the line
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from _json(file, path.name) if _is_json(file, path, plan) else _csv(file, path.name, plan)


def _is_json(file: TextIO, path: Path, plan: Plan) -> bool:
    if plan.format:
        return plan.format == "json"
    if path.suffix.lower() in (".json", ".csv", ".tsv"):
        return path.suffix.lower() == ".json"
    first = file.read(CHUNK).lstrip()[:1]
    file.seek(0)
    return first in ("[", "{")


def _csv(file: TextIO, name: str, plan: Plan) -> Iterator[Row]:
    delimiter = plan.delimiter or _delimiter(file.readline(CHUNK))
    file.seek(0)
    reader = csv.reader(file, delimiter=delimiter, strict=True)
    line = 1
    try:
        header = _header(next(reader, []), name, plan)
        line = reader.line_num + 1
        for cells in reader:
            if any(cells):
                wrong = "" if len(cells) == len(header) else f"the row has {len(cells)} cells and the header {len(header)}"
                yield Row(line, dict(zip(header, cells, strict=False)), wrong)
            line = reader.line_num + 1
    except csv.Error as error:
        raise Problem(f"The row that begins in line {line} of {name} is not CSV: {_plainly(error)}.") from None


def _plainly(error: csv.Error) -> str:
    said = str(error)
    if "field limit" in said:
        return f"a cell is longer than {csv.field_size_limit()} characters, or a quotation mark is never closed"
    return "a quotation mark is never closed" if "unexpected end" in said else "a quotation mark stands in the middle of a cell"


def _delimiter(first: str) -> str:
    """Return the sign that parts most cells of the header."""
    return max((",", ";", "\t", "|"), key=first.count)


def _header(cells: list[str], name: str, plan: Plan) -> list[str]:
    header = [cell.strip() or f"column {number}" for number, cell in enumerate(cells, 1)]
    if len(header) > MOST_COLUMNS:
        raise Problem(f"The header in line 1 of {name} has {len(header)} columns; more than {MOST_COLUMNS} are surely a mistake.")
    for column in header:
        if header.count(column) > 1:
            raise Problem(f"The header in line 1 of {name} has the column '{column[:60]}' twice.")
    for column in plan.asked:
        if column not in header:
            found = ", ".join(header)[:200]
            raise Problem(f"The header in line 1 of {name} has no column '{column}', which the mapping names; it has: {found}.")
    return header


def _json(file: TextIO, name: str) -> Iterator[Row]:
    stream = _Entries(file, name)
    if stream.sign() != "[":
        raise Problem(f"Line {stream.line} of {name} does not begin a JSON list of entries: [ {{…}}, {{…}} ].")
    stream.skip()
    if stream.sign() == "]":
        return
    while True:
        sign, line = stream.sign(), stream.line
        entry = stream.entry()
        yield Row(line, entry) if sign == "{" else Row(line, {}, "the entry is not an object of the form {…}")
        sign = stream.sign()
        if sign not in (",", "]"):
            raise Problem(f"Line {stream.line} of {name} is not JSON: a comma or the end of the list is missing.")
        stream.skip()
        if sign == "]":
            break
    if stream.sign():
        raise Problem(f"Line {stream.line} of {name} goes on after the end of the JSON list.")


class _Entries:
    """Takes the entries of a JSON list out of a file, one at a time."""

    def __init__(self, file: TextIO, name: str) -> None:
        self._file, self._name = file, name
        self._buffer, self._at, self._ended = "", 0, False
        self._decode = json.JSONDecoder().raw_decode
        self.line = 1

    def sign(self) -> str:
        """Return the next sign that is not white space, without taking it; empty at the end."""
        while True:
            start = self._at
            while self._at < len(self._buffer) and self._buffer[self._at] in " \t\r\n":
                self._at += 1
            self.line += self._buffer.count("\n", start, self._at)
            if self._at < len(self._buffer):
                return self._buffer[self._at]
            if not self._more():
                return ""

    def skip(self) -> None:
        """Take one sign."""
        self._at += 1

    def entry(self) -> Any:
        """Take the entry that begins here."""
        while True:
            try:
                found, end = self._decode(self._buffer, self._at)
            except json.JSONDecodeError as error:
                if len(self._buffer) - self._at > LONGEST_ENTRY:
                    raise self._broken(f"it is longer than {LONGEST_ENTRY} characters or broken", self.line) from None
                if not self._more():
                    line = self.line + self._buffer.count("\n", self._at, error.pos)
                    raise self._broken(error.msg[:1].lower() + error.msg[1:], line) from None
                continue
            except (RecursionError, ValueError):
                raise self._broken("it is nested too deeply or holds a number too long to be one", self.line) from None
            if end < len(self._buffer) or self._ended or self._buffer[end - 1] in "}]":
                self.line += self._buffer.count("\n", self._at, end)
                self._at = end
                return found
            self._more()

    def _broken(self, why: str, line: int) -> Problem:
        begins = f" (the entry begins in line {self.line})" if line != self.line else ""
        return Problem(f"Line {line} of {self._name} is not JSON: {why}{begins}.")

    def _more(self) -> bool:
        chunk = self._file.read(max(CHUNK, len(self._buffer) - self._at))
        self._buffer, self._at = self._buffer[self._at :] + chunk, 0
        self._ended = not chunk
        return bool(chunk)
