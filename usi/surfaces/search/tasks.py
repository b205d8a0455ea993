"""Background work of the search."""

from __future__ import annotations

import logging

from huey import crontab

from usi.base.queue import huey
from usi.surfaces.search import actions

logger = logging.getLogger(__name__)


@huey.periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
def begin() -> None:
    """Fill the index of a node that has none yet."""
    if not actions.built():
        _quietly(actions.rebuild)


@huey.periodic_task(crontab(minute="41", hour="2"))  # type: ignore[untyped-decorator]
def renew() -> None:
    """Fill the index anew at night if something changed or went since the last time."""
    _quietly(actions.renew)


@huey.periodic_task(crontab(minute="*/20", hour="6-8"))  # type: ignore[untyped-decorator]
def tell() -> None:
    """Tell people what is new in the searches they keep; once a day each, tried again where the first time was missed."""
    actions.tell()


def _quietly(work: object) -> None:
    try:
        work()  # type: ignore[operator]
    except actions.Superseded:
        logger.info("Another rebuild of the search index began meanwhile.")
