"""Background work of campaigns."""

from __future__ import annotations

from huey import crontab

from usi.base.queue import huey, pulse
from usi.features.campaigns import actions

pulse(actions.fold, at_once=actions.FOLD_AT_ONCE)
pulse(actions.send_due, at_once=actions.LETTERS_AT_ONCE)
pulse(actions.mail_writers, at_once=actions.WRITERS_AT_ONCE)
pulse(actions.post_letters, at_once=actions.TARGETS_AT_ONCE)
pulse(actions.settle_letters, at_once=actions.SETTLED_AT_ONCE)
pulse(actions.send_news, at_once=actions.NEWS_AT_ONCE)
pulse(actions.send_links, at_once=actions.LINKS_AT_ONCE)
pulse(actions.make_handovers, at_once=actions.HANDOVERS_AT_ONCE)


@huey.periodic_task(crontab(hour="3", minute="17"))  # type: ignore[untyped-decorator]
def purge() -> None:
    """Delete names that nobody confirmed within 30 days, and all names 60 days after closing."""
    actions.purge()
    actions.purge_links()
    actions.erase()


@huey.periodic_task(crontab(minute="29"))  # type: ignore[untyped-decorator]
def remind() -> None:
    """Ask those once again who have not confirmed."""
    actions.remind()
    actions.remind_links()


@huey.periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
def open_due() -> None:
    """Open the campaigns that are endorsed and whose time has come."""
    actions.open_due()


@huey.periodic_task(crontab(minute="7"))  # type: ignore[untyped-decorator]
def witness() -> None:
    """Write the counts that have moved into the journal."""
    actions.witness()


@huey.periodic_task(crontab(minute="*/5"))  # type: ignore[untyped-decorator]
def look() -> None:
    """Look for signatures that machines may have made."""
    actions.look()


@huey.periodic_task(crontab(minute="41"))  # type: ignore[untyped-decorator]
def send_digests() -> None:
    """Tell those whom campaigns address how many have signed."""
    actions.send_digests()
