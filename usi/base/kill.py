"""Named points at which a test lets the process die, as a power cut would: exhaustive, not lucky."""

from __future__ import annotations

import os
import signal

# Only a node that says it is under test listens to the name of a point.
_POINT = os.environ.get("USI_KILL_POINT", "") if os.environ.get("USI_TESTING", "") == "on" else ""


def point(name: str) -> None:
    """Die here without any warning if the environment names this point, and do nothing otherwise."""
    if _POINT and name == _POINT:
        os.kill(os.getpid(), signal.SIGKILL)
