"""Brings words to their stems: Snowball by language, and the one-letter prefixes of Hebrew."""

from __future__ import annotations

import functools
import threading
import unicodedata
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
_lock = threading.Lock()


class Memory(dict[str, str]):
    """The stems of stretches of text in one language, each as words with spaces between; empty where they are the words themselves."""

    def __init__(self, language: str) -> None:
        """Start with nothing remembered."""
        super().__init__()
        self.base = language.split("-", maxsplit=1)[0].lower()

    def __missing__(self, piece: str) -> str:
        """Find the stems of a stretch that was not met before."""
        if len(self) >= MOST_REMEMBERED:
            self.clear()
        value = " ".join(sorted(_stems(piece, self.base)))
        if len(piece) <= words.LONGEST_WORD:
            self[piece] = value
        return value


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


def _stems(piece: str, base: str) -> set[str]:
    if base != "he" and base not in _ALGORITHMS:
        return set()
    folded = words.words(piece)
    if not folded or words.unspaced(folded[0]):
        return set()
    if base == "he":
        return {stem for word in folded for stem in _hebrew(word)}
    found: set[str] = set()
    # As written, since endings have accents, and folded, since readers leave them out.
    for form in {*_written(piece, base), *folded}:
        found.update(_stem(form, _ALGORITHMS[base]))
    return {stem for stem in found if len(stem) >= SHORTEST} - set(folded)


def _written(piece: str, base: str) -> list[str]:
    text = unicodedata.normalize("NFC", piece)
    if base == "tr":
        text = text.replace("İ", "i").replace("I", "ı")
    text = text.lower()
    if text.isalpha():
        return [text]
    return "".join(char if char.isalpha() or unicodedata.combining(char) else " " for char in text).split()


@functools.lru_cache(maxsize=MOST_REMEMBERED)
def _stem(word: str, algorithm: str) -> tuple[str, ...]:
    if len(word) > words.LONGEST_WORD or word.isdigit():
        return ()
    # The library keeps the word it works on in the stemmer.
    with _lock:
        stem = str(_stemmer(algorithm).stemWord(word))
    if algorithm == "greek" and len(stem) > SHORTEST + 1:
        # απεργία and απεργίες would have different ones.
        stem = stem.rstrip("ιε")
    # What is cut off an ASCII word needs no folding.
    return (stem,) if word.isascii() and stem.isalnum() else tuple(words.words(stem))


@functools.cache
def _stemmer(algorithm: str) -> Any:
    return snowballstemmer.stemmer(algorithm)


def _hebrew(word: str) -> list[str]:
    found = []
    for cut in (1, 2):
        if len(word) - cut >= SHORTEST and all(letter in _HEBREW_PREFIXES for letter in word[:cut]):
            found.append(word[cut:])
    return found
