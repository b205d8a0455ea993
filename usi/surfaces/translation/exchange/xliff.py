"""XLIFF 2.1 files (OASIS Standard, 13 February 2018), written and read with a parser that follows no entity and loads nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree  # type: ignore[import-untyped]

from usi.base import languages
from usi.surfaces.translation.exchange.values import FROM_XLIFF, TO_XLIFF, ExchangeFile, ExchangeUnit, Parsed, Refused, checked_id

NS = "urn:oasis:names:tc:xliff:document:2.0"
OWN = "urn:usi:translation"
VERSIONS = ("2.0", "2.1", "2.2")
_BASE = f"{{{OWN}}}was"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
# What XML cannot hold stands in an element of its own: <cp hex="0001"/>.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DECLARED = re.compile(r"\A<\?xml[^>]*?encoding\s*=\s*[\"']([\w.-]{1,40})[\"'][^>]*\?>")
_DECLARATION = re.compile(r"\A<\?xml[^>]*\?>")


def write(file: ExchangeFile) -> bytes:
    """Return an XLIFF 2.1 file."""
    root = etree.Element(_name("xliff"), nsmap={None: NS, "usi": OWN})
    root.set("version", "2.1")
    root.set("srcLang", file.source_language)
    root.set("trgLang", file.target_language)
    body = _inside(root, "file", id="f1", original=file.subject_uri, srcDir=_dir(file.source_language), trgDir=_dir(file.target_language))
    body.set(f"{{{OWN}}}version", str(file.version))
    body.set(_SPACE, "preserve")
    for each in file.units:
        unit = _inside(body, "unit", id=checked_id(each.id))
        if each.base:
            unit.set(_BASE, each.base)
        if each.note:
            # A note holds text alone, no elements.
            _inside(_inside(unit, "notes"), "note").text = _NOT_XML.sub("\ufffd", each.note)
        segment = _inside(unit, "segment", state=TO_XLIFF.get(each.state, "initial") if each.target else "initial")
        if each.state:
            segment.set("subState", f"usi:{checked_id(each.state)}")
        _text(_inside(segment, "source"), each.source)
        if each.target:
            _text(_inside(segment, "target"), each.target)
    # Not indented: a file that keeps white space keeps that too.
    written: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def read(data: bytes) -> Parsed:
    """Return what an XLIFF 2 file holds; elements inside texts are left out, what they enclose stays.

    :raises Refused: if it is none, is broken, or brings a document type with it
    """
    root = _root(_decoded(data))
    if root.tag != _name("xliff") or root.get("version") not in VERSIONS:
        raise Refused(_("This is no XLIFF 2 file. Download the text again as XLIFF and work on that file."))
    files = root.findall(_name("file"))
    if len(files) != 1:
        raise Refused(_("The file holds several texts. Send one file for each text."))
    version = files[0].get(f"{{{OWN}}}version", "")
    return Parsed(
        [_unit(unit) for unit in files[0].iter(_name("unit"))],
        subject_uri=files[0].get("original", ""),
        version=int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0,
        source_language=root.get("srcLang", ""),
        target_language=root.get("trgLang", ""),
    )


def _decoded(data: bytes) -> str:
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    try:
        text = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(_("The file is not in UTF-8. Save it as UTF-8 in your program and send it again.")) from None
    declared = _DECLARED.match(text)
    if declared is not None and declared.group(1).lower() not in (("utf-16", "utf-16le", "utf-16be") if wide else ("utf-8", "us-ascii")):
        raise Refused(_("The file is not in UTF-8. Save it as UTF-8 in your program and send it again."))
    # Refused before a parser sees it: nothing in a file of translations needs a document type, and entities live in one.
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        said = _("The file brings a document type or entities with it, which is not safe. Download the text again and work on that file.")
        raise Refused(said)
    return _DECLARATION.sub("", text).lstrip()


def _root(text: str) -> Any:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(text.encode("utf-8", "surrogatepass"), parser)
    except (etree.XMLSyntaxError, ValueError):
        raise Refused(_("The file is broken XML. Download the text again and work on that file.")) from None


def _unit(unit: Any) -> ExchangeUnit:
    parts = [part for part in unit if part.tag in (_name("segment"), _name("ignorable"))]
    sources = [_content(part.find(_name("source"))) for part in parts]
    targets = [_content(part.find(_name("target"))) for part in parts]
    between = [part.tag == _name("ignorable") for part in parts]
    done = all(target or aside or not source.strip() for source, target, aside in zip(sources, targets, between, strict=True))
    # What stands between sentences that a tool has cut apart is the same in both languages where nothing is said.
    whole = [target or (source if aside else "") for source, target, aside in zip(sources, targets, between, strict=True)]
    target = "".join(whole) if done and any(targets) else ""
    note = "\n".join(_content(found) for found in unit.iterfind(f"{_name('notes')}/{_name('note')}"))
    return ExchangeUnit(unit.get("id", ""), "".join(sources), target, _state(parts), note, unit.get(_BASE, ""))


def _state(parts: list[Any]) -> str:
    segments = [part for part in parts if part.tag == _name("segment")]
    found = [(part.get("state", "initial"), part.get("subState", "")) for part in segments]
    if len(found) == 1:
        state, ours = found[0][0], found[0][1].removeprefix("usi:")
        # A tool that has moved the state may have left ours behind.
        known = ours and found[0][1].startswith("usi:") and TO_XLIFF.get(ours, "initial") == state
        empty = not _content(segments[0].find(_name("target")))
        if known or (empty and state == "initial"):
            return ours if ours and found[0][1].startswith("usi:") else ""
    return min((FROM_XLIFF.get(state, "draft") for state, _ in found), key=("draft", "done").index, default="")


def _content(element: Any) -> str:
    return "" if element is None else "".join(_characters(element))


def _characters(element: Any) -> Iterator[str]:
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            yield node.text or ""
            code = node.get("hex", "") if node.tag == _name("cp") else ""
            if re.fullmatch(r"[0-9A-Fa-f]{4,6}", code) and int(code, 16) <= 0x10FFFF:
                yield chr(int(code, 16))
        elif node is not element:
            yield node.tail or ""


def _text(element: Any, value: str) -> None:
    last = None
    start = 0
    for found in _NOT_XML.finditer(value):
        _append(element, last, value[start : found.start()])
        last = etree.SubElement(element, _name("cp"), hex=f"{ord(found.group()):04X}")
        start = found.end()
    _append(element, last, value[start:])


def _append(element: Any, last: Any, value: str) -> None:
    if last is None:
        element.text = value
    else:
        last.tail = value


def _inside(parent: Any, name: str, **attributes: str) -> Any:
    return etree.SubElement(parent, _name(name), attributes)


def _name(name: str) -> str:
    return f"{{{NS}}}{name}"


def _dir(language: str) -> str:
    return languages.direction(language)
