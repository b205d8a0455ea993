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


class _Folds(dict[str, str]):
    """The words of stretches of text, folded. Long stretches are not kept: in scripts without spaces each is a sentence of its own."""

    def __missing__(self, piece: str) -> str:
        return words.fold([piece])[0]


class _Stems(dict[str, str]):
    """The stems of stretches of text in one language, each with its sign; long ones are not kept either."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language

    def __missing__(self, piece: str) -> str:
        return _signed(stems.of(self.language)[piece])


class _Language:
    """The words of a language as they are kept; thousands are learnt at once many times quicker than one by one."""

    def __init__(self, language: str) -> None:
        self.folds, self.stems = _Folds(), _Stems(language)

    def learn(self, met: set[str]) -> None:
        """Keep what was not met before; everything is forgotten where it would be too much."""
        if len(self.folds) > MOST_REMEMBERED:
            self.folds.clear()
            self.stems.clear()
        fresh = [piece for piece in met.difference(self.stems) if len(piece) <= words.LONGEST_WORD]
        self.folds.update(words.learn(fresh))
        self.stems.update((piece, _signed(found)) for piece, found in stems.of(self.stems.language).learn(fresh).items())


_language = functools.cache(_Language)


def _fold(language: str, versions: Sequence[tuple[Version, _Folded]]) -> None:
    parts = [(version.title.split(), version.summary.split(), _prose(version.body).split()) for version, _ in versions]
    known = _language(language)
    known.learn(set().union(*(pieces for part in parts for pieces in part)))
    folded, stemmed = known.folds.__getitem__, known.stems.__getitem__
    for (title, summary, body), (_, own) in zip(parts, versions, strict=True):
        own.title, own.summary, own.body = " ".join(map(folded, title)), " ".join(map(folded, summary)), " ".join(map(folded, body))
        own.stems = " ".join(set(map(stemmed, {*title, *summary, *body})))
        own.title_stems = " ".join(set(map(stemmed, title))).replace("~", "%")


def _prose(body: str) -> str:
    body = body[:MOST_LETTERS]
    return _LINK_TARGET.sub("] ", body) if "](" in body else body


def _tokens(source: Source, versions: Sequence[_Folded]) -> Tokens:
    # Titles stand before every text, so that none of them is left out where the texts are very long.
    names: list[str] = []
    titles: list[str] = []
    wholes: set[str] = set()
    for version in versions:
        names += (version.title, "|")
        titles += (*version.title.split(), "")
        if source.subject_type == "actor":
            wholes.add("".join(version.title.split()))
    for name in source.names:
        own = words.words(name)
        names += (*own, "|")
        titles += (*own, "")
        wholes.add("".join(own))
    marks = " ".join((
        *(version.stems for version in versions),
        *(version.title_stems for version in versions),
        _marked("$", [whole[: words.LONGEST_WORD] for whole in wholes if whole]),
        _marked("=", [*source.facets, *source.hidden]),
    ))  # fmt: skip
    texts = [part for version in versions for part in (version.body, "|")]
    return Tokens(" ".join((_marked("^", titles), *names, *texts)), "".join(f"{version.summary} | " for version in versions), marks)


def _marked(sign: str, found: Collection[str]) -> str:
    return sign + f" {sign}".join(found) if found else ""


def _signed(found: str) -> str:
    return found and "~" + found.replace(" ", " ~")
