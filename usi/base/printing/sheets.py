"""Turns a template of a room and plain data into a PDF. What people typed reaches typst as data and is never read as its code."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst
from django.template.utils import get_app_template_dirs

from usi.base import languages, text
from usi.base.printing.coverage import FONTS, printable

# Templates read nothing above this folder: it holds the program and none of its data.
ROOT = Path(__file__).parents[2]
# After so many documents without any use of it, typst drops what it has laid out.
_KEPT_FOR = 11


class NotPrintable(Exception):
    """A template and its data do not make a sheet: a fault of ours, never of what somebody typed."""


def pdf(template: str, data: Mapping[str, Any], *, language: str, title: str = "") -> bytes:
    """Return a PDF made from a template of an app (`templates/…/x.typ`) in a language, whose direction it takes.

    `data` holds texts, numbers, lists and mappings as in JSON; bytes are files for typst's `bytes`, such as the SVG of a code.
    A template begins with `#import "/base/printing/usi.typ": *` and finds the data as `data`. `title` goes into the properties
    of the document (`data["title"]` where none is given). The file is tagged for screen readers and is
    PDF/UA-1 unless a text holds a cluster of marks that no font has.

    A page takes some hundredths of a second, forty thousand names in many scripts twenty seconds and 300 MB.

    :raises NotPrintable: if there is no such template or it fails
    """
    inputs = {
        "data": json.dumps(_plain(data), ensure_ascii=False),
        "language": language,
        "direction": languages.direction(language),
        "title": text.line(title or str(data.get("title", ""))) or "USI",
    }
    compiler = typst.Compiler(_find(template), root=ROOT, font_paths=_fonts(), ignore_system_fonts=True, sys_inputs=inputs)
    try:
        return _made(compiler, "ua-1")
    except typst.TypstError as error:
        # A letter and a mark that no one font has both of: better one box than no sheet, but PDF/UA does not allow it.
        if "PDF/UA" not in error.message:
            raise NotPrintable(_fault(template, error)) from None
    try:
        return _made(compiler, None)
    except typst.TypstError as error:
        raise NotPrintable(_fault(template, error)) from None


def forget() -> None:
    """Let typst let go of what it keeps of the last sheets in case they come again: hundreds of megabytes after very long ones."""
    for _ in range(_KEPT_FOR + 1):
        typst.Compiler(b" ", root=ROOT, font_paths=_fonts(), ignore_system_fonts=True).compile(format="pdf")


def _made(compiler: typst.Compiler, standard: typst.PDFStandards) -> bytes:
    made = compiler.compile(format="pdf", pdf_standards=standard or [])
    return made if isinstance(made, bytes) else b"".join(made or [])


def _fault(template: str, error: typst.TypstError) -> str:
    # What is quoted in a message may be what somebody typed.
    said = re.split('[:`"]', error.message)[0]
    return f"{template}: {said}"


def _find(template: str) -> Path:
    for folder in get_app_template_dirs("templates"):
        path = Path(folder) / template
        if path.is_file() and path.suffix == ".typ" and path.resolve().is_relative_to(ROOT):
            return path
    raise NotPrintable(f"{template}: there is no such template")


@functools.cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


def _plain(value: Any) -> Any:
    """Return a value as JSON can say it; texts are cleaned once more and hold only what can be printed."""
    if isinstance(value, str):
        return printable(text.prose(value))
    if isinstance(value, bytes):
        return list(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    if value is None or isinstance(value, (bool, int, float)):
        return value
    return printable(text.prose(str(value)))
