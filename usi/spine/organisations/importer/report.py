"""The row report: for every row what became of it and why, as a file and in short."""

from __future__ import annotations

import csv
import json
from collections import Counter
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from types import TracebackType
from typing import TextIO

from usi.base import text
from usi.spine.organisations.importer.problems import Problem

CREATED, UPDATED, SAME, REFUSED, ALIKE, PARENT = "created", "updated", "same", "refused", "alike", "parent"
SHOWN = 40


@dataclass(frozen=True)
class Line:
    """What became of a row. `decision` is what can be put into the mapping file's [decisions]."""

    line: int
    key: str
    name: str
    result: str
    page: str = ""
    why: str = ""
    decision: str = ""

    def __str__(self) -> str:
        """Return it as a sentence."""
        return f"line {self.line}, {self.name or self.key or 'no name'}: {self.result}{': ' + self.why if self.why else ''}"


class Report:
    """Counts the results, keeps the first that ask for attention, and writes all to a file where one is wanted."""

    def __init__(self, path: Path | None = None) -> None:
        """Write to a file, as JSON if its name ends so, else as CSV that no spreadsheet runs."""
        self.counts: Counter[str] = Counter()
        self.edges: Counter[str] = Counter()
        self.shown: list[Line] = []
        self.more = 0
        self._path, self._first = path, True
        self._file: TextIO | None = None
        self._as_json = path is not None and path.suffix.lower() == ".json"

    def __enter__(self) -> Report:
        """Open the file.

        :raises Problem: if it cannot be written
        """
        if self._path:
            try:
                self._file = self._path.open("w", encoding="utf-8" if self._as_json else "utf-8-sig", newline="")
            except OSError as error:
                raise Problem(f"The report {self._path} cannot be written: {error.strerror or error}.") from None
            if self._as_json:
                self._file.write("[")
            else:
                csv.writer(self._file).writerow([field.name for field in fields(Line)])
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Close the file."""
        if self._file:
            if self._as_json:
                self._file.write("\n]\n")
            self._file.close()

    def add(self, line: Line) -> None:
        """Add what became of a row."""
        if line.result != PARENT:
            self.counts[line.result] += 1
        if line.result in (REFUSED, ALIKE, PARENT) or line.why:
            if len(self.shown) < SHOWN:
                self.shown.append(line)
            else:
                self.more += 1
        if self._file:
            self._write(self._file, line)

    def _write(self, file: TextIO, line: Line) -> None:
        if self._as_json:
            file.write(("" if self._first else ",") + "\n" + json.dumps(asdict(line), ensure_ascii=False))
            self._first = False
        else:
            csv.writer(file).writerow([text.spreadsheet_cell(str(value)) for value in asdict(line).values()])


def decision(key: str) -> str:
    """Return the entry for [decisions] that says a row is another organisation."""
    return json.dumps(key, ensure_ascii=False).replace("\x7f", "\\u007f") + ' = "new"'
