"""Reads a list of signatures from paper: CSV as any spreadsheet saves it, of any length, and says plainly what is wrong with it."""

from __future__ import annotations

import codecs
import contextlib
import csv
import functools
import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from usi.base import text
from usi.spine.taxonomy import countries

CHUNK = 1 << 18
LONGEST_LINE = 1_000_000
LONGEST_CELL = 300
MOST_COLUMNS = 100
NEEDED = ("name", "country")
_STARTS = (b"PK\x03\x04", b"\x1f\x8b", b"%PDF", b"\xd0\xcf\x11\xe0", b"{\\rtf")
_ENCODINGS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_WORDS = {
    "name": ("name", "full name", "names", "nom", "nombre", "nome", "ονοματεπωνυμο", "الاسم الكامل"),
    "place": ("place", "union", "workplace", "city", "town", "ort", "lieu", "lugar", "luogo", "τοποσ", "σωματειο", "المكان", "النقابة"),
    "country": ("country", "land", "pays", "pais", "paese", "χωρα", "البلد"),
    "email": ("email", "e-mail", "mail", "e-mail address", "email address", "correo", "correo electronico", "courriel"),
}


class Problem(Exception):
    """The file cannot be used; the message says why and what to do, in the reader's language."""


@dataclass(frozen=True)
class Row:
    """A row as it is counted: the line it begins in, what it says, and why it cannot count, if so."""

    line: int
    name: str = ""
    place: str = ""
    country: str = ""
    email: str = ""
    wrong: str = ""


def check(file: IO[bytes]) -> tuple[str, str]:
    """Read the bytes once through; returns the encoding and the SHA-256 of the file in hexadecimal digits.

    :raises Problem: if they are not text in UTF-8, or in UTF-16 with its mark, naming the line
    """
    file.seek(0)
    head = file.read(4)
    if not head:
        raise Problem(_("The file is empty. Choose another one."))
    if head.startswith(_STARTS):
        raise Problem(_("This is no CSV file. Open it in your spreadsheet and save it as CSV in UTF-8."))
    encoding = next((name for mark, name in _ENCODINGS if head.startswith(mark)), "utf-8")
    decoder, digest, line, run = codecs.getincrementaldecoder(encoding)(), hashlib.sha256(), 1, 0
    file.seek(0)
    while True:
        chunk = file.read(CHUNK)
        digest.update(chunk)
        try:
            said = decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError:
            raise Problem(_("Near line %(line)s the file is not UTF-8. Save it again as CSV in UTF-8.") % {"line": line}) from None
        if "\0" in said:
            raise Problem(_("The file holds characters that no text has. Save it again as CSV in UTF-8."))
        breaks = said.count("\n") or said.count("\r")
        run = run + len(said) if not breaks else len(said) - max(said.rfind("\n"), said.rfind("\r"))
        line += breaks
        if run > LONGEST_LINE:
            raise Problem(_("Line %(line)s is too long to be a row of a list.") % {"line": line})
        if not chunk:
            return encoding, digest.hexdigest()


def rows(file: IO[bytes], encoding: str) -> Iterator[Row]:
    """Yield the rows of a file that `check` found to be text; empty ones are passed over.

    :raises Problem: where it stops being CSV, or if a column is missing
    """
    file.seek(0)
    lines = io.TextIOWrapper(file, encoding=encoding, newline="")
    try:
        yield from _rows(lines)
    finally:
        # Closing it would close the file as well; who gave up half-way may have closed it before.
        with contextlib.suppress(ValueError):
            lines.detach()


def _rows(lines: io.TextIOWrapper) -> Iterator[Row]:
    first = lines.readline(LONGEST_LINE)
    said = first.strip().lower()
    # Spreadsheets may begin with a line that names the sign between cells.
    told = said[4:5] if said.startswith("sep=") else ""
    skipped = 1 if told else 0
    if told:
        first = lines.readline(LONGEST_LINE)
    reader = csv.reader(_again(first, lines), delimiter=told or max((",", ";", "\t", "|"), key=first.count), strict=True)
    line = 1 + skipped
    try:
        header = next(reader, [])
        places = _places(header)
        line = reader.line_num + 1 + skipped
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield _row(line, cells, len(header), places)
            line = reader.line_num + 1 + skipped
    except csv.Error:
        raise Problem(
            _("The row that begins in line %(line)s is not CSV: a quotation mark is not closed, or a cell is endless.") % {"line": line}
        ) from None


def _again(first: str, lines: io.TextIOWrapper) -> Iterator[str]:
    yield first
    yield from lines


def _places(header: Sequence[str]) -> dict[str, int]:
    known, found = _columns(), {}
    if len(header) > MOST_COLUMNS:
        raise Problem(_("The first line has too many columns. It must name the columns: name, place, country, e-mail."))
    for place, cell in enumerate(header):
        field = known.get(_fold(cell))
        if field in found:
            raise Problem(_("The column “%(column)s” is there twice.") % {"column": text.line(cell)[:60]})
        if field:
            found[field] = place
    for field in NEEDED:
        if field not in found:
            raise Problem(
                _("The first line must name the columns: name, place, country, e-mail. It lacks “%(missing)s” and has: %(found)s")
                % {"missing": field, "found": ", ".join(text.line(cell)[:30] for cell in header[:12])}
            )
    return found


@functools.cache
def _columns() -> dict[str, str]:
    """Return what columns may be called: the words above, and those on the printed sheet in every language of the interface."""
    found = {_fold(word): field for field, words in _WORDS.items() for word in words}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            said = {"name": _("Name"), "place": _("Place or union"), "country": _("Country"), "email": _("E-mail (if you want news)")}
            found |= {_fold(word): field for field, word in said.items()} | {_fold(_("E-mail")): "email"}
    return found


def _fold(word: str) -> str:
    return text.skeleton(text.line(word.lstrip("\ufeff")))


def _row(line: int, cells: Sequence[str], width: int, places: dict[str, int]) -> Row:
    if len(cells) != width:
        return Row(line, wrong=_("it has %(cells)s cells and the first line %(columns)s") % {"cells": len(cells), "columns": width})
    said = {field: cells[place] for field, place in places.items()}
    if any(len(cell) > LONGEST_CELL for cell in said.values()):
        return Row(line, wrong=_("a cell is too long"))
    said = {field: text.line(cell) for field, cell in said.items()}
    # A lone dash is how many leave a cell empty.
    if any(len(cell) > 1 and text.spreadsheet_cell(cell) != cell for cell in (said["name"], said.get("place", ""))):
        return Row(line, wrong=_("a cell begins like a formula"))
    if not any(char.isalpha() for char in said["name"]):
        return Row(line, wrong=_("there is no name"))
    country = countries.find(said["country"]) if said["country"] else None
    if country is None:
        return Row(line, wrong=_("the country is not known; write its name or its code, such as GR"))
    return Row(line, said["name"], said.get("place", ""), country, said.get("email", ""))
