"""Background work of the process tree itself."""

from __future__ import annotations

from usi.base.queue import pulse
from usi.doors.operators import actions

pulse(actions.checkpoint, at_once=1)
