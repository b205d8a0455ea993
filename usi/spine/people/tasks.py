"""Background work of the people room."""

from __future__ import annotations

from huey import crontab

from usi.base.queue import huey
from usi.spine.people import actions


@huey.periodic_task(crontab(minute="17", hour="3"))  # type: ignore[untyped-decorator]
def purge_unconfirmed() -> None:
    """Erase accounts that nobody confirmed."""
    actions.purge_unconfirmed()
