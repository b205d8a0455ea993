"""What PostgreSQL needs so that a walk through its index may begin at the newest and stop early.

A GIN index knows no order. So each document has tokens for the stretches of numbers that it lies in, each stretch eight times as long
as the one before; a walk asks for the words in the shortest stretch first, then in those behind it. And it finds words but not
their places, which lie in the document; so that few documents are opened in vain for a phrase, each pair of neighbours is a token
too, as one of 65,536 numbers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple
from zlib import crc32

# Bits of a document's number that a stretch leaves open: the shortest holds 4,096 documents, or fewer where many changed.
SPANS = (14, 17, 20, 23)
MOST_TOKENS, MOST_IN_SUMMARY, MOST_PLACES, MOST_REMEMBERED = 15_000, 1_000, 255, 200_000
_PLACES = [str(place) for place in range(1, MOST_TOKENS + 1)]
_PAIRS = [f"#{number:x}" for number in range(0x10000)]


class Stretch(NamedTuple):
    """Numbers from `low` to below `high`, and the token that all documents with such numbers have."""

    token: str
    low: int
    high: int


def vector(number: int, text: str, summary: str, marks: str) -> str:
    """Return a tsvector of a document's number and its tokens: those of its text and summary with their places, marks without."""
    own = summary.split()[:MOST_IN_SUMMARY]
    sequence = [*("+" + word for word in own), *own, *text.split()][:MOST_TOKENS]
    places: dict[str, list[str]] = defaultdict(list)
    for token, place in zip(sequence, _PLACES, strict=False):
        places[token].append(place)
    placed = " ".join([f"'{token}':{','.join(found[:MOST_PLACES])}" for token, found in places.items()])
    lone = [*marks.split(), *pairs(sequence[len(own) :]), *(_token(level, number) for level in range(len(SPANS)))]
    return placed + " '" + "' '".join(lone) + "'"


def pairs(tokens: Iterable[str]) -> set[str]:
    """Return the tokens that stand for neighbours among tokens."""
    sums = [_sums[token] for token in tokens]
    return {_PAIRS[(one * 31 + other) & 0xFFFF] for one, other in pairwise(sums)}


class _Sums(dict[str, int]):
    """A checksum of each token, the same in every process; forgets all when it has seen very many."""

    def __missing__(self, token: str) -> int:
        if len(self) > MOST_REMEMBERED:
            self.clear()
        self[token] = value = crc32(token.encode())
        return value


def stretches(low: int, high: int, *, ascending: bool) -> Iterator[Stretch]:
    """Return the stretches from `low` to below `high` in the order in which they are walked, none of them twice."""
    level = _start(high - low)
    while low < high:
        span = SPANS[level]
        block = (low if ascending else high - 1) >> span
        start, end = max(low, block << span), min(high, (block + 1) << span)
        yield Stretch(_token(level, block << span), start, end)
        low, high = (end, high) if ascending else (low, start)
        level = min(level + 1, len(SPANS) - 1)


def _start(numbers: int) -> int:
    """Return the level of the first stretch: of few documents all are walked at once, of very many a sixteenth or less."""
    if numbers <= 1 << SPANS[1]:
        return 1
    return max(sum(1 << span <= numbers >> 4 for span in SPANS) - 1, 0)


def _token(level: int, number: int) -> str:
    return f"@{level}{number >> SPANS[level]:x}"


_sums = _Sums()
