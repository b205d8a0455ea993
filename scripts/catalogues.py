"""Keeps the message catalogues complete. Needs the system's gettext programs (apt-get install gettext).

python scripts/catalogues.py            fails if a language lacks a text of the program or has a doubtful one
python scripts/catalogues.py update     adds new texts to locale/*/LC_MESSAGES/django.po, empty, and takes away those no longer used
python scripts/catalogues.py new pt_BR  begins a catalogue, with the plural forms of the language
"""

from __future__ import annotations

import gettext
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import polib
from babel import Locale, UnknownLocaleError
from babel.messages.plurals import get_plural

ROOT = Path(__file__).resolve().parents[1]
LOCALE = ROOT / "locale"
_PLACEHOLDER = re.compile(r"(%(?:\(\w+\))?[a-z])|\{(\w*)\}")
# A per cent sign that stands for nothing breaks the text when it is filled in.
_LOOSE = re.compile(r"%(?!\(\w+\)[a-z]|[sd])")
_TAG = re.compile(r"<\s*(/?)\s*([A-Za-z][A-Za-z0-9-]*)([^<>]*)>")
_ATTRIBUTE = re.compile(r"""([a-z-]+)\s*=\s*("[^"]*"|'[^']*')""")
_MARKS = dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c") | dict.fromkeys("\u2066\u2067\u2068", "\u2069")
_SHOWN = {"title", "alt", "aria-label"}
_PLURAL = re.compile(r"nplurals\s*=\s*(\d+)\s*;\s*plural\s*=\s*([^;]+);?")
_FORMS_TRIED = range(1001)
_MOST_SHOWN = 20


def languages() -> list[str]:
    """Return the names of the folders that hold a catalogue."""
    return sorted(path.parts[-3] for path in LOCALE.glob("*/LC_MESSAGES/django.po"))


def catalogue(language: str) -> Path:
    """Return where a language's catalogue is."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def extract() -> polib.POFile:
    """Return every text of the program, extracted in a copy so that nothing here changes."""
    if shutil.which("xgettext") is None:
        sys.exit("The texts cannot be extracted: install gettext, for example with: apt-get install gettext")
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        shutil.copytree(ROOT / "usi", copy / "usi", ignore=shutil.ignore_patterns("tests", "static", "__pycache__", "node_modules"))
        (copy / "locale").mkdir()
        environment = os.environ | {"USI_DEMO": "on", "USI_DATA": str(copy / "var"), "PYTHONPATH": folder}
        environment["DJANGO_SETTINGS_MODULE"] = "usi.config.settings"
        command = [sys.executable, "-m", "django", "makemessages", "--locale=en", "--keep-pot", "--no-wrap", "--add-location=file"]
        done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, check=False)
        pot = copy / "locale" / "django.pot"
        if done.returncode or not pot.exists():
            sys.exit(f"The texts could not be extracted:\n{done.stderr.strip()}")
        return polib.pofile(str(pot))


def faults(language: str, source: polib.POFile) -> Iterator[str]:
    """Yield what keeps a catalogue from being complete."""
    catalogued = polib.pofile(str(catalogue(language)))
    forms = plural_forms(catalogued)
    if not forms:
        yield f"its header says no usable Plural-Forms: {catalogued.metadata.get('Plural-Forms', '')!r}"
    known = {_key(entry): entry for entry in catalogued if not entry.obsolete}
    for entry in source:
        translated = known.get(_key(entry))
        if translated is None:
            yield f"missing: {entry.msgid!r}"
        elif translated.fuzzy:
            yield f"fuzzy: {entry.msgid!r}"
        elif not translated.translated():
            yield f"not translated: {entry.msgid!r}"
        elif entry.msgid_plural and sorted(translated.msgstr_plural) != [*range(forms)]:
            yield f"not {forms} plural forms: {entry.msgid!r}"
        else:
            yield from broken(entry, translated)


def plural_forms(catalogued: polib.POFile) -> int:
    """Return how many plural forms a catalogue's header names; 0 where its rule is not usable or leaves one of them out."""
    found = _PLURAL.search(catalogued.metadata.get("Plural-Forms", ""))
    if found is None:
        return 0
    try:
        rule = gettext.c2py(found[2])  # type: ignore[attr-defined]
        used = {rule(number) for number in [*_FORMS_TRIED, 1_000_000]}
    except (ValueError, RecursionError):
        return 0
    return len(used) if used == {*range(int(found[1]))} else 0


def broken(entry: polib.POEntry, translated: polib.POEntry) -> Iterator[str]:
    """Yield what a translation breaks: placeholders, tags, white space at its ends, direction marks."""
    one_form = not entry.msgid_plural
    originals = [entry.msgid] if one_form else [entry.msgid, entry.msgid_plural]
    for text in [translated.msgstr] if one_form else translated.msgstr_plural.values():
        for fault in _faults_of(text, originals, python="python-format" in entry.flags):
            yield f"{fault}: {entry.msgid!r}"


