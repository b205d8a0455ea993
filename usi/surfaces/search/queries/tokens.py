"""Turns a text in its languages into the tokens that the database keeps.

A token is a folded word as it stands; with a sign before it, it says more: `^` a word of a title, `~` a stem, `%` a stem
in a title, `$` a whole name without spaces, `=` a facet, `|` the end of a part, over which no phrase reaches (of a title: a
lone `^`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from usi.base import stems, words
from usi.surfaces.search.queries.sources import Source

MOST_LETTERS = 100_000
_LINK_TARGET = re.compile(r"\]\([^)\s]*\)")


def tokens(source: Source) -> tuple[str, str]:
    """Return all tokens of a source but those of its summaries, and those of its summaries, each parted by spaces."""
    text: list[str] = []
    titles: list[str] = []
    title_stems: set[str] = set()
    summaries: list[str] = []
    found_stems: set[str] = set()
    wholes: set[str] = set()
    for version in source.versions:
        body = version.body[:MOST_LETTERS]
        if "](" in body:
            body = _LINK_TARGET.sub("] ", body)
        title = words.folded(version.title)
        in_body, in_summary = body.split(), version.summary.split()
        text += (title, "|", words.joined(in_body), "|")
        summaries += (words.joined(in_summary), "|")
        titles += (*title.split(), "")
        memory = stems.of(version.language)
        in_title = _stems(memory, version.title.split())
        title_stems |= in_title
        found_stems |= in_title | _stems(memory, {*in_summary, *in_body})
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
