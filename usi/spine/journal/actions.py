"""Writes to the journal, and the dispatch of what follows from an entry."""

from __future__ import annotations

import importlib
import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, timedelta
from typing import Any, Protocol

from django.db import connection, transaction

from usi.base import time
from usi.spine.journal import chain
from usi.spine.journal.models import Entry, Head

logger = logging.getLogger(__name__)
MOST_ATTEMPTS = 8


class Subject(Protocol):
    """Anything with a number that something can happen to."""

    pk: Any


def record(verb: str, subject: Subject, *, by: int | None = None, data: Mapping[str, Any] | None = None) -> Entry:
    """Append an entry in the caller's transaction and hint the worker once it commits.

    `by` is the actor id of who did it. `data` holds ids and plain values, never addresses, secrets or prose that must be erasable.
    """
    with transaction.atomic():
        head = _locked_head()
        content: dict[str, Any] = {
            "number": head.number + 1,
            "at": time.now().astimezone(UTC),
            "verb": verb,
            "subject_type": type(subject).__name__.lower(),
            "subject_id": int(subject.pk),
            "by_id": by,
            "data": dict(data or {}),
            "previous": head.digest,
        }
        entry = Entry(**content, digest=chain.digest(**content))
        entry.save(force_insert=True)
        Head.objects.filter(id=1).update(number=entry.number, digest=entry.digest)
        transaction.on_commit(lambda: hint(entry.number))
    return entry


def _locked_head() -> Head:
    heads = Head.objects.select_for_update() if connection.vendor == "postgresql" else Head.objects
    return heads.get_or_create(id=1)[0]


def hint(number: int) -> None:
    """Tell the worker that an entry waits; a lost hint is made good by the sweep."""
    from usi.spine.journal import tasks

    try:
        tasks.dispatch(number)
    except Exception:  # noqa: BLE001 - the entry is committed; the sweep finds it
        logger.warning("The task queue did not take the hint for entry %s; the sweep will find it.", number)


def reactions_of(verb: str) -> Sequence[Callable[[Entry], None]]:
    """Return the functions that `config/reactions.py` names for a verb."""
    from django.conf import settings

    table: Mapping[str, Sequence[str]] = importlib.import_module(getattr(settings, "REACTIONS_MODULE", "usi.config.reactions")).REACTIONS
    return [_load(path) for path in table.get(verb, ())]


def _load(path: str) -> Callable[[Entry], None]:
    module, _, name = path.rpartition(".")
    found: Callable[[Entry], None] = getattr(importlib.import_module(module), name)
    return found


def react(number: int) -> bool:
    """Run an entry's reactions and mark it done; every reaction is idempotent, so running twice does no harm.

    Returns whether the entry is done. An entry that fails `MOST_ATTEMPTS` times is left for the operator.
    """
    entry = Entry.objects.undispatched().filter(number=number, attempts__lt=MOST_ATTEMPTS).first()
    if entry is None:
        return True
    try:
        for reaction in reactions_of(entry.verb):
            reaction(entry)
    except Exception:
        Entry.objects.filter(number=number).update(attempts=entry.attempts + 1)
        logger.exception("A reaction to entry %s (%s) failed.", number, entry.verb)
        return False
    Entry.objects.filter(number=number).update(dispatched_at=time.now())
    return True


def sweep(*, older_than_seconds: int = 10, most: int = 500) -> int:
    """Dispatch again what was lost; returns how many entries were due."""
    bound = time.now() - timedelta(seconds=older_than_seconds)
    due = list(
        Entry.objects.undispatched()
        .filter(at__lte=bound, attempts__lt=MOST_ATTEMPTS)
        .order_by("number")
        .values_list("number", flat=True)[:most]
    )
    for number in due:
        react(number)
    return len(due)
