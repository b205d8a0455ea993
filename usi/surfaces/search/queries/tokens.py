"""Turns a text in its languages into the tokens that the database keeps.

A token is a folded word as it stands; with a sign before it, it says more: `^` a word of a title, `~` a stem, `%` a stem
in a title, `$` a whole name without spaces, `=` a facet, `|` the end of a part, over which no phrase reaches (of a title: a
lone `^`).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from usi.base import stems, words
from usi.surfaces.search.queries.sources import Source, Version

MOST_LETTERS, MOST_REMEMBERED = 100_000, 60_000
_LINK_TARGET = re.compile(r"\]\([^)\s]*\)")


class Tokens(NamedTuple):
    """What a document is found by, each parted by spaces: words of titles and texts, those of summaries, and marks, which have no place."""

    text: str
    summary: str
    marks: str


@dataclass(slots=True)
class _Folded:
    """A version's words and the stems of its stretches, each as one string for each part of it."""

    title: str = ""
    summary: str = ""
    body: str = ""
    title_stems: str = ""
    stems: str = ""


def tokens(sources: Sequence[Source]) -> list[Tokens]:
    """Return the tokens of each source."""
    found = [[_Folded() for _ in source.versions] for source in sources]
    languages: dict[str, list[tuple[Version, _Folded]]] = {}
    for source, own in zip(sources, found, strict=True):
        for version, folded in zip(source.versions, own, strict=True):
            languages.setdefault(version.language, []).append((version, folded))
    # One language after the other: its words are then near at hand, which takes half the time.
    for language, versions in languages.items():
        _fold(language, versions)
    return [_tokens(source, own) for source, own in zip(sources, found, strict=True)]


class _Language:
    """The words of a language as they are kept: folded, and as stems with their sign."""

    def __init__(self, language: str) -> None:
        self._known: tuple[dict[str, str], dict[str, str]] = {}, {}
        self._stems = stems.of(language)

    def learn(self, met: set[str]) -> tuple[dict[str, str], dict[str, str]]:
        """Return both for stretches of text, at least for these; everything is forgotten where it would be too much."""
        folded, stemmed = known = self._known
        fresh = met.difference(stemmed)
        if len(folded) + len(fresh) > MOST_REMEMBERED:
            # New ones, since another thread may still be reading.
            folded, stemmed = known = self._known = {}, {}
            fresh = met
        folded.update(words.learn(fresh))
        stemmed.update((piece, found and "~" + found.replace(" ", " ~")) for piece, found in self._stems.learn(fresh).items())
        return known


_language = functools.cache(_Language)


def _fold(language: str, versions: Sequence[tuple[Version, _Folded]]) -> None:
    parts = [(version.title.split(), version.summary.split(), _prose(version.body).split()) for version, _ in versions]
    known = _language(language).learn(set().union(*(pieces for part in parts for pieces in part)))
    folded, stemmed = known[0].__getitem__, known[1].__getitem__
    for (title, summary, body), (_, own) in zip(parts, versions, strict=True):
        own.title, own.summary, own.body = " ".join(map(folded, title)), " ".join(map(folded, summary)), " ".join(map(folded, body))
        own.stems = " ".join(set(map(stemmed, {*title, *summary, *body})))
        own.title_stems = " ".join(set(map(stemmed, title))).replace("~", "%")


def _prose(body: str) -> str:
    body = body[:MOST_LETTERS]
    return _LINK_TARGET.sub("] ", body) if "](" in body else body


def _tokens(source: Source, versions: Sequence[_Folded]) -> Tokens:
    text: list[str] = []
    titles: list[str] = []
    wholes: set[str] = set()
    for version in versions:
        text += (version.title, "|", version.body, "|")
        titles += (*version.title.split(), "")
        if source.subject_type == "actor":
            wholes.add("".join(version.title.split()))
    for name in source.names:
        own = words.words(name)
        text += (*own, "|")
        titles += (*own, "")
        wholes.add("".join(own))
    marks = " ".join((
        *(version.stems for version in versions),
        *(version.title_stems for version in versions),
        _marked("$", [whole[: words.LONGEST_WORD] for whole in wholes if whole]),
        _marked("=", [*source.facets, *source.hidden]),
    ))  # fmt: skip
    return Tokens(" ".join((_marked("^", titles), *text)), "".join(f"{version.summary} | " for version in versions), marks)


def _marked(sign: str, found: Collection[str]) -> str:
    return sign + f" {sign}".join(found) if found else ""
