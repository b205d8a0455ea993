"""Brings words to their stems: Snowball by language, and the one-letter prefixes of Hebrew."""

from __future__ import annotations

import functools
import threading
import unicodedata
from collections.abc import Collection, Sequence
from typing import Any

import snowballstemmer  # type: ignore[import-untyped]

from usi.base import words

SHORTEST = 3
MOST_REMEMBERED = 300_000
_ALGORITHMS = {
    "ar": "arabic", "hy": "armenian", "eu": "basque", "ca": "catalan", "cs": "czech", "da": "danish", "nl": "dutch", "en": "english",
    "et": "estonian", "fi": "finnish", "fr": "french", "de": "german", "el": "greek", "hi": "hindi", "hu": "hungarian", "id": "indonesian",
    "ga": "irish", "it": "italian", "lt": "lithuanian", "ne": "nepali", "no": "norwegian", "nb": "norwegian", "nn": "norwegian",
    "fa": "persian", "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "es": "spanish",
    "sv": "swedish", "ta": "tamil", "tr": "turkish",
}  # fmt: skip
# The languages whose stems a word of unknown language is brought to, by the script of its first letter.
_BY_SCRIPT = {
    "LATIN": ("en", "es", "fr", "pt", "it", "de", "tr", "id"), "GREEK": ("el",), "ARABIC": ("ar", "fa"), "CYRILLIC": ("ru",),
    "DEVANAGARI": ("hi", "ne"), "HEBREW": ("he",), "TAMIL": ("ta",), "ARMENIAN": ("hy",),
}  # fmt: skip
_HEBREW_PREFIXES = "הובכלמש"
_NONE: list[str] = []
_lock = threading.Lock()


class Memory(dict[str, str]):
    """The stems of stretches of text in one language, each as words with spaces between; empty where they are the words themselves."""

    def __init__(self, language: str) -> None:
        """Start with nothing remembered."""
        super().__init__()
        self.base = language.split("-", maxsplit=1)[0].lower()

    def __missing__(self, piece: str) -> str:
        """Find the stems of a stretch that was not met before."""
        return self.learn([piece])[piece]

    def learn(self, pieces: Collection[str]) -> dict[str, str]:
        """Return the stems of stretches; of many at once they are found many times quicker than of one after the other."""
        known = {piece: found for piece in pieces if (found := self.get(piece)) is not None}
        fresh = [piece for piece in pieces if piece not in known] if len(known) < len(pieces) else []
        new = dict(zip(fresh, _stems(fresh, self.base), strict=True))
        if len(self) + len(new) > MOST_REMEMBERED:
            self.clear()
        self.update(pair for pair in new.items() if len(pair[0]) <= words.LONGEST_WORD)
        return known | new if new else known


@functools.cache
def of(language: str) -> Memory:
    """Return the memory of a language; it is shared by all that ask for the language."""
    return Memory(language)


def guesses(piece: str, *, language: str) -> set[str]:
    """Return the stems a stretch of text may have, in the reader's language or any other of its script."""
    first = next((char for char in piece if char.isalpha()), "")
    script = unicodedata.name(first, "").partition(" ")[0] if first else ""
    tags = _BY_SCRIPT.get(script, ())
    base = language.split("-", maxsplit=1)[0].lower()
    if tags and base in _ALGORITHMS and base not in tags and script == "LATIN":
        tags = (*tags, base)
    return {stem for tag in tags for stem in of(tag)[piece].split()}


def _stems(pieces: Sequence[str], base: str) -> list[str]:
    if not pieces or (base != "he" and base not in _ALGORITHMS):
        return [""] * len(pieces)
    words.learn(pieces)
    folded = [words.words(piece) for piece in pieces]
    if base == "he":
        return [_sorted({stem for word in found for stem in _hebrew(word)}) for found in folded]
    # As written, since endings have accents, and folded, since readers leave them out.
    forms = [
        {*form.split(), *own} if own and not words.unspaced(own[0]) else ()
        for form, own in zip(_written(pieces, base), folded, strict=True)
    ]
    cut = _cut({form for own in forms for form in own}, _ALGORITHMS[base])
    return [
        _sorted({stem for form in own for stem in cut[form] if len(stem) >= SHORTEST}.difference(known)) if own else ""
        for own, known in zip(forms, folded, strict=True)
    ]


def _sorted(stems: set[str]) -> str:
    return " ".join(sorted(stems)) if len(stems) > 1 else "".join(stems)


def _written(pieces: Sequence[str], base: str) -> list[str]:
    """Return the words of each stretch with their accents."""
    text = unicodedata.normalize("NFC", "\n".join(pieces))
    if base == "tr":
        text = text.replace("İ", "i").replace("I", "ı")
    return text.lower().translate(_letters).split("\n")


class _Letters(dict[int, str]):
    """What a letter of a word as written becomes: itself, or a space where it parts words."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        self[code] = value = char if char.isalpha() or unicodedata.combining(char) else " "
        return value


def _cut(forms: Collection[str], algorithm: str) -> dict[str, list[str]]:
    """Return the folded stems of words, none for numbers and for what is too long to be one."""
    wanted = [form for form in forms if len(form) <= words.LONGEST_WORD and not form.isdigit()]
    # The library keeps the word it works on in the stemmer.
    with _lock:
        found = _stemmer(algorithm).stemWords(wanted)
    if algorithm == "greek":
        # απεργία and απεργίες would have different ones.
        found = [stem.rstrip("ιε") if len(stem) > SHORTEST + 1 else stem for stem in found]
    stems = dict.fromkeys(forms, _NONE)
    stems.update(zip(wanted, map(str.split, words.fold(found)), strict=True))
    return stems


@functools.cache
def _stemmer(algorithm: str) -> Any:
    stemmer = snowballstemmer.stemmer(algorithm)
    # What it would remember is remembered here.
    stemmer.maxCacheSize = 0
    return stemmer


def _hebrew(word: str) -> list[str]:
    found = []
    for cut in (1, 2):
        if len(word) - cut >= SHORTEST and all(letter in _HEBREW_PREFIXES for letter in word[:cut]):
            found.append(word[cut:])
    return found


_letters = _Letters({ord("\n"): "\n"})
