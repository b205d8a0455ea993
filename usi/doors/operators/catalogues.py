"""Compiles the message catalogues that changed, without any tool of the system. Usage: `python -m usi.doors.operators.catalogues`."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

LOCALE = Path(__file__).resolve().parents[3] / "locale"


def compile_stale(folders: Iterable[Path]) -> int:
    """Compile every catalogue below the folders that changed since it was last compiled; returns how many.

    A compiled file carries the time of its source, so a source that went back to an older state is noticed too.
    """
    import polib

    done = 0
    for source in sorted(path for folder in folders for path in Path(folder).glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        changed = source.stat()
        if target.exists() and target.stat().st_mtime_ns == changed.st_mtime_ns:
            continue
        part = target.with_name(f".{target.name}.{os.getpid()}")
        try:
            polib.pofile(str(source)).save_as_mofile(str(part))
            os.utime(part, ns=(changed.st_mtime_ns, changed.st_mtime_ns))
            os.replace(part, target)
        finally:
            part.unlink(missing_ok=True)
        done += 1
    return done


if __name__ == "__main__":
    compile_stale([LOCALE])
