"""Looks at a segment's translation before it is saved: what is missing, what does not belong, and what to do about it.

Only what would break the page blocks: a lost link, placeholder or marker, a code block or direction mark that is left open, no text at all.
Everything else is a question to the translator, who may know better.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from usi.base import languages, text, words
from usi.surfaces.translation import numerals
from usi.surfaces.translation.glossary import TermHit, occurs

_TARGET = re.compile(r"\]\(\s*<?([^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*)>?[^()\n]{0,200}\)")
_ADDRESS = re.compile(r"(?:https?://|mailto:|www\.)[^\s<>()\[\]\"'«»“”]+|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"%\([A-Za-z_]\w{0,60}\)[sd]|\{[A-Za-z_]\w{0,60}\}")
_IMAGE = re.compile(r"!\[")
_MARKER = re.compile(r"\s*((?:>\s?)*)\s*(#{1,6}(?=\s|$)|[-*+](?=\s)|[0-9]{1,9}[.)](?=\s)|`{3,}|~{3,})?\s*")
_FENCE = re.compile(r"^[ \t>]*(`{3,}|~{3,})", re.MULTILINE)
_BOLD = re.compile(r"(?<!\\)\*\*|(?<!\\)__")
_AT_THE_END = ".,;:!?·،؛؟。，、"
LRM, RLM, ALM = "\u200e", "\u200f", "\u061c"
_OPENING, _CLOSING = "\u2066\u2067\u2068", "\u2069"
_OVERRIDES = "\u202a\u202b\u202c\u202d\u202e"
_MOST_NAMED = 5


@dataclass(frozen=True)
class Fault:
    """One thing to look at: a code, what to do in the reader's language, and whether it has to be mended first."""

    code: str
    message: str
    blocking: bool = False


@dataclass(frozen=True)
class _Pair:
    source: str
    target: str
    from_language: str
    to_language: str
    terms: Sequence[TermHit]


def faults(source: str, target: str, *, from_language: str, to_language: str, terms: Sequence[TermHit] = ()) -> list[Fault]:
    """Return what is to be looked at in a translation, what blocks first; `terms` are the glossary's hits in the source."""
    if not text.is_visible(target):
        return [Fault("missing", _("There is no translation yet. Write one."), blocking=True)]
    pair = _Pair(source, target, from_language, to_language, terms)
    looks: tuple[Callable[[_Pair], Iterable[Fault]], ...] = (
        _links, _placeholders, _structure, _directions, _numbers, _emphasis, _glossary, _untranslated,
    )  # fmt: skip
    found = [fault for look in looks for fault in look(pair)]
    return sorted(found, key=lambda fault: not fault.blocking)


def _links(pair: _Pair) -> Iterator[Fault]:
    (linked, bare), (linked_too, bare_too) = _addresses(pair.source), _addresses(pair.target)
    lost = linked - linked_too
    unlinked = Counter({address: count for address, count in lost.items() if bare_too[address]})
    if unlinked:
        said = _("An address is no link any more: %(addresses)s. Write it as [words](address), without a space between.")
        yield Fault("links", said % {"addresses": _named(unlinked)}, blocking=True)
    lost = (lost - unlinked) + (bare - bare_too - linked_too)
    if lost:
        said = _("Missing from the translation: %(addresses)s. Copy the address from the original.")
        yield Fault("links", said % {"addresses": _named(lost)}, blocking=True)
    fresh = (linked_too + bare_too) - (linked + bare)
    if fresh:
        said = _("Not in the original: %(addresses)s. Take the address out, or check that it is meant.")
        yield Fault("links_added", said % {"addresses": _named(fresh)})
    if len(_IMAGE.findall(pair.source)) > len(_IMAGE.findall(pair.target)):
        yield Fault("links", _("A picture is missing. Copy it from the original: it begins with “![”."), blocking=True)


def _placeholders(pair: _Pair) -> Iterator[Fault]:
    there, here = Counter(_PLACEHOLDER.findall(pair.source)), Counter(_PLACEHOLDER.findall(pair.target))
    if there - here:
        said = _("Missing: %(names)s. Copy it as it is, it is filled in later.") % {"names": _named(there - here)}
        yield Fault("placeholders", said, blocking=True)
    if here - there:
        said = _("The original does not have %(names)s. Take it out: nothing would fill it in.") % {"names": _named(here - there)}
        yield Fault("placeholders", said, blocking=True)


def _structure(pair: _Pair) -> Iterator[Fault]:
    there, here = _kind(pair.source), _kind(pair.target)
    if there != here and there:
        said = _("Begin with “%(marker)s”, as the original does.") % {"marker": _isolated(_marker(pair.source))}
        yield Fault("structure", said, blocking=True)
    elif there != here:
        said = _("Do not begin with “%(marker)s”: the original does not, and it would look different on the page.")
        yield Fault("structure", said % {"marker": _isolated(_marker(pair.target))}, blocking=True)
    if len(_FENCE.findall(pair.source)) != len(_FENCE.findall(pair.target)):
        yield Fault("structure", _("Keep the lines of ``` as they are: all that follows depends on them."), blocking=True)


