"""Background work of translation."""

from __future__ import annotations

from huey import crontab

from usi.base.queue import huey
from usi.surfaces.translation import actions


@huey.periodic_task(crontab(minute="*/5"))  # type: ignore[untyped-decorator]
def lapse() -> None:
    """Free what was reserved for longer than a day."""
    actions.lapse()


@huey.periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
def suggest() -> None:
    """Ask the machine, where one is configured, for what is being worked on and for what may be shown unchecked."""
    actions.suggest_by_machine()
    actions.publish_by_machine()


@huey.periodic_task(crontab(minute="17"))  # type: ignore[untyped-decorator]
def renew() -> None:
    """Take up translations that came another way, want what nobody wanted yet, and bring up to date what is urgent."""
    actions.adopt_all()
    actions.plan_all()
    actions.renew()
