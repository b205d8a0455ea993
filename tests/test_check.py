"""What `make check` calls fails on real files: a copy of the program and a catalogue, each with one fault planted."""

import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

from tests.test_translations import script

ROOT = Path(__file__).parents[1]
NEW = "A text that no catalogue has"


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    """Return the script that checks catalogues, at work on a copy, and the texts it draws out of the copy; one of them is new."""
    root = tmp_path_factory.mktemp("program")
    shutil.copytree(ROOT / "usi", root / "usi", ignore=shutil.ignore_patterns("tests", "static", "__pycache__"))
    shutil.copytree(ROOT / "locale" / "es", root / "locale" / "es", ignore=shutil.ignore_patterns("*.mo"))
    (root / "usi/surfaces/search/templates/search/new.html").write_text(f'<p>{{% translate "{NEW}" %}}</p>', "utf-8")
    module = script("catalogues")
    module.ROOT, module.LOCALE = root, root / "locale"
    return module, module.extract()


def _fuzzy(entry):
    entry.flags.append("fuzzy")


def _placeholder_lost(entry):
    entry.msgstr = entry.msgstr.replace("%(asked)s", "…")


def _empty(entry):
    entry.msgstr = ""


@pytest.mark.parametrize(
    ("plant", "known", "said"),
    [
        (None, True, []),
        (None, False, [f"es: missing: '{NEW}'"]),
        (_fuzzy, True, ["es: fuzzy: 'Nothing found for %(asked)s'"]),
        (_placeholder_lost, True, ["es: other placeholders: 'Nothing found for %(asked)s'"]),
        (_empty, True, ["es: not translated: 'Nothing found for %(asked)s'"]),
    ],
    ids=["whole", "missing", "fuzzy", "placeholder", "empty"],
)
def test_the_check_of_catalogues_fails_on_each_fault_and_names_it(program, tmp_path, monkeypatch, capsys, plant, known, said):
    module, source = program
    monkeypatch.setattr(sys, "argv", ["catalogues.py"])
    monkeypatch.setattr(module, "extract", lambda: [entry for entry in source if not (known and entry.msgid == NEW)])
    shutil.copytree(module.LOCALE, tmp_path / "locale")
    monkeypatch.setattr(module, "LOCALE", tmp_path / "locale")
    if plant:
        catalogued = polib.pofile(str(module.catalogue("es")))
        plant(catalogued.find("Nothing found for %(asked)s"))
        catalogued.save()
    assert module.main() == int(bool(said))
    assert capsys.readouterr().err.splitlines() == said


@pytest.mark.parametrize(("text", "code"), [('<p>{% translate "Sign" %}</p>', 0), ("<p>Sign</p>", 1)], ids=["in a message", "outside"])
def test_the_check_of_templates_fails_on_a_text_outside_a_message(tmp_path, text, code):
    for name in ("scripts", "usi/surfaces/search/templates"):
        shutil.copytree(ROOT / name, tmp_path / name)
    (tmp_path / "usi/surfaces/search/templates/search/new.html").write_text(text, "utf-8")
    done = subprocess.run([sys.executable, "scripts/untranslated.py"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stderr
    assert done.stderr == ("usi/surfaces/search/templates/search/new.html:1: not in a message: Sign\n" if code else "")


def test_the_check_as_a_whole_fails_where_one_of_its_parts_does(tmp_path):
    """Its programs are stand-ins that succeed, but for the one that looks through catalogues."""
    for name in ("check.sh", "catalogues.py", "untranslated.py"):
        (tmp_path / "scripts").mkdir(exist_ok=True)
        shutil.copy(ROOT / "scripts" / name, tmp_path / "scripts" / name)
    (tmp_path / "scripts/environment.sh").write_text("", "utf-8")
    programs = tmp_path / ".venv/bin"
    programs.mkdir(parents=True)
    for name in ("ruff", "mypy", "lint-imports", "djlint", "usi", "python"):
        fails = '[ "$1" = scripts/catalogues.py ] && exit 1' if name == "python" else ":"
        (programs / name).write_text(f"#!/bin/sh\n{fails}\nexit 0\n", "utf-8")
        (programs / name).chmod(0o755)
    done = subprocess.run(["sh", "scripts/check.sh"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "not in order: translations;" in done.stderr
