"""Makes the fonts for printed sheets from the full OFL fonts; run by hand when a script is added, never by a node.

    python scripts/print_fonts.py FOLDER usi/base/printing/fonts

FOLDER holds the TrueType files named below, anywhere inside. Needs fonttools, which the project itself does not.
Printed text must not show boxes: what is cut away here is cut away from every sheet, so widen a range rather than narrow it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

# Marks and figures that every script's font should carry itself, so that a line does not change fonts at each full stop.
COMMON = [range(0x20, 0x7F), range(0xA0, 0x100), range(0x2010, 0x2028), range(0x2030, 0x203B), [0x25CC, 0x200C, 0x200D, 0x20B9, 0x2212]]
EUROPE = [
    range(0x20, 0x370), range(0x370, 0x530), range(0x1D00, 0x1DC0), range(0x1E00, 0x2000), range(0x2000, 0x2070), range(0x2070, 0x20D0),
    range(0x2100, 0x2150), range(0x2190, 0x219A), [0x2212, 0x2248, 0x2260, 0x2264, 0x2265, 0x25CC, 0xFFFD], range(0xFB00, 0xFB07),
]


def national(codec: str, first: range, second: range) -> list[int]:
    """Return the characters of a two-byte national set, for those rows."""
    found = []
    for row in first:
        for cell in second:
            try:
                found.append(ord(bytes([row, cell]).decode(codec)))
            except (UnicodeDecodeError, TypeError):
                continue
    return found


CELLS = range(0xA1, 0xFF)
# GB 2312, every character and mark; Big5's first level, for names written in full characters; kana.
CHINESE = [*COMMON, national("gb2312", range(0xA1, 0xF8), CELLS), range(0x3000, 0x3100), range(0xFF01, 0xFFEF)]
FULL_CHARACTERS = [national("big5", range(0xA4, 0xC7), [*range(0x40, 0x7F), *CELLS])]
# KS X 1001: the 2,350 syllables in use.
KOREAN = [national("euc_kr", range(0xB0, 0xC9), CELLS), range(0x3131, 0x3190)]

FONTS: dict[str, tuple[str, list[object]]] = {
    "NotoSans-Regular": ("NotoSans_400Regular", EUROPE),
    "NotoSans-Bold": ("NotoSans_700Bold", EUROPE),
    "NotoSansArabic-Regular": ("NotoSansArabic_400Regular", [*COMMON, range(0x600, 0x780), range(0x8A0, 0x900), [0xFDF2, 0xFDFC]]),
    "NotoSansArabic-Bold": ("NotoSansArabic_700Bold", [*COMMON, range(0x600, 0x780), range(0x8A0, 0x900), [0xFDF2, 0xFDFC]]),
    "NotoSansHebrew-Regular": ("NotoSansHebrew_400Regular", [*COMMON, range(0x590, 0x600), range(0xFB1D, 0xFB50)]),
    "NotoSansHebrew-Bold": ("NotoSansHebrew_700Bold", [*COMMON, range(0x590, 0x600), range(0xFB1D, 0xFB50)]),
    "NotoSansDevanagari-Regular": ("NotoSansDevanagari_400Regular", [*COMMON, range(0x900, 0x980), range(0xA8E0, 0xA900)]),
    "NotoSansDevanagari-Bold": ("NotoSansDevanagari_700Bold", [*COMMON, range(0x900, 0x980), range(0xA8E0, 0xA900)]),
    "NotoSansBengali-Regular": ("NotoSansBengali_400Regular", [*COMMON, range(0x980, 0xA00), range(0x964, 0x966)]),
    "NotoSansTamil-Regular": ("NotoSansTamil_400Regular", [*COMMON, range(0xB80, 0xC00)]),
    "NotoSansEthiopic-Regular": ("NotoSansEthiopic_400Regular", [*COMMON, range(0x1200, 0x13A0)]),
    "NotoSansThai-Regular": ("NotoSansThai_400Regular", [*COMMON, range(0xE00, 0xE80)]),
    "NotoSansArmenian-Regular": ("NotoSansArmenian_400Regular", [*COMMON, range(0x530, 0x590)]),
    "NotoSansGeorgian-Regular": ("NotoSansGeorgian_400Regular", [*COMMON, range(0x10A0, 0x1100), range(0x1C90, 0x1CC0)]),
    "NotoSansSC-Regular": ("NotoSansSC_400Regular", CHINESE + FULL_CHARACTERS),
    "NotoSansKR-Regular": ("NotoSansKR_400Regular", KOREAN),
    "SofiaSansExtraCondensed-ExtraBold": ("SofiaSansExtraCondensed_800ExtraBold", EUROPE),
    "Changa-ExtraBold": ("Changa_800ExtraBold", [*COMMON, range(0x600, 0x780)]),
    "Karantina-Bold": ("Karantina_700Bold", [*COMMON, range(0x590, 0x600), range(0xFB1D, 0xFB50)]),
}


def cut(source: Path, target: Path, characters: set[int]) -> None:
    """Write a font with these characters only, and everything their shaping needs."""
    options = subset.Options(hinting=False, layout_features=["*"], notdef_outline=True, glyph_names=False)
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17]
    options.drop_tables += ["DSIG", "STAT", "MVAR", "HVAR", "VVAR", "BASE", "vhea", "vmtx"]
    font = TTFont(source)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters)
    cutter.subset(font)
    font.save(target)
    print(f"{target.name:45} {target.stat().st_size / 1000:8.0f} kB {len(font.getBestCmap()):6} characters")


def main(folder: Path, into: Path) -> None:
    """Make all fonts."""
    into.mkdir(parents=True, exist_ok=True)
    for name, (source, ranges) in FONTS.items():
        found = next(folder.rglob(f"{source}.ttf"))
        cut(found, into / f"{name}.ttf", {character for part in ranges for character in part})  # type: ignore[attr-defined]


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
