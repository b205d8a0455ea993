"""Background work of the mail room."""

from __future__ import annotations

from usi.base.queue import pulse
from usi.spine.mail import actions

pulse(actions.deliver_due, at_once=actions.AT_ONCE)
