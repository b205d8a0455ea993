"""Keeps the message catalogues complete. Needs the system's gettext programs (apt-get install gettext).

python scripts/catalogues.py           fails if a language lacks a text of the program or has a doubtful one
python scripts/catalogues.py update    adds new texts to locale/*/LC_MESSAGES/django.po, empty, and takes away those no longer used
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[1]
LANGUAGES = {
    "el": "nplurals=2; plural=(n != 1);",
    "ar": "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5;",
}
_PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]|\{(\w*)\}")
_MOST_SHOWN = 20


def catalogue(language: str) -> Path:
    """Return where a language's catalogue is."""
    return ROOT / "locale" / language / "LC_MESSAGES" / "django.po"


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
        command = [sys.executable, "-m", "django", "makemessages", "--locale=el", "--keep-pot", "--no-wrap", "--add-location=file"]
        done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, check=False)
        pot = copy / "locale" / "django.pot"
        if done.returncode or not pot.exists():
            sys.exit(f"The texts could not be extracted:\n{done.stderr.strip()}")
        return polib.pofile(str(pot))


def faults(language: str, source: polib.POFile) -> Iterator[str]:
    """Yield what keeps a catalogue from being complete."""
    path = catalogue(language)
    if not path.exists():
        yield "there is no catalogue"
        return
    known = {_key(entry): entry for entry in polib.pofile(str(path)) if not entry.obsolete}
    for entry in source:
        translated = known.get(_key(entry))
        if translated is None:
            yield f"missing: {entry.msgid!r}"
        elif translated.fuzzy:
            yield f"fuzzy: {entry.msgid!r}"
        elif not translated.translated():
            yield f"not translated: {entry.msgid!r}"
        else:
            yield from _placeholder_faults(entry, translated)


def _placeholder_faults(entry: polib.POEntry, translated: polib.POEntry) -> Iterator[str]:
    """Yield placeholders that the translation invents, or drops where there is one form only."""
    wanted = _placeholders(entry.msgid) | _placeholders(entry.msgid_plural or "")
    for text in [translated.msgstr] if not entry.msgid_plural else translated.msgstr_plural.values():
        found = _placeholders(text)
        # A form for one or two may name no number.
        if found - wanted or (not entry.msgid_plural and wanted - found):
            yield f"other placeholders: {entry.msgid!r}"
            return


def _placeholders(text: str) -> set[str]:
    return {percent or brace for percent, brace in _PLACEHOLDER.findall(text)}


def _key(entry: polib.POEntry) -> tuple[str, str, str]:
    return entry.msgctxt or "", entry.msgid, entry.msgid_plural or ""


def update(language: str, source: polib.POFile) -> tuple[int, int]:
    """Bring a catalogue to the texts of the program; returns how many were added and taken away."""
    path = catalogue(language)
    old = {_key(entry): entry for entry in polib.pofile(str(path))} if path.exists() else {}
    new = polib.POFile(wrapwidth=0)
    new.metadata = {
        "Project-Id-Version": "usi",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": LANGUAGES[language],
    }
    forms = int(re.search(r"nplurals=(\d)", LANGUAGES[language])[1])  # type: ignore[index]
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
    path.parent.mkdir(parents=True, exist_ok=True)
    new.save(str(path))
    keys = {_key(entry) for entry in source}
    return len(keys - old.keys()), len(old.keys() - keys)


def main() -> int:
    """Check, or update."""
    source = extract()
    if sys.argv[1:] == ["update"]:
        for language in LANGUAGES:
            added, removed = update(language, source)
            print(f"{language}: {len(source)} texts, {added} added, {removed} taken away")
        return 0
    failed = False
    for language in LANGUAGES:
        found = list(faults(language, source))
        failed = failed or bool(found)
        for fault in found[:_MOST_SHOWN]:
            print(f"{language}: {fault}", file=sys.stderr)
        if len(found) > _MOST_SHOWN:
            print(f"{language}: and {len(found) - _MOST_SHOWN} more", file=sys.stderr)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
