"""Makes the catalogues of the invented languages, by which tests see texts that do not fit: a third longer, with marks, in brackets."""

from __future__ import annotations

import re
from pathlib import Path

import polib

from usi.base import languages

LONGER = 1.35
OPENING, CLOSING = "[", "]"
# What a browser or the program reads: tags, placeholders, entities, addresses.
_KEPT = re.compile(r"(<[^<>]*>|%\(\w+\)[a-z]|%[a-z%]|\{\w*\}|&#?\w+;|https?://\S+|[\w.+-]+@[\w.-]+)")
_VOWELS = frozenset("aeiouyAEIOUY")
_ACCENTED = str.maketrans("aAcCdDeEgGhHiIjJkKlLnNoOrRsStTuUwWyYzZ", "åÅçÇďĎéÉĝĜĥĤîÎĵĴķĶľĽñÑöÖŕŔšŠţŢûÛŵŴýÝžŽ")
_ARABIC = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "ابصديفغهيجكلمنوةقرستوشوخيزابصديفغهيجكلمنوةقرستوشوخيز"
)
_PLURAL_FORMS = {
    "en-XA": "nplurals=2; plural=(n != 1);",
    "ar-XB": "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5;",
}
_SINGULAR = {"en-XA": 0, "ar-XB": 1}


def write(locale: Path, folder: Path) -> None:
    """Write the catalogues into a folder, from the English texts of a catalogue in `locale`."""
    source = min(locale.glob("*/LC_MESSAGES/django.po"))
    texts = [entry for entry in polib.pofile(str(source)) if not entry.obsolete]
    for tag in languages.PSEUDO:
        target = folder / tag.replace("-", "_") / "LC_MESSAGES" / "django.po"
        target.parent.mkdir(parents=True, exist_ok=True)
        _catalogue(texts, tag).save(str(target))


def _catalogue(texts: list[polib.POEntry], tag: str) -> polib.POFile:
    made = polib.POFile(wrapwidth=0)
    made.metadata = {"Language": tag, "Content-Type": "text/plain; charset=UTF-8", "Plural-Forms": _PLURAL_FORMS[tag]}
    forms = int(_PLURAL_FORMS[tag].removeprefix("nplurals=")[0])
    for text in texts:
        entry = polib.POEntry(msgctxt=text.msgctxt, msgid=text.msgid, msgid_plural=text.msgid_plural)
        one, many = pseudo(text.msgid, tag), pseudo(text.msgid_plural, tag)
        entry.msgstr_plural = {form: one if form == _SINGULAR[tag] else many for form in range(forms)} if text.msgid_plural else {}
        entry.msgstr = "" if text.msgid_plural else one
        made.append(entry)
    return made


def pseudo(text: str, tag: str) -> str:
    """Return a text as an invented language says it; white space at the ends, tags and placeholders stay."""
    bare = text.strip()
    if not bare:
        return text
    first = text.index(bare)
    letters = _ARABIC if languages.direction(tag) == "rtl" else _ACCENTED
    parts = _KEPT.split(bare)
    said = "".join(part if place % 2 else _longer(part).translate(letters) for place, part in enumerate(parts))
    return f"{text[:first]}{OPENING}{said}{CLOSING}{text[first + len(bare) :]}"


def _longer(text: str) -> str:
    """Draw the vowels out: words get longer, as they do in other languages, not just more."""
    made: list[str] = []
    for place, char in enumerate(text, start=1):
        made.append(char)
        if char in _VOWELS:
            made += char.lower() * min(2, max(0, round(place * LONGER) - len(made)))
    return "".join(made)