def _faults_of(text: str, originals: list[str], *, python: bool) -> Iterator[str]:
    wanted, found = [_placeholders(original) for original in originals], _placeholders(text)
    # A form for one or two may name no number, and then needs no tags round it.
    if set(found) - set().union(*wanted) or (len(originals) == 1 and set(wanted[0]) - set(found)):
        yield "other placeholders"
    if python and _LOOSE.search(text.replace("%%", "")):
        yield "a per cent sign that is not doubled"
    tags = [_tags(original) for original in originals]
    if _tags(text) not in tags and not (len(tags) == 2 and _tags(text) < tags[1] and set(found) < set(wanted[1])):
        yield "other tags"
    if _ends(text) not in [_ends(original) for original in originals]:
        yield "other white space at its ends"
    if not _balanced(text):
        yield "direction marks that are not closed"


def _placeholders(text: str) -> Counter[str]:
    return Counter(percent or f"{{{brace}}}" for percent, brace in _PLACEHOLDER.findall(text.replace("%%", "")))


def _tags(text: str) -> Counter[tuple[str, str, tuple[tuple[str, str], ...]]]:
    """Count the tags of a text with their attributes; what an attribute says may be translated only where it is a text."""
    found = ((end, name, sorted(_ATTRIBUTE.findall(rest))) for end, name, rest in _TAG.findall(text))
    return Counter((end, name, tuple((key, "" if key in _SHOWN else value) for key, value in pairs)) for end, name, pairs in found)


def _ends(text: str) -> tuple[str, str]:
    bare = text.strip()
    first = text.index(bare) if bare else 0
    return text[:first], text[first + len(bare) :]


def _balanced(text: str) -> bool:
    """Whether every embedding, override and isolate of the text is closed in the same line, in its order."""
    for line in text.splitlines():
        waiting: list[str] = []
        for char in line:
            if char in _MARKS:
                waiting.append(_MARKS[char])
            elif char in _MARKS.values() and (not waiting or waiting.pop() != char):
                return False
        if waiting:
            return False
    return True


def _key(entry: polib.POEntry) -> tuple[str, str, str]:
    return entry.msgctxt or "", entry.msgid, entry.msgid_plural or ""


def update(language: str, source: polib.POFile) -> tuple[int, int]:
    """Bring a catalogue to the texts of the program; returns how many were added and taken away."""
    path = catalogue(language)
    present = polib.pofile(str(path))
    old = {_key(entry): entry for entry in present}
    new = polib.POFile(wrapwidth=0)
    new.metadata, forms = present.metadata, plural_forms(present)
    for entry in source:
        kept = old.get(_key(entry))
        entry_flags = [flag for flag in entry.flags if flag != "fuzzy"] + (["fuzzy"] if kept is not None and kept.fuzzy else [])
        new.append(
            polib.POEntry(
                msgctxt=entry.msgctxt,
                msgid=entry.msgid,
                msgid_plural=entry.msgid_plural,
                msgstr=kept.msgstr if kept else "",
                msgstr_plural=(kept.msgstr_plural if kept else dict.fromkeys(range(forms), "")) if entry.msgid_plural else {},
                occurrences=entry.occurrences,
                comment=entry.comment,
                tcomment=kept.tcomment if kept else "",
                flags=entry_flags,
            )
        )
    new.save(str(path))
    keys = {_key(entry) for entry in source}
    return len(keys - old.keys()), len(old.keys() - keys)


def begin(language: str) -> None:
    """Make an empty catalogue whose header says the plural forms; afterwards the header is what counts."""
    try:
        folder = str(Locale.parse(language.replace("-", "_")))
    except (UnknownLocaleError, ValueError):
        sys.exit(f"{language} is no language; write a tag such as sw, pt-BR or zh-Hans")
    if catalogue(folder).exists():
        sys.exit(f"There is a catalogue already: {catalogue(folder).relative_to(ROOT)}")
    new = polib.POFile(wrapwidth=0)
    new.metadata = {
        "Project-Id-Version": "usi",
        "Language": folder,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": str(get_plural(folder)),
    }
    catalogue(folder).parent.mkdir(parents=True, exist_ok=True)
    new.save(str(catalogue(folder)))


def main() -> int:
    """Check, update, or begin a catalogue."""
    arguments = sys.argv[1:]
    if arguments[:1] == ["new"] and len(arguments) == 2:
        begin(arguments[1])
    source = extract()
    if arguments:
        for language in languages():
            added, removed = update(language, source)
            print(f"{language}: {len(source)} texts, {added} added, {removed} taken away")
        return 0
    failed = False
    for language in languages():
        found = list(faults(language, source))
        failed = failed or bool(found)
        for fault in found[:_MOST_SHOWN]:
            print(f"{language}: {fault}", file=sys.stderr)
        if len(found) > _MOST_SHOWN:
            print(f"{language}: and {len(found) - _MOST_SHOWN} more", file=sys.stderr)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
