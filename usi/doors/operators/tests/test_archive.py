"""What is no backup is noticed before anything is replaced."""

import io
import json
import os
import tarfile

import pytest

from usi.doors.operators import archive, backups


def members(file):
    with tarfile.open(file) as tar:
        return {info.name: tar.extractfile(info).read() for info in tar}


def packed(path, content, *extra):
    with tarfile.open(path, "w") as tar:
        for name, data in content.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
        for info in extra:
            tar.addfile(info)
    return path


@pytest.fixture
def small(tmp_path):
    """Return a small file of the right form and a folder to unpack into."""
    into = tmp_path / "into"
    into.mkdir()
    file = tmp_path / "small.tar"
    picture = tmp_path / "a.webp"
    picture.write_bytes(b"p" * 5000)
    archive.write(file, [("manifest.json", b"{}"), ("media/pictures/a.webp", picture), ("media/gone.webp", tmp_path / "gone")])
    return file, into


def test_what_was_written_is_read(small):
    file, into = small
    archive.read(file, into)
    assert (into / "media/pictures/a.webp").read_bytes() == b"p" * 5000
    assert not (into / "media/gone.webp").exists()


def test_every_cut_is_noticed(small, tmp_path):
    file, _ = small
    whole = file.read_bytes()
    for length in range(0, len(whole) - 10240, 512):
        cut = tmp_path / "cut.tar"
        cut.write_bytes(whole[:length])
        into = tmp_path / f"cut{length}"
        into.mkdir()
        with pytest.raises(archive.Damaged):
            archive.read(cut, into)


def test_a_changed_a_missing_and_an_added_member_are_noticed(small, tmp_path):
    content = members(small[0])
    added = dict(content) | {"media/more.webp": b"x"}
    missing = {name: data for name, data in content.items() if name != "media/pictures/a.webp"}
    changed = dict(content) | {"media/pictures/a.webp": b"q" * 5000}
    for number, wrong in enumerate((added, missing, changed)):
        into = tmp_path / f"wrong{number}"
        into.mkdir()
        with pytest.raises(archive.Damaged):
            archive.read(packed(tmp_path / f"wrong{number}.tar", wrong), into)


HOSTILE = [
    "../evil", "/etc/evil", "media/../../evil", "media/./x", "media//x", "media", "usi.sqlite3", "secrets/other", "media/a\nb",
    "media/a\\b", "media/\u202ex",
]  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_refused(tmp_path, name):
    into = tmp_path / "into"
    into.mkdir()
    with pytest.raises(archive.Damaged):
        archive.read(packed(tmp_path / "evil.tar", {name: b"x"}), into)
    assert [path for path in tmp_path.rglob("*") if path.name == "evil"] == []
    assert not archive.is_name(name)


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE, tarfile.DIRTYPE])
def test_what_is_no_plain_file_is_refused(tmp_path, kind):
    into = tmp_path / "into"
    into.mkdir()
    info = tarfile.TarInfo("media/x")
    info.type, info.linkname = kind, "/etc/passwd"
    with pytest.raises(archive.Damaged):
        archive.read(packed(tmp_path / "evil.tar", {}, info), into)


def test_a_name_twice_is_refused(tmp_path):
    into = tmp_path / "into"
    into.mkdir()
    file = tmp_path / "twice.tar"
    with tarfile.open(file, "w") as tar:
        for _ in range(2):
            tar.addfile(tarfile.TarInfo("manifest.json"))
    with pytest.raises(archive.Damaged):
        archive.read(file, into)


@pytest.mark.parametrize("rubbish", [b"", b"\x00" * 10240, b"\x1f\x8b\x08\x00rubbish", os.urandom(4096), b"PK\x03\x04"])
def test_rubbish_is_refused(tmp_path, rubbish):
    into = tmp_path / "into"
    into.mkdir()
    (tmp_path / "rubbish").write_bytes(rubbish)
    with pytest.raises(archive.Damaged):
        archive.read(tmp_path / "rubbish", into)


def test_a_newer_backup_is_refused(db, tmp_path):
    manifest = {"format": 1, "made": "2030-01-01", "migrations": ["journal.9999_future"], "field_key": backups._key_mark()}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(backups.Refused, match="newer"):
        backups._fitting(tmp_path)


@pytest.mark.parametrize("manifest", ["", "[]", "{}", '{"format": 1}', "null", '{"format": 1, "migrations": 5, "field_key": 1, "made": 1}'])
def test_a_manifest_that_says_nothing_is_refused(db, tmp_path, manifest):
    (tmp_path / "manifest.json").write_text(manifest)
    with pytest.raises(backups.Refused):
        backups._fitting(tmp_path)
