"""The file that a backup is: a tar whose last member lists the SHA-256 of all others, so that what is cut off or changed is noticed.

Reading takes nothing on trust: only names that a backup has, only plain files, and nothing is used before all sums agree.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import tarfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

SUMS = "SHA256SUMS"
MANIFEST = "manifest.json"
_FIXED = frozenset({MANIFEST, SUMS, "database/usi.sqlite3", "database/usi.dump", "secrets/usi_secret_key", "secrets/usi_field_key"})
_BLOCK = 1024 * 1024
_MOST_SUMS_BYTES = 512 * 1024 * 1024


class Damaged(Exception):
    """The file is no complete backup; the message says in what way."""


class _Summing:
    """A file being read whose bytes are summed on the way."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.sum = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        block = self.file.read(size)
        self.sum.update(block)
        return block


def is_name(name: str) -> bool:
    """Whether a backup may hold a member of this name: one of its own, or a file below `media/` whose name is plain text."""
    if name in _FIXED:
        return True
    parts = name.split("/")
    plain = name.isprintable() and "\\" not in name and len(name) <= 1000 and not {"", ".", ".."}.intersection(parts)
    return plain and len(parts) > 1 and parts[0] == "media"


def write(target: Path, members: Iterable[tuple[str, Path | bytes]]) -> int:
    """Write a backup of named files and contents, readable by its owner only; the name appears once it is complete.

    A file that vanished meanwhile is left out. Returns the number of bytes.

    :raises OSError: if it cannot be written; nothing is left behind then
    """
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    part.unlink(missing_ok=True)
    compressed = target.suffix in {".gz", ".tgz"}
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            with _tar(file, compressed) as tar:
                sums = dict(_add(tar, name, source) for name, source in members if isinstance(source, bytes) or source.is_file())
                listing = "".join(f"{digest}  {name}\n" for name, digest in sums.items() if digest)
                _add(tar, SUMS, listing.encode())
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, target)
    finally:
        part.unlink(missing_ok=True)
    return target.stat().st_size


def _tar(file: IO[bytes], compressed: bool) -> tarfile.TarFile:
    # Pictures are compressed already; the least effort is enough for the rest.
    return tarfile.open(fileobj=file, mode="w:gz", compresslevel=3) if compressed else tarfile.open(fileobj=file, mode="w")


def _add(tar: tarfile.TarFile, name: str, source: Path | bytes) -> tuple[str, str]:
    info = tarfile.TarInfo(name)
    info.mode = 0o600
    with contextlib.ExitStack() as stack:
        try:
            file: IO[bytes] = io.BytesIO(source) if isinstance(source, bytes) else stack.enter_context(source.open("rb"))
        except FileNotFoundError:
            return name, ""
        info.size = file.seek(0, os.SEEK_END)
        file.seek(0)
        summing = _Summing(file)
        tar.addfile(info, summing)  # type: ignore[arg-type]
        return name, summing.sum.hexdigest()


def read(source: Path, into: Path) -> None:
    """Unpack a backup into an empty folder and check it.

    :raises Damaged: if it is no backup, was cut off or was changed
    :raises OSError: if it cannot be read, or the folder cannot take it
    """
    found: dict[str, str] = {}
    try:
        with tarfile.open(source, "r:*") as tar:
            for member in _members(tar):
                found[member.name] = _unpack(tar, member, into)
    except (tarfile.TarError, EOFError, UnicodeError) as error:
        raise Damaged(f"The file is no backup, or was cut off ({type(error).__name__}).") from None
    except OSError as error:
        # What gzip says about its own format has no number of the system.
        if error.errno is not None:
            raise
        raise Damaged("The file is no backup, or was cut off.") from None
    if SUMS not in found:
        raise Damaged("The file is no complete backup: its end is missing.")
    _compare(found, (into / SUMS).read_text("utf-8"))


def _members(tar: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    seen = set()
    for member in tar:
        if not member.isreg() or not is_name(member.name) or member.name in seen:
            raise Damaged(f"The file holds something that no backup holds: {member.name[:80]!r}")
        if member.name == SUMS and member.size > _MOST_SUMS_BYTES:
            raise Damaged("The file is no backup: its list of sums is too long.")
        seen.add(member.name)
        yield member


def _unpack(tar: tarfile.TarFile, member: tarfile.TarInfo, into: Path) -> str:
    target = into / member.name
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    content = tar.extractfile(member)
    digest = hashlib.sha256()
    left = member.size
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        while content is not None and (block := content.read(_BLOCK)):
            file.write(block)
            digest.update(block)
            left -= len(block)
    if left:
        raise Damaged("The file was cut off.")
    return digest.hexdigest()


def _compare(found: dict[str, str], listing: str) -> None:
    wanted = {name: digest for digest, _, name in (line.partition("  ") for line in listing.splitlines())}
    for name in sorted(set(wanted) | (set(found) - {SUMS})):
        if wanted.get(name) != found.get(name):
            raise Damaged(f"The file was changed or damaged: {name}")