def _directions(pair: _Pair) -> Iterator[Fault]:
    if not _balanced(pair.target):
        said = _("A direction mark is opened and not closed, or the other way round. Take the invisible marks out and type the place anew.")
        yield Fault("direction", said, blocking=True)
    if any(char in pair.target for char in _OVERRIDES):
        yield Fault("direction", _("Invisible marks turn text around here. Take them out and type the place anew."), blocking=True)
    leftwards = languages.direction(pair.to_language) == "rtl"
    wrong = (RLM, ALM) if not leftwards else ()
    if any(char in pair.target and char not in pair.source for char in wrong) and not _has_other_direction(pair.target):
        yield Fault("direction", _("There is a right-to-left mark in a text that runs left to right. Take it out."))
    if leftwards and pair.target.startswith(LRM):
        yield Fault("direction", _("The text begins with a left-to-right mark, which turns the whole line. Take it out."))


def _numbers(pair: _Pair) -> Iterator[Fault]:
    there = numerals.found(_prose(pair.source), pair.from_language)
    here = numerals.found(_prose(pair.target), pair.to_language)
    if there - here:
        said = _("Numbers of the original that are missing: %(numbers)s. Write them, in any digits, or check that words say the same.")
        yield Fault("numbers", said % {"numbers": _named(there - here)})
    if here - there:
        said = _("Numbers that are not in the original: %(numbers)s. Check them, points and commas too.")
        yield Fault("numbers", said % {"numbers": _named(here - there)})


def _emphasis(pair: _Pair) -> Iterator[Fault]:
    there, here = len(_BOLD.findall(pair.source)), len(_BOLD.findall(pair.target))
    if there != here and here % 2:
        yield Fault("emphasis", _("Bold text is opened and not closed. Write ** before and after the words."))
    elif (there == 0) != (here == 0):
        yield Fault("emphasis", _("Bold words differ from the original. Write ** before and after the same words."))


def _glossary(pair: _Pair) -> Iterator[Fault]:
    for hit in pair.terms:
        if not any(occurs(name, pair.target, language=pair.to_language) for name in hit.targets):
            said = _("The glossary says “%(name)s” for “%(found)s”. Use it, or keep yours if it fits better here.")
            yield Fault("terms", said % {"name": _isolated(hit.targets[0]), "found": _isolated(hit.found)})


def _untranslated(pair: _Pair) -> Iterator[Fault]:
    there, here = words.words(_prose(pair.source)), words.words(_prose(pair.target))
    if there == here and any(any(char.isalpha() for char in word) for word in there):
        yield Fault("untranslated", _("It is the same as the original. Translate it, or leave it if it is a name."))


def _addresses(value: str) -> tuple[Counter[str], Counter[str]]:
    """Return the addresses of links, and those that stand in the text as they are."""
    linked = Counter(filter(None, _TARGET.findall(value)))
    rest = _TARGET.sub("]", value)
    return linked, Counter(found.rstrip(_AT_THE_END) for found in _ADDRESS.findall(rest))


def _prose(value: str) -> str:
    """Return a text without its marker, addresses and placeholders, whose digits and words are no one's to translate."""
    marker = _MARKER.match(value)
    value = value[marker.end() :] if marker else value
    return _PLACEHOLDER.sub(" ", _ADDRESS.sub(" ", _TARGET.sub("]", value)))


def _marker(value: str) -> str:
    found = _MARKER.match(value)
    return "".join(part.strip() for part in found.groups(default="")) if found else ""


def _kind(value: str) -> str:
    """Return a marker with all bullets alike and all numbers alike."""
    return re.sub(r"\d+[.)]", "1.", re.sub(r"[-*+]", "-", re.sub(r"\s", "", _marker(value))))


def _balanced(value: str) -> bool:
    depth = 0
    for char in value:
        depth += (char in _OPENING) - (char == _CLOSING)
        if depth < 0:
            return False
    return depth == 0


def _has_other_direction(value: str) -> bool:
    return any("\u0590" <= char <= "\u08ff" and char != ALM for char in value)


def _named(found: Counter[str]) -> str:
    shown = [_isolated(value[:200]) for value in sorted(found)[:_MOST_NAMED]]
    return ", ".join(shown) + (" …" if len(found) > _MOST_NAMED else "")


def _isolated(value: str) -> str:
    # In a message that runs the other way, an address or a word would otherwise pull its neighbours along.
    return f"\u2068{value}\u2069"
