"""Background work of the mail room."""

from __future__ import annotations

from huey import crontab

from usi.base.queue import huey
from usi.spine.mail import actions


@huey.task()  # type: ignore[untyped-decorator]
def deliver(number: int) -> None:
    """Send one mail."""
    actions.deliver(number)


@huey.periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
def deliver_due() -> None:
    """Send what was lost or postponed."""
    actions.deliver_due()
