"""Background work of publications."""

from __future__ import annotations

from huey import crontab

from usi.base.queue import huey
from usi.spine.publications import actions


@huey.periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
def publish_due() -> None:
    """Publish what was scheduled for now."""
    actions.publish_due()
