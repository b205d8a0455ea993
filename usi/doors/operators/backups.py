"""Backup and restore of a whole node: database, media and, in the demonstration, the secrets it made for itself."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.core.management import call_command

from usi.base import crypto, time
from usi.doors.operators import archive, queries, snapshots, supervisor
from usi.spine.journal import chain

FORMAT = 1
_SECRETS = ("usi_secret_key", "usi_field_key")


class Refused(Exception):
    """The backup cannot be made or restored here; the message says why and what to do."""


class Done(NamedTuple):
    """What a restore brought back: when the backup was made, how many files, and what the journal's check said."""

    made: str
    files: int
    journal: chain.Verdict


def make(target: Path) -> int:
    """Write a backup; returns its bytes.

    :raises Refused: if the database cannot be copied
    :raises OSError: if the file cannot be written
    """
    with tempfile.TemporaryDirectory(prefix=".usi-backup-", dir=target.parent) as folder:
        copy = Path(folder) / "database"
        try:
            snapshots.take(copy)
        except snapshots.Failed as error:
            raise Refused(str(error)) from None
        return archive.write(target, _members(copy))


def _members(copy: Path) -> Iterator[tuple[str, Path | bytes]]:
    manifest = {
        "format": FORMAT,
        "made": time.now().isoformat(timespec="seconds"),
        "url": settings.URL,
        "migrations": queries.applied_migrations(),
        "field_key": _key_mark(),
    }
    yield archive.MANIFEST, json.dumps(manifest, indent=1).encode()
    yield snapshots.member(), copy
    if settings.DEMO:
        for name in _SECRETS:
            yield f"secrets/{name}", settings.DATA / "secrets" / name
    # After the database: a picture that it names is there, one added since does no harm.
    media = Path(settings.MEDIA_ROOT)
    for path in sorted(media.rglob("*")):
        if not path.is_file() or path.is_symlink():
            continue
        name = f"media/{path.relative_to(media).as_posix()}"
        if not archive.is_name(name):
            raise Refused(f"A backup cannot hold a file of this name; rename it or take it away: {name!r}")
        yield name, path


def _key_mark() -> str:
    """Return what tells whether a field key is the same one, without telling the key."""
    return crypto.blind("the key of a backup", context="operators.backup").hex()


def restore(source: Path, *, replace: bool) -> Done:
    """Bring a node back from a backup.

    :raises Refused: if the node runs or is not empty, or the backup is damaged, of another kind of database, or newer than this software
    :raises OSError: if a file cannot be read or written
    """
    settings.DATA.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _alone(), tempfile.TemporaryDirectory(prefix=".usi-restore-", dir=settings.DATA) as folder:
        if not replace and not _is_empty():
            raise Refused("This node is not empty. To throw away what it holds and restore the backup instead, add --replace.")
        unpacked = Path(folder)
        try:
            archive.read(source, unpacked)
            manifest = _fitting(unpacked)
            snapshots.put(unpacked / snapshots.member())
        except (archive.Damaged, snapshots.Failed) as error:
            raise Refused(str(error)) from None
        _put_secrets(unpacked / "secrets")
        files = _put_media(unpacked / "media")
    call_command("migrate", interactive=False, verbosity=0)
    return Done(str(manifest["made"]), files, chain.verify())


def _is_empty() -> bool:
    media = Path(settings.MEDIA_ROOT)
    return queries.is_empty() and not (media.exists() and any(path.is_file() for path in media.rglob("*")))


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Hold the lock that a running node shares."""
    lock = os.open(settings.DATA / supervisor.LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise Refused("The node is running. End it first, then restore.") from None
    finally:
        os.close(lock)


def _fitting(unpacked: Path) -> dict[str, Any]:
    """Return the manifest of a backup that fits this node."""
    try:
        manifest: dict[str, Any] = json.loads((unpacked / archive.MANIFEST).read_text("utf-8"))
        version, migrations, mark = manifest["format"], set(manifest["migrations"]), manifest["field_key"]
        manifest["made"]
    except (OSError, ValueError, KeyError, TypeError):
        raise Refused("The file is no backup: it does not say what it holds.") from None
    if version != FORMAT or migrations - queries.known_migrations():
        raise Refused("The backup was made by a newer version of USI. Update first, then restore.")
    if not (unpacked / snapshots.member()).is_file():
        raise Refused("The backup is of another kind of database (SQLite or PostgreSQL). Restore it on a node with that kind.")
    if not (settings.DEMO and (unpacked / "secrets").is_dir()) and mark != _key_mark():
        raise Refused("USI_FIELD_KEY is not the key of this backup: what is encrypted could not be read. Set the key that you kept.")
    return manifest


def _put_secrets(folder: Path) -> None:
    """Put the demonstration's secrets back; a node with secrets of its own keeps them in its environment, not in a backup."""
    if not settings.DEMO or not folder.is_dir():
        return
    target = settings.DATA / "secrets"
    target.mkdir(exist_ok=True, mode=0o700)
    for path in folder.iterdir():
        os.replace(path, target / path.name)


def _put_media(folder: Path) -> int:
    media = Path(settings.MEDIA_ROOT)
    folder.mkdir(exist_ok=True)
    folder.chmod(0o755)
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() else settings.FILE_UPLOAD_PERMISSIONS)
    if media.exists():
        # Moved beside what was unpacked, and thrown away with it.
        os.replace(media, folder.with_name("replaced"))
    shutil.move(folder, media)
    return sum(path.is_file() for path in media.rglob("*"))
