"""A node comes back from its backup, and nothing else passes for one."""

import json
import os
import re
import shutil
import stat
import subprocess
import tarfile
import time
from urllib.parse import urlsplit

import pytest
from django.conf import settings

from usi.doors.operators import supervisor
from usi.doors.operators.tests.processes import ROOT, USI, environment, usi
from usi.doors.operators.tests.test_archive import members, packed

FILL = """
import os
from pathlib import Path
from django.conf import settings
from usi.spine.journal import actions as journal
from usi.spine.organisations.tests import factories
from usi.spine.publications.tests.factories import publication
for n in range(3):
    said = publication(author=factories.organisation(handle=f"u{os.urandom(6).hex()}").actor, title=f"Said {n}")
    journal.record("test.said", said)
picture = Path(settings.MEDIA_ROOT) / "pictures" / "ab" / "cd.webp"
picture.parent.mkdir(parents=True)
picture.write_bytes(b"a picture")
"""
LOOK = """
import json
from pathlib import Path
from django.conf import settings
from usi.spine.journal.models import Entry
from usi.spine.publications.models import Publication
media = {p.relative_to(settings.MEDIA_ROOT).as_posix(): p.read_text() for p in Path(settings.MEDIA_ROOT).rglob("*") if p.is_file()}
print(json.dumps([sorted(Publication.objects.values_list("uri", "title")), list(Entry.objects.values_list("digest", flat=True)), media]))
"""


def look(data, **more):
    return json.loads(usi(data, "shell", "--no-imports", "-c", LOOK, **more).stdout)


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """Return the data folder of a node with something in it."""
    data = tmp_path_factory.mktemp("filled") / "data"
    data.mkdir()
    usi(data, "migrate", "-v0")
    usi(data, "shell", "--no-imports", "-c", FILL)
    return data


@pytest.fixture(scope="module")
def backup(filled):
    """Return its backup."""
    file = filled.parent / "node.tar.gz"
    assert "USI_FIELD_KEY" in usi(filled, "backup", file).stdout
    return file


def test_a_backup_is_one_file_that_only_its_owner_reads(filled, backup):
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert sorted(path.name for path in filled.parent.iterdir()) == ["data", "node.tar.gz"]
    with tarfile.open(backup) as tar:
        names = tar.getnames()
        assert names[0] == "manifest.json"
        assert names[-1] == "SHA256SUMS"
        assert not any("secret" in name for name in names)
        content = b"".join(tar.extractfile(name).read() for name in names)
    assert b"field-0123456789" not in content


@pytest.fixture
def two_databases(tmp_path):
    """Return the settings of two empty databases of the kind that the tests run on."""
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        yield {}, {}
        return
    import psycopg

    values = settings.DATABASES["default"]
    names = [f"usi_backup_{os.getpid()}_{number}" for number in range(2)]
    known = urlsplit(os.environ["USI_DATABASE_URL"])
    given = {"host": values["HOST"], "user": values["USER"], "password": values["PASSWORD"], "port": values["PORT"]}
    with psycopg.connect(dbname="postgres", autocommit=True, **{key: value for key, value in given.items() if value}) as server:
        for name in names:
            server.execute(f"CREATE DATABASE {name}")
        yield tuple({"USI_DATABASE_URL": known._replace(path=f"/{name}").geturl()} for name in names)
        for name in names:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.storage
def test_a_node_comes_back_whole(tmp_path, two_databases):
    first, second = two_databases
    usi(tmp_path / "a", "migrate", "-v0", **first)
    usi(tmp_path / "a", "shell", "--no-imports", "-c", FILL, **first)
    usi(tmp_path / "a", "backup", tmp_path / "node.tar.gz", **first)
    said = usi(tmp_path / "b", "restore", tmp_path / "node.tar.gz", **second).stdout
    assert "1 files" in said
    there = look(tmp_path / "a", **first)
    assert look(tmp_path / "b", **second) == there
    assert usi(tmp_path / "b", "journal", "verify", **second).stdout == usi(tmp_path / "a", "journal", "verify", **first).stdout
    usi(tmp_path / "b", "restore", tmp_path / "node.tar.gz", "--replace", **second)
    assert look(tmp_path / "b", **second) == there


