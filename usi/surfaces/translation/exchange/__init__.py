"""Translations as files for professional tools, out and in again: XLIFF 2.1 (OASIS) and gettext's PO.

Works on plain values, not on rows: the desk makes an `ExchangeFile` of its segments and merges what comes back.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import IO

from django.utils.translation import gettext as _

from usi.surfaces.translation.exchange import catalogue, xliff
from usi.surfaces.translation.exchange.merging import Merged, Row, merge
from usi.surfaces.translation.exchange.values import LARGEST, LONGEST, MOST_UNITS, ExchangeFile, ExchangeUnit, Parsed, Refused, mark

FORMATS: dict[str, tuple[Callable[[ExchangeFile], bytes], Callable[[bytes], Parsed]]] = {
    "xlf": (xliff.write, xliff.read),
    "xliff": (xliff.write, xliff.read),
    "po": (catalogue.write, catalogue.read),
}
_XLIFF, _PO = "application/xliff+xml; charset=utf-8", "text/x-gettext-translation; charset=utf-8"
CONTENT_TYPES = {"xlf": _XLIFF, "xliff": _XLIFF, "po": _PO}

__all__ = [
    "CONTENT_TYPES",
    "FORMATS",
    "LARGEST",
    "ExchangeFile",
    "ExchangeUnit",
    "Merged",
    "Parsed",
    "Refused",
    "Row",
    "mark",
    "merge",
    "read",
    "received",
    "write",
]


def write(file: ExchangeFile, format: str) -> bytes:
    """Return a text's segments as a file, in UTF-8.

    :raises KeyError: if the format is not one of `FORMATS`
    """
    return FORMATS[format][0](file)


def received(upload: IO[bytes], *, size: int | None = None) -> bytes:
    """Return the content of an upload, and never more of it than `LARGEST`: its `size` is looked at before it is read.

    :raises Refused: if it is larger
    """
    if size is None:
        size = getattr(upload, "size", None)
    data = b"" if size is not None and size > LARGEST else upload.read(LARGEST + 1)
    if len(data) > LARGEST or (size is not None and size > LARGEST):
        raise Refused(too_large())
    return data


def read(data: bytes, format: str, *, expected: ExchangeFile | None = None) -> Parsed:
    """Return what a file holds; where `expected` is given, only if it is of the same text and languages.

    :raises Refused: with what to do, if the file is too large, hostile, broken or of something else
    """
    if len(data) > LARGEST:
        raise Refused(too_large())
    if format.lower() not in FORMATS:
        raise Refused(_("Send an XLIFF file (.xlf) or a PO file (.po)."))
    parsed = FORMATS[format.lower()][1](data)
    if len(parsed.units) > MOST_UNITS or any(max(len(unit.source), len(unit.target)) > LONGEST for unit in parsed.units):
        raise Refused(_("The file holds more than any text here has. Download the text again and send only that file back."))
    if not parsed.units:
        raise Refused(_("There is no part of a text in this file. Download the text again and work on that file."))
    if expected is not None:
        _same_text(parsed, expected)
    return parsed


def too_large() -> str:
    """Return the words for a file that is too large."""
    return _("The file is larger than %(most)s MB. Download the text here again and send only that file back.") % {
        "most": LARGEST // 1024 // 1024
    }


def _same_text(parsed: Parsed, expected: ExchangeFile) -> None:
    if parsed.subject_uri and parsed.subject_uri != expected.subject_uri:
        raise Refused(_("This file is of another text. Open the text it was downloaded from and send it there."))
    for found, wanted in ((parsed.source_language, expected.source_language), (parsed.target_language, expected.target_language)):
        if found and found.replace("_", "-").lower() != wanted.lower():
            said = _("This file is in %(found)s, and the text is translated from %(source)s into %(target)s. Send the file of this pair.")
            names = {"found": f"\u2068{found[:20]}\u2069", "source": expected.source_language, "target": expected.target_language}
            raise Refused(said % names)
