"""Background work of campaigns."""

from __future__ import annotations

from huey import crontab

from usi.base.queue import huey
from usi.features.campaigns import actions


@huey.periodic_task(crontab(hour="3", minute="17"))  # type: ignore[untyped-decorator]
def purge() -> None:
    """Delete names that nobody confirmed within 30 days."""
    actions.purge()
