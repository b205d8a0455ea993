"""Background work of the journal."""

from __future__ import annotations

from huey import crontab

from usi.base.queue import huey
from usi.spine.journal import actions


@huey.task()  # type: ignore[untyped-decorator]
def dispatch(number: int) -> None:
    """Run the reactions of one entry."""
    actions.react(number)


@huey.periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
def sweep() -> None:
    """Run what was lost."""
    actions.sweep()
