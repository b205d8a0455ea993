"""Folds names: for the search, for the order of the directory, and for telling which names a reader may take for each other."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from usi.base import text

LONGEST = 220
# Letters that readers type in place of others and that Unicode does not take apart.
_TYPED_AS = str.maketrans({
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŋ": "ng",
    "ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ة": "ه", "ۀ": "ه", "ھ": "ه", "ہ": "ه", "ـ": None,
    "'": None, "’": None, "‘": None, "ʼ": None, "`": None, "´": None, "΄": None, "׳": None, "״": None,
})  # fmt: skip
# Unicode TR39 (confusables.txt), the part that matters for names of organisations: letters that look like Latin ones.
_GREEK = {
    "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ": "abezhlkmnoptyx",
    "αγεικνοπρσςτυχωη": "ayelkvonpootuxwn",
}
_SMALL = {
    "авекмнорстухзіјѕԁԛԝһгьүԍӏ": "abekmhopctyx3ljsdqwhrbygl",
    "օսոհքցյզ": "ounhpgjq",
    "1i|ıǀ05øłđɡ": "lllllosoldg",
}
_LOOKS_LIKE = str.maketrans({letter: latin for row, latins in _GREEK.items() for letter, latin in zip(row, latins, strict=True)})
_LOOKS_LIKE_SMALL = str.maketrans({letter: latin for row, latins in _SMALL.items() for letter, latin in zip(row, latins, strict=True)})


def fold(name: str) -> str:
    """Return a name as it is searched: without case, accents, vowel marks and punctuation, words parted by one space."""
    folded = text.skeleton(name).translate(_TYPED_AS)
    return " ".join("".join(char if char.isalnum() else " " for char in folded).split())


def search_key(names: Iterable[str]) -> str:
    """Return all names folded, each in a line of its own between line breaks, so that a whole name can be found as well as a part."""
    folded = dict.fromkeys(filter(None, (fold(name) for name in names)))
    return "\n" + "\n".join(folded) + "\n" if folded else ""


def sort_key(name: str) -> str:
    """Return what a name is ordered by; a name of signs alone is ordered by itself."""
    return (fold(name) or text.skeleton(name))[:LONGEST]


def likeness(name: str) -> str:
    """Return a form that is equal for names that look alike, whatever script their letters come from (after Unicode TR39)."""
    plain = unicodedata.normalize("NFKC", name)
    plain = "".join(char for char in unicodedata.normalize("NFD", plain) if not unicodedata.combining(char))
    small = plain.translate(_LOOKS_LIKE).casefold().translate(_LOOKS_LIKE_SMALL)
    letters = "".join(char for char in small if char.isalnum())
    return letters.replace("rn", "m").replace("vv", "w")[:LONGEST] or text.skeleton(name)[:LONGEST]
