"""PO files: gettext's catalogue, as Poedit, Weblate and Pootle read it. A segment's id is its context."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext as _
from translate.storage.base import ParseError
from translate.storage.pypo import pofile, pounit

from usi.base import time
from usi.surfaces.translation.exchange.values import ExchangeFile, ExchangeUnit, Parsed, Refused, checked_id

_STATE = "state: "
_BASE = re.compile("text: ([0-9a-f]{16})")
_OPEN = ("draft", "changed", "in_work", "outdated")
_CHARSET = re.compile(rb"charset=([\w-]{1,40})", re.IGNORECASE)


def write(file: ExchangeFile) -> bytes:
    """Return a PO file; what still needs work is marked fuzzy."""
    store = pofile()
    now = time.now().strftime("%Y-%m-%d %H:%M+0000")
    store.updateheader(  # type: ignore[no-untyped-call]
        add=True, Project_Id_Version="USI", PO_Revision_Date=now, POT_Creation_Date=now, Last_Translator="", Language_Team="",
        X_Generator="USI", Language=file.target_language, X_Source_Language=file.source_language,
        X_USI_Subject=file.subject_uri, X_USI_Version=str(file.version),
    )  # fmt: skip
    for each in file.units:
        unit = pounit(each.source)
        unit.setcontext(checked_id(each.id))
        unit.target = each.target
        notes = [*each.note.splitlines(), *([_STATE + each.state] if each.state else []), *([f"text: {each.base}"] if each.base else [])]
        if notes:
            unit.addnote("\n".join(notes), origin="developer")
        unit.markfuzzy(bool(each.target) and each.state in _OPEN)
        store.addunit(unit)
    return bytes(store)


def read(data: bytes) -> Parsed:
    """Return what a PO file holds.

    :raises Refused: if it is none, or not in UTF-8
    """
    data = data.removeprefix(b"\xef\xbb\xbf")
    charset = _CHARSET.search(data[:4000])
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused(_("The file is not in UTF-8. Save it as UTF-8 in your program and send it again.")) from None
    if charset is not None and charset.group(1).lower() not in (b"utf-8", b"utf8", b"charset"):
        raise Refused(_("The file is not in UTF-8. Save it as UTF-8 in your program and send it again."))
    try:
        store = pofile.parsestring(data)  # type: ignore[no-untyped-call]
        header = store.parseheader()
        units = [_unit(unit) for unit in store.units if not unit.isheader() and not unit.isobsolete() and unit.source]
    except (ParseError, ValueError, TypeError, IndexError, AttributeError, UnicodeError):
        raise Refused(_("This is no PO file, or a broken one. Download the text again and work on that file.")) from None
    version = header.get("X-USI-Version", "")
    return Parsed(
        units,
        subject_uri=header.get("X-USI-Subject", ""),
        version=int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0,
        source_language=header.get("X-Source-Language", ""),
        target_language=header.get("Language", ""),
    )


def _unit(unit: Any) -> ExchangeUnit:
    lines = unit.getnotes("developer").split("\n")
    base = _BASE.fullmatch(lines[-1])
    if base is not None:
        lines.pop()
    state = lines.pop().removeprefix(_STATE) if lines and lines[-1].startswith(_STATE) else ""
    target = str(unit.target or "")
    # The state stands in a comment that other tools leave as it is; what they did to the text says more.
    if target and not unit.isfuzzy() and state in (*_OPEN, "empty", "wanted"):
        state = "done"
    elif target and unit.isfuzzy() and state not in _OPEN:
        state = "draft"
    return ExchangeUnit(unit.getcontext(), str(unit.source), target, state, "\n".join(lines), base.group(1) if base else "")
