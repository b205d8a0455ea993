"""Turns a text in its languages into the tokens that the database keeps.

A token is a folded word as it stands; with a sign before it, it says more: `^` a word of a title, `~` a stem, `%` a stem
in a title, `$` a whole name without spaces, `=` a facet, `|` the end of a part, over which no phrase reaches (of a title: a
lone `^`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from itertools import chain

from usi.base import stems, words
from usi.surfaces.search.queries.sources import Source, Version

MOST_LETTERS = 100_000
_LINK_TARGET = re.compile(r"\]\([^)\s]*\)")


class _Pieces:
    """The stretches without white space of a version."""

    __slots__ = ("body", "language", "memory", "summary", "title")

    def __init__(self, version: Version) -> None:
        body = version.body[:MOST_LETTERS]
        if "](" in body:
            body = _LINK_TARGET.sub("] ", body)
        self.title, self.summary, self.body = version.title.split(), version.summary.split(), body.split()
        self.language, self.memory = version.language, stems.of(version.language)


def tokens(sources: Sequence[Source]) -> list[tuple[str, str]]:
    """Return for each source all its tokens but those of its summaries, and those of its summaries, each parted by spaces."""
    read = [[_Pieces(version) for version in source.versions] for source in sources]
    met: dict[str, set[str]] = {}
    for each in chain.from_iterable(read):
        met.setdefault(each.language, set()).update(each.title, each.summary, each.body)
    for language, pieces in met.items():
        words.learn(pieces)
        stems.of(language).learn(pieces)
    return [_tokens(source, pieces) for source, pieces in zip(sources, read, strict=True)]


def _tokens(source: Source, versions: Iterable[_Pieces]) -> tuple[str, str]:
    text: list[str] = []
    titles: list[str] = []
    title_stems: set[str] = set()
    summaries: list[str] = []
    found_stems: set[str] = set()
    wholes: set[str] = set()
    for version in versions:
        title = words.joined(version.title)
        text += (title, "|", words.joined(version.body), "|")
        summaries += (words.joined(version.summary), "|")
        titles += (*title.split(), "")
        in_title = _stems(version.memory, version.title)
        title_stems |= in_title
        found_stems |= in_title | _stems(version.memory, {*version.summary, *version.body})
        if source.subject_type == "actor":
            wholes.add("".join(title.split()))
    for name in source.names:
        own = words.words(name)
        text += (*own, "|")
        titles += (*own, "")
        wholes.add("".join(own))
    found = " ".join((
        *text,
        _marked("^", titles),
        _marked("~", found_stems),
        _marked("%", title_stems),
        _marked("$", [whole[: words.LONGEST_WORD] for whole in wholes if whole]),
        _marked("=", [*source.facets, *source.hidden]),
    ))  # fmt: skip
    return found, " ".join(summaries)


def _marked(sign: str, found: Collection[str]) -> str:
    return sign + f" {sign}".join(found) if found else ""


def _stems(memory: stems.Memory, pieces: Iterable[str]) -> set[str]:
    found = set(map(memory.__getitem__, pieces))
    found.discard("")
    return set(" ".join(found).split())
