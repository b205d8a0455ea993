"""Which characters the fonts for paper can print, read from the fonts themselves."""

from __future__ import annotations

import functools
import struct
import unicodedata
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"


def unprintable(text: str) -> set[str]:
    """Return the characters of a text that no font has a shape for; empty for nearly every text.

    Marks without a shape of their own (joiners, directions, spaces, variation selectors) are never among them.
    """
    return {char for char in set(text) if ord(char) not in characters() and not _shapeless(char)}


def printable(text: str) -> str:
    """Return a text with � for every character that no font has a shape for, so that nobody has to guess at a box."""
    return text.translate(_SHAPES)


class _Shapes(dict[int, int]):
    """Every code point to itself or �, looked up once each: long lists repeat the same few hundred."""

    def __missing__(self, code: int) -> int:
        self[code] = shown = 0xFFFD if unprintable(chr(code)) else code
        return shown


_SHAPES = _Shapes()


def _shapeless(char: str) -> bool:
    return char in "\n\t" or unicodedata.category(char) in ("Cf", "Zs", "Zl", "Zp") or "\ufe00" <= char <= "\ufe0f"


@functools.cache
def characters() -> frozenset[int]:
    """Return all code points that some font has a shape for."""
    found: set[int] = set()
    for path in sorted(FONTS.glob("*.ttf")):
        found |= _of_font(path.read_bytes())
    return frozenset(found)


def _of_font(font: bytes) -> set[int]:
    """Read the `cmap` table (OpenType 1.9: formats 4 and 12, which are all that our fonts have)."""
    tables = {}
    for n in range(struct.unpack_from(">H", font, 4)[0]):
        tag, _sum, offset, _length = struct.unpack_from(">4sLLL", font, 12 + 16 * n)
        tables[tag] = offset
    start = tables[b"cmap"]
    found: set[int] = set()
    for n in range(struct.unpack_from(">H", font, start + 2)[0]):
        offset = start + struct.unpack_from(">HHL", font, start + 4 + 8 * n)[2]
        format = struct.unpack_from(">H", font, offset)[0]
        if format == 4:
            found |= _segments(font, offset)
        elif format == 12:
            found |= _groups(font, offset)
    return found


def _segments(font: bytes, offset: int) -> set[int]:
    count = struct.unpack_from(">H", font, offset + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", font, offset + 14)
    starts = struct.unpack_from(f">{count}H", font, offset + 16 + 2 * count)
    return {code for first, last in zip(starts, ends, strict=True) for code in range(first, last + 1) if code != 0xFFFF}


def _groups(font: bytes, offset: int) -> set[int]:
    count = struct.unpack_from(">L", font, offset + 12)[0]
    groups = (struct.unpack_from(">LLL", font, offset + 16 + 12 * n) for n in range(count))
    return {code for first, last, _glyph in groups for code in range(first, last + 1)}
