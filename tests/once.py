"""Folders that take long to make, made once for a whole run of tests by whichever process asks first."""

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

OLD = 3600


def folder(name: str, make: Callable[[Path], object]) -> Path:
    """Return the folder of a name in this run, as `make` left it; a run is named by `USI_TEST_RUN` or by pytest-xdist."""
    ours = Path(tempfile.gettempdir()) / f"usi-tests-{os.getuid()}"
    run = os.environ.get("USI_TEST_RUN") or os.environ.get("PYTEST_XDIST_TESTRUNUID") or os.getpid()
    made = ours / f"{name}-{run}"
    ours.mkdir(exist_ok=True)
    with (ours / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (made / "made").exists():
            for old in ours.glob(f"{name}-*"):
                # Another run may read its own meanwhile; what nobody finished is begun again.
                if old == made or time.time() - old.stat().st_mtime > OLD:
                    shutil.rmtree(old)
            made.mkdir()
            make(made)
            (made / "made").touch()
    return made
