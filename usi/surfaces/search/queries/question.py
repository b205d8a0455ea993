"""What a reader asks: words, phrases in quotes, what must not occur, what narrows it, and how it is ordered; as an address and back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from usi.base import stems, text, words

LONGEST, MOST_PARTS, MOST_PER_PHRASE = 200, 8, 12
# Facet and the letter before its values in the index.
FACETS = {"kind": "k", "language": "l", "country": "c", "region": "r", "theme": "t", "date": "y"}
SORTS = ("", "new", "old")
_VALUE = re.compile(r"[a-z0-9_-]{1,40}")
_PART = re.compile(r'(?P<minus>[-−]?)(?:["“”„«»](?P<phrase>[^"“”„«»]*)["“”„«»]?|(?P<word>[^\s"“”„«»]+))')


@dataclass(frozen=True)
class Part:
    """One thing that must occur, or not: the words in their order, as typed, and other forms of a single word."""

    words: tuple[str, ...]
    shown: str
    forms: tuple[str, ...] = ()
    quoted: bool = False


@dataclass(frozen=True)
class Question:
    """A question, read. `q` is what was typed, in one line; `silenced` are authors who are not to be heard any more."""

    q: str = ""
    kind: str = ""
    language: str = ""
    country: str = ""
    region: str = ""
    theme: str = ""
    date: str = ""
    sort: str = ""
    wanted: tuple[Part, ...] = field(default=(), compare=False)
    unwanted: tuple[Part, ...] = field(default=(), compare=False)
    reading: str = field(default="en", compare=False)
    silenced: tuple[int, ...] = field(default=(), compare=False)

    @classmethod
    def read(cls, query: Mapping[str, str], *, language: str) -> Question:
        """Return the question that an address asks; values that mean nothing are left out. `language` is the reader's."""
        q = text.line(query.get("q", "")[: 20 * LONGEST])[:LONGEST].strip()
        wanted, unwanted = _parts(q, language)
        chosen = {name: query.get(name, "").strip().lower() for name in FACETS}
        chosen = {name: value if _VALUE.fullmatch(value) else "" for name, value in chosen.items()}
        sort = query.get("sort", "")
        return cls(
            q=q, sort=sort if sort in SORTS else "", wanted=wanted, unwanted=unwanted, reading=language, **chosen,  # type: ignore[arg-type]
        )  # fmt: skip

    @property
    def chosen(self) -> dict[str, str]:
        """The values that narrow it, by facet."""
        return {name: getattr(self, name) for name in FACETS if getattr(self, name)}

    @property
    def empty(self) -> bool:
        """Whether there is nothing that must occur."""
        return not self.wanted and not self.chosen

    def without(self, name: str) -> Question:
        """Return it with one facet lifted."""
        return replace(self, **{name: ""})  # type: ignore[arg-type]

    def asking(self, q: str) -> Question:
        """Return it with other words."""
        return Question.read({"q": q, "sort": self.sort, **self.chosen}, language=self.reading)

    def address(self, **changes: str) -> str:
        """Return its query string with some values changed, `?` included."""
        values = {name: changes.get(name, getattr(self, name)) for name in ("q", *FACETS, "sort")}
        return "?" + urlencode({name: value for name, value in values.items() if value})


def _parts(q: str, language: str) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    wanted: list[Part] = []
    unwanted: list[Part] = []
    for match in _PART.finditer(q):
        into = unwanted if match["minus"] else wanted
        if match["phrase"] is not None:
            found = tuple(words.words(match["phrase"])[:MOST_PER_PHRASE])
            into += [Part(found, f"“{match['phrase'].strip()}”", quoted=True)] if found else []
        else:
            into += _words(match["word"], language)
        if len(wanted) + len(unwanted) >= MOST_PARTS:
            break
    return tuple(dict.fromkeys(wanted)), tuple(dict.fromkeys(unwanted))


def _words(typed: str, language: str) -> list[Part]:
    """Return the parts that a stretch without white space stands for: scripts without spaces one phrase, others a part for each word."""
    found = words.words(typed)[:MOST_PER_PHRASE]
    if not found:
        return []
    if len(found) > 1 and all(words.unspaced(word) for word in found):
        return [Part(tuple(found), typed)]
    if len(found) == 1:
        return [Part((found[0],), typed, tuple(sorted(stems.guesses(typed, language=language))))]
    return [Part((word,), word, tuple(sorted(stems.guesses(word, language=language)))) for word in found]