def test_a_backup_of_another_kind_of_database_is_refused(filled, backup, tmp_path):
    content = members(backup)
    content["database/usi.dump"] = content.pop("database/usi.sqlite3")
    content["SHA256SUMS"] = content["SHA256SUMS"].replace(b"usi.sqlite3", b"usi.dump")
    done = usi(tmp_path / "new", "restore", packed(tmp_path / "other.tar", content), check=False)
    assert done.returncode == 1
    assert "another kind of database" in done.stderr


def test_a_node_that_is_not_empty_is_replaced_only_on_demand(filled, backup, tmp_path):
    other = tmp_path / "other"
    shutil.copytree(filled, other)
    usi(other, "shell", "--no-imports", "-c", FILL.replace("Said", "Other").replace("cd.webp", "ef.webp").replace("ab", "ff"))
    before = look(other)
    refused = usi(other, "restore", backup, check=False)
    assert refused.returncode == 1
    assert "--replace" in refused.stderr
    assert look(other) == before
    usi(other, "restore", backup, "--replace")
    assert look(other) == look(filled)
    assert not list(other.glob(".usi-restore-*"))


def test_an_existing_file_is_replaced_only_on_demand(filled, tmp_path):
    file = tmp_path / "old.tar"
    file.write_text("precious")
    assert usi(filled, "backup", file, check=False).returncode == 1
    assert file.read_text() == "precious"
    usi(filled, "backup", file, "--replace")
    assert tarfile.is_tarfile(file)


def test_a_folder_that_cannot_be_written_gives_one_sentence(filled, tmp_path):
    done = usi(filled, "backup", tmp_path / "none" / "file.tar", check=False)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1


def test_the_demonstration_takes_its_secrets_along(tmp_path):
    data, demo = tmp_path / "demo", {"USI_DEMO": "on", "USI_SECRET_KEY": "", "USI_FIELD_KEY": ""}
    usi(data, "migrate", "-v0", **demo)
    usi(data, "shell", "--no-imports", "-c", FILL, **demo)
    usi(data, "backup", tmp_path / "demo.tar", **demo)
    usi(tmp_path / "new", "restore", tmp_path / "demo.tar", **demo)
    key = (data / "secrets" / "usi_field_key").read_text()
    assert (tmp_path / "new" / "secrets" / "usi_field_key").read_text() == key
    assert look(tmp_path / "new", **demo) == look(data, **demo)


def test_another_field_key_is_refused(backup, tmp_path):
    done = usi(tmp_path, "restore", backup, check=False, USI_FIELD_KEY="another-" * 8)
    assert done.returncode == 1
    assert "USI_FIELD_KEY" in done.stderr
    assert not (tmp_path / "media").exists()


def test_a_running_node_is_not_restored(backup, tmp_path):
    import fcntl

    with (tmp_path / supervisor.LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        done = usi(tmp_path, "restore", backup, check=False)
    assert done.returncode == 1
    assert "running" in done.stderr


@pytest.mark.slow
def test_a_backup_under_writes_is_of_one_moment(filled, tmp_path):
    data = tmp_path / "busy"
    shutil.copytree(filled, data)
    work = "import time\nwhile True:\n" + "\n".join("    " + line for line in FILL.splitlines()[:-3])
    writer = subprocess.Popen([str(USI), "shell", "--no-imports", "-c", work], env=environment(data), cwd=ROOT)
    try:
        time.sleep(3)
        for number in range(3):
            usi(data, "backup", tmp_path / f"{number}.tar")
        assert writer.poll() is None
    finally:
        writer.kill()
        writer.wait()
    entries = []
    for number in range(3):
        # The restore verifies the journal: every entry up to the head, and nothing after it.
        said = usi(tmp_path / f"restored{number}", "restore", tmp_path / f"{number}.tar").stdout
        entries.append(int(re.search(r"(\d+) journal entries", said)[1]))
    assert entries[0] < entries[1] < entries[2]


