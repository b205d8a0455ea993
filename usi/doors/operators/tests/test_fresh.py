"""An empty database is prepared quickly, and comes out as Django alone would make it."""

import os
import sqlite3
import subprocess
import sys

import pytest

from usi.doors.operators.tests.processes import ROOT, environment, usi

PLAIN = "import django; django.setup(); from django.core.management.commands import migrate; migrate.Command().run_from_argv(['', 'migrate', '-v0'])"
EVERYTHING = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name"


def schema(data):
    with sqlite3.connect(data / "usi.sqlite3") as database:
        applied = database.execute("SELECT app, name FROM django_migrations ORDER BY id").fetchall()
        types = database.execute("SELECT app_label, model FROM django_content_type ORDER BY 1, 2").fetchall()
        return database.execute(EVERYTHING).fetchall(), applied, types


def test_the_quick_way_ends_where_the_usual_one_does(tmp_path):
    usi(tmp_path / "quick", "migrate", "-v0")
    (tmp_path / "plain").mkdir()
    own = environment(tmp_path / "plain", DJANGO_SETTINGS_MODULE="usi.config.settings")
    subprocess.run([sys.executable, "-c", PLAIN], env=own, cwd=ROOT, check=True, timeout=120)
    assert schema(tmp_path / "quick") == schema(tmp_path / "plain")
    assert os.path.getsize(tmp_path / "plain" / "usi.sqlite3") > 100_000


@pytest.mark.django_db
def test_a_database_with_tables_is_brought_on_in_the_usual_way(tmp_path, monkeypatch):
    from django.core.management import call_command

    from usi.doors.operators import fresh

    monkeypatch.setattr(fresh, "quickly", None)
    call_command("migrate", "-v0")
