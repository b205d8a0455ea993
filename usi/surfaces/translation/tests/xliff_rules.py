"""The rules of XLIFF 2.1 for the elements of its core, as its standard states them (OASIS, 13 February 2018, sections 4.2 and 4.3)."""

import re

from lxml import etree

NS = "{urn:oasis:names:tc:xliff:document:2.0}"
XML = "{http://www.w3.org/XML/1998/namespace}"
_NAME = re.compile(r"[-.:\w\u00b7]+")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_SUB_STATE = re.compile(r"[^\s:]+:[^\s:]+")
_YES_NO, _DIRECTIONS, _SPACES = {"yes", "no"}, {"ltr", "rtl", "auto"}, {"default", "preserve"}
_STATES = {"initial", "translated", "reviewed", "final"}
# Element: required attributes, others of the core, whether it takes attributes of other namespaces, its children in order.
RULES = {
    "xliff": ({"version", "srcLang"}, {"trgLang", XML + "space"}, True, r"(file )+"),
    "file": ({"id"}, {"canResegment", "original", "translate", "srcDir", "trgDir", XML + "space"}, True, r"(skeleton )?(other )*(notes )?((unit|group) )+"),
    "unit": ({"id"}, {"name", "canResegment", "translate", "srcDir", "trgDir", "type", XML + "space"}, True, r"(other )*(notes )?(originalData )?(ignorable )*(segment )((segment|ignorable) )*"),
    "notes": (set(), set(), False, r"(note )+"),
    "note": (set(), {"id", "appliesTo", "category", "priority"}, True, r""),
    "segment": (set(), {"id", "canResegment", "state", "subState"}, False, r"source (target )?"),
    "ignorable": (set(), {"id"}, False, r"source (target )?"),
    "source": (set(), {XML + "lang", XML + "space"}, False, r"((cp|ph|pc|sc|ec|mrk|sm|em) )*"),
    "target": (set(), {XML + "lang", XML + "space", "order"}, False, r"((cp|ph|pc|sc|ec|mrk|sm|em) )*"),
    "cp": ({"hex"}, set(), False, r""),
}
_TEXT = {"note", "source", "target"}
VALUES = {
    "id": _NAME.fullmatch, "srcLang": _LANGUAGE.fullmatch, "trgLang": _LANGUAGE.fullmatch, "version": lambda value: value == "2.1",
    "srcDir": _DIRECTIONS.__contains__, "trgDir": _DIRECTIONS.__contains__, "translate": _YES_NO.__contains__, "canResegment": _YES_NO.__contains__,
    "state": _STATES.__contains__, "subState": _SUB_STATE.fullmatch, XML + "space": _SPACES.__contains__,
    # What XML can hold itself is written as it is.
    "hex": lambda value: bool(re.fullmatch(r"([0-9A-F]{2}){2,3}", value)) and not re.match("[\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", chr(int(value, 16))),
}  # fmt: skip


def broken(data):
    """Return what of a file breaks the standard, in words; nothing where it is valid."""
    root = etree.fromstring(data)
    if root.tag != NS + "xliff":
        return [f"the root is {root.tag}"]
    faults = [fault for element in root.iter(etree.Element) for fault in _element(element)]
    if root.find(f".//{NS}target") is not None and not root.get("trgLang"):
        faults.append("targets, and no trgLang")
    faults += _twice("file", root.iterfind(f"{NS}file"))
    for file in root.iterfind(f"{NS}file"):
        faults += _twice("unit", file.iter(f"{NS}unit"))
    for unit in root.iter(f"{NS}unit"):
        faults += _twice("part", [part for part in unit if part.get("id") is not None])
    return faults


def _twice(what, elements):
    ids = [element.get("id") for element in elements]
    return [f"{what} {one} stands twice" for one in sorted({one for one in ids if ids.count(one) > 1})]


def _element(element):
    if not element.tag.startswith(NS):
        return
    name = element.tag.removeprefix(NS)
    if name not in RULES:
        yield f"<{name}> is none of the elements that are written here"
        return
    required, optional, others, children = RULES[name]
    yield from (f"<{name}> lacks {each}" for each in sorted(required - set(element.attrib)))
    for attribute, value in element.attrib.items():
        foreign = attribute.startswith("{") and not attribute.startswith((NS, XML))
        if (foreign and not others) or (not foreign and attribute not in required | optional):
            yield f"<{name}> has {attribute}"
        elif attribute in VALUES and not VALUES[attribute](value):
            yield f"<{name}> has {attribute}={value!r}"
    inside = "".join(f"{child.tag.removeprefix(NS)} " if child.tag.startswith(NS) else "other " for child in element)
    if not re.fullmatch(children, inside):
        yield f"<{name}> holds: {inside}"
    between = [element.text, *(child.tail for child in element)]
    if name not in _TEXT and any((text or "").strip() for text in between):
        yield f"<{name}> holds text"
    if name == "segment":
        yield from _segment(element)


def _segment(element):
    state = element.get("state", "initial")
    if element.get("subState") is not None and element.get("state") is None:
        yield "a subState without a state"
    if state != "initial" and element.find(f"{NS}target") is None:
        yield f"{state} without a target"
