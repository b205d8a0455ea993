"""Ties a process to the one that started it, so that no kill of a parent leaves a child behind that keeps the port."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
import time

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform.startswith("linux") else None
_SECONDS_BETWEEN_LOOKS = 1.0


def hold(*, parent: int, by: signal.Signals = signal.SIGTERM) -> None:
    """Make this process receive a signal when its parent dies; `parent` is the process id it believes to be its parent's.

    Linux does it itself and keeps doing it across `exec`; elsewhere a thread looks once a second.
    """
    if not ask_the_system(by):
        watch(parent=parent, by=by)
    # The parent may have died before the system was asked.
    if os.getppid() != parent:
        os.kill(os.getpid(), by)


def ask_the_system(by: signal.Signals) -> bool:
    """Have the kernel send the signal when the parent dies; returns whether it can. Safe between fork and exec."""
    return _LIBC is not None and _LIBC.prctl(_PR_SET_PDEATHSIG, int(by), 0, 0, 0) == 0


def watch(*, parent: int, by: signal.Signals = signal.SIGTERM) -> None:
    """Look once a second whether the parent lives, and send this process the signal when it does not.

    For a parent that is not ours: the kernel would also send the signal when only the thread ends that started this process.
    """
    threading.Thread(target=_watch, args=(parent, by), name="lifeline", daemon=True).start()


def _watch(parent: int, by: signal.Signals) -> None:
    while os.getppid() == parent:
        time.sleep(_SECONDS_BETWEEN_LOOKS)
    os.kill(os.getpid(), by)
