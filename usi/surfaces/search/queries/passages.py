"""Cuts the passage out of a text that shows why it was found, and marks in it what was looked for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from usi.base import stems, words
from usi.surfaces.search.queries.question import Part

LONGEST_LOOKED_THROUGH = 40_000
LETTERS = 240
_PIECE = re.compile(r"\S+")
_MARKDOWN = re.compile(r"\]\([^)\s]*\)|^[ \t]*(?:#{1,6} |[-*+>] |\d+\. )|[*_`~\[\]|]{1,3}", re.MULTILINE)
_EDGE = re.compile(r"^\W*(.*?)\W*$", re.DOTALL)


@dataclass(frozen=True)
class Spot:
    """Where a part of a question stands in a text."""

    start: int
    end: int
    part: int


def plain(markdown: str) -> str:
    """Return Markdown without its signs, quickly: good enough to be read as a passage."""
    return _MARKDOWN.sub("", markdown[:LONGEST_LOOKED_THROUGH])


def spots(text: str, parts: Iterable[Part], *, language: str, starts: bool = False) -> list[Spot]:
    """Return where parts of a question stand in a text, in its order; with `starts`, also as the beginning of a longer word."""
    text = text[:LONGEST_LOOKED_THROUGH]
    wanted = list(enumerate(parts))
    memory = stems.of(language)
    found: list[Spot] = []
    for match in _PIECE.finditer(text):
        piece = match.group()
        own = words.words(piece)
        if not own:
            continue
        forms = set(memory[piece].split())
        for number, part in wanted:
            if any(words.unspaced(word) for word in part.words):
                found += _runs(match, part, number)
            elif _meets(own, forms, part, starts=starts):
                start, end = _bare(match)
                found.append(Spot(start, end, number))
                break
    return found


def _meets(own: list[str], forms: set[str], part: Part, *, starts: bool) -> bool:
    if not set(part.words).isdisjoint(own):
        return True
    if part.quoted:
        return False
    alike = {*part.words, *part.forms}
    if not alike.isdisjoint(forms) or not set(part.forms).isdisjoint(own):
        return True
    return starts and any(word.startswith(part.words[0]) for word in own)


def _runs(match: re.Match[str], part: Part, number: int) -> list[Spot]:
    """Where a script without spaces has the run of letters as it was typed."""
    typed = part.shown.strip("“”\"").casefold()
    piece = match.group().casefold()
    if not typed or len(piece) != len(match.group()):
        return []
    places = [found.start() for found in re.finditer(re.escape(typed), piece)]
    return [Spot(match.start() + place, match.start() + place + len(typed), number) for place in places]


def _bare(match: re.Match[str]) -> tuple[int, int]:
    inner = _EDGE.match(match.group())
    if inner is None or not inner.group(1):
        return match.start(), match.end()
    return match.start() + inner.start(1), match.start() + inner.end(1)


def passage(text: str, found: list[Spot], *, most: int = LETTERS) -> SafeString:
    """Return the stretch of a text that holds most of what was looked for, as HTML with `mark` around it; else its beginning."""
    start = _start(text, found, most) if found else 0
    end = min(len(text), start + most)
    if end < len(text):
        cut = text.rfind(" ", start + most // 2, end)
        end = cut if cut > 0 else end
    return format_html("{}{}{}", "… " if start else "", marked(text[:end], found, start=start), " …" if end < len(text) else "")


def marked(text: str, found: Iterable[Spot], *, start: int = 0) -> SafeString:
    """Return a text from a place on, as HTML with `mark` around what was looked for."""
    pieces, at = [], start
    for spot in found:
        if spot.start >= at and spot.end <= len(text):
            pieces += [escape(text[at : spot.start]), "<mark>", escape(text[spot.start : spot.end]), "</mark>"]
            at = spot.end
    return mark_safe("".join([*pieces, escape(text[at:])]))  # noqa: S308 - every piece of the text is escaped


def _start(text: str, found: list[Spot], most: int) -> int:
    """Return where the window begins that holds the most different parts, then the most spots, then stands first."""
    best, at = (-1, -1), 0
    for spot in found[:200]:
        inside = [other for other in found if spot.start <= other.start and other.end <= spot.start + most * 3 // 4]
        worth = (len({other.part for other in inside}), len(inside))
        if worth > best:
            best, at = worth, spot.start
    if at < most // 4:
        return 0
    space = text.rfind(" ", at - most // 4, at - 8 if at > 8 else at)
    return space + 1 if space > 0 else max(0, at - most // 6)
