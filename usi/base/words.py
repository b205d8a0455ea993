"""Folds text into the words by which it is found, alike for what is written and for what is looked for, in every script.

A word is NFKC, without case and accents; letters that people type in place of others are one letter; the Arabic article is left out;
scripts without spaces between words are cut into pairs of letters. Folding is remembered, since most words of a text have come before.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping

LONGEST_WORD = 60
MOST_REMEMBERED = 400_000
# Blocks whose marks are vowels and part of the word: Indic scripts, Thai to Khmer, kana voicing, and what is written like them.
_VOWEL_MARKS = (
    (0x0900, 0x0DFF), (0x0E00, 0x109F), (0x1700, 0x17FF), (0x1900, 0x1CFF), (0x3099, 0x309A), (0xA800, 0xABFF), (0x11000, 0x11FFF),
)  # fmt: skip
_NUKTA = frozenset({0x093C, 0x09BC, 0x0A3C, 0x0ABC, 0x0B3C, 0x0CBC, 0x110BA, 0x11173, 0x111CA})
# Letters that readers type in place of others and that Unicode does not take apart; None: left out without parting the word.
_SAME = {
    "ς": "σ", "ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ŋ": "ng", "ւ": "վ",
    "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ة": "ه", "ۀ": "ه", "ھ": "ه", "ہ": "ه", "ۃ": "ه", "ء": None, "ـ": None,
    "׳": None, "״": None, "\u200c": None, "\u200d": None, "\u00ad": None, "\u2060": None,
}  # fmt: skip
_LETTERS_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
_UNSPACED = re.compile(f"([{_LETTERS_UNSPACED}]+)")
# What a word may have to be cut at: an Arabic article, or the end of each letter.
_TO_CUT = re.compile(f"[\u0600-\u06ff{_LETTERS_UNSPACED}]")
_SPELT_OUT = re.compile(r"(?:\w\.){2,}\w?")
_ARTICLES = ("وال", "بال", "كال", "فال", "ال", "لل")


def words(text: str) -> list[str]:
    """Return the words of a text in their order, folded."""
    return " ".join(map(_folded.__getitem__, text.split())).split()


def learn(pieces: Collection[str]) -> dict[str, str]:
    """Return the words of stretches without white space, each as one string; many at once are folded many times quicker than one by one."""
    known = {piece: found for piece in pieces if (found := _folded.get(piece)) is not None}
    fresh = [piece for piece in pieces if piece not in known] if len(known) < len(pieces) else []
    new = dict(zip(fresh, fold(fresh), strict=True))
    _folded.keep(new)
    return known | new if new else known


def fold(pieces: Collection[str]) -> list[str]:
    """Return the words of each stretch without white space as one string, without remembering it."""
    if not pieces:
        return []
    text = unicodedata.normalize("NFKC", "\n".join(pieces)).casefold()
    if "." in text:
        text = _SPELT_OUT.sub(lambda found: found.group().replace(".", ""), text)
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
    text = unicodedata.normalize("NFC", text.translate(_letter))
    return [_cut(line) for line in text.split("\n")]


def pieces(text: str) -> Iterator[tuple[str, list[str]]]:
    """Return every stretch between white space as it is written, with its words."""
    for piece in text.split():
        found = _folded[piece].split()
        if found:
            yield piece, found


def unspaced(word: str) -> bool:
    """Whether a word comes from a script that puts no spaces between words, so that words are looked for as runs of pairs."""
    return _UNSPACED.match(word) is not None


class _Memory(dict[str, str]):
    """Folds a stretch of text once; forgets all when it has seen very many."""

    def __missing__(self, piece: str) -> str:
        self.keep({piece: (value := fold([piece])[0])})
        return value

    def keep(self, found: Mapping[str, str]) -> None:
        if len(self) + len(found) > MOST_REMEMBERED:
            self.clear()
        self.update(pair for pair in found.items() if len(pair[0]) <= LONGEST_WORD)


def _cut(line: str) -> str:
    if len(line) <= LONGEST_WORD and (line.isascii() or not _TO_CUT.search(line)):
        return line
    return " ".join(each for word in line.split() for each in _parts(word))


def _parts(word: str) -> Iterable[str]:
    if word.isascii():
        return (word[:LONGEST_WORD],)
    if "\u0600" <= word[0] <= "\u06ff":
        return (_without_article(word)[:LONGEST_WORD],)
    if _UNSPACED.search(word) is None:
        return (word[:LONGEST_WORD],)
    found: list[str] = []
    for part in filter(None, _UNSPACED.split(word)):
        if _UNSPACED.match(part):
            found += [part] if len(part) == 1 else [part[n : n + 2] for n in range(len(part) - 1)]
        else:
            found.append(part[:LONGEST_WORD])
    return found


def _without_article(word: str) -> str:
    for article in _ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= 3:
            return word[len(article) :]
    return word


class _Letters(dict[int, str]):
    """What a letter of decomposed text becomes: itself, another one, nothing, or a space where it parts words."""

    def __missing__(self, code: int) -> str:
        self[code] = value = _become(chr(code))
        return value


def _become(char: str) -> str:
    if char in _SAME:
        return _SAME[char] or ""
    category, code = unicodedata.category(char), ord(char)
    if category[0] == "M":
        kept = code not in _NUKTA and any(first <= code <= last for first, last in _VOWEL_MARKS)
        return char if kept else ""
    if category == "Nd":
        return str(unicodedata.decimal(char))
    return char if category[0] in "LN" or category == "Co" else " "


_folded = _Memory()
_letter = _Letters({ord("\n"): "\n"})
