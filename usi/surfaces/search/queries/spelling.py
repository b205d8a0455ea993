"""Finds words of names that differ from a word in one or two letters, in any script.

A word is known by what is left of its first letters when one or two are taken away; two words that differ in so many letters have one of
these in common (the symmetric deletion method). What is in common is then measured letter by letter.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from usi.base import text, words
from usi.surfaces.search.models import Spelling

FIRST_LETTERS = 7
SHORTEST, LONGEST = 3, 60
MOST_CANDIDATES = 1200


def errors_in(word: str) -> int:
    """Return in how many letters a word may be misspelt."""
    return 0 if len(word) < SHORTEST else 1 if len(word) < 6 else 2


def keys(word: str) -> set[int]:
    """Return the numbers of a word's first letters with up to `errors_in` of them taken away."""
    start = word[:FIRST_LETTERS]
    left = {start}
    for gone in range(1, errors_in(word) + 1):
        left.update("".join(start[n] for n in kept) for kept in combinations(range(len(start)), len(start) - gone))
    return {zlib.crc32(each.encode()) for each in left}


def words_of(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Return the words of names, each folded and as it is written; scripts without spaces give whole runs."""
    for name in names:
        for piece, found in words.pieces(name):
            if words.unspaced(found[0]):
                yield from ((run, run) for run in _runs(piece))
            elif len(found) == 1:
                yield found[0], _bare(piece)
            else:
                yield from ((word, word) for word in found)


def folded_words(query: str) -> list[tuple[str, str]]:
    """Return the words of a query that may be misspelt, folded and as they stand in it."""
    return [(word, shown) for word, shown in words_of([query]) if errors_in(word)]


def _runs(piece: str) -> list[str]:
    return "".join(char if char.isalnum() else " " for char in text.skeleton(piece)).split()


def _bare(piece: str) -> str:
    start, end = 0, len(piece)
    while start < end and not piece[start].isalnum():
        start += 1
    while end > start and not (piece[end - 1].isalnum() or text.skeleton(piece[end - 1]) == ""):
        end -= 1
    return piece[start:end][:LONGEST]


def alike(asked: Sequence[str]) -> dict[str, list[str]]:
    """Return for each word the words of names it may have meant, as written, the likeliest first; not itself. One query for all."""
    keyed = {word: keys(word) for word in asked if errors_in(word)}
    if not keyed:
        return {}
    rows = Spelling.objects.filter(key__in=set().union(*keyed.values())).values_list("key", "word__word", "word__shown")
    by_key: dict[int, list[tuple[str, str]]] = {}
    for key, other, shown in rows[: MOST_CANDIDATES * len(keyed)]:
        by_key.setdefault(key, []).append((other, shown))
    found = {}
    for word, own in keyed.items():
        most, others = errors_in(word), {pair for key in own for pair in by_key.get(key, ()) if pair[0] != word}
        measured = sorted((distance(word, other, most=most), other[:1] != word[:1], other, shown) for other, shown in others)
        found[word] = [shown for far, _, _, shown in measured if far <= most]
    return found


def distance(one: str, other: str, *, most: int) -> int:
    """Return how many letters must be put in, left out, changed or swapped with their neighbour; `most` + 1 where it is more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for n, letter in enumerate(one, 1):
        row = [n]
        for m, against in enumerate(other, 1):
            cost = min(last[m] + 1, row[m - 1] + 1, last[m - 1] + (letter != against))
            if n > 1 and m > 1 and letter == other[m - 2] and one[n - 2] == against:
                cost = min(cost, before[m - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before, last = last, row
    return last[-1]
