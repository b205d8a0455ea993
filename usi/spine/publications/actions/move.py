"""Brings a publication from one state into another."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from usi.base import ids, text, time
from usi.spine.actors.models import Actor
from usi.spine.journal import actions as journal
from usi.spine.publications import figures, policies
from usi.spine.publications.models import Placement, Publication, State


class MoveRefused(Exception):
    """The publication cannot go from the state it is in to the one asked for."""


@transaction.atomic
def move(publication: Publication, *, to: str, by: Actor | None, reason: str = "", scheduled_for: datetime | None = None) -> Publication:
    """Bring a publication into another state.

    Publishing gives it its place in time: its position, once and for all; scheduling needs an aware `scheduled_for` in the future;
    withdrawing needs a reason, which is shown. `by` is None when the clock does it.

    :raises MoveRefused: if no such move leads from its state, or the move lacks what it needs
    """
    current: Publication = Publication.objects.select_for_update().get(pk=publication.pk)
    if (current.state, to) not in policies.MOVES:
        raise MoveRefused(f"{current.state} to {to}")
    moment, counted = time.now(), figures.counts(current)
    if to == State.SCHEDULED and (scheduled_for is None or scheduled_for <= moment):
        raise MoveRefused("a scheduled publication needs a time in the future")
    if to == State.WITHDRAWN and not reason.strip():
        raise MoveRefused("a withdrawal needs a reason")
    current.scheduled_for = scheduled_for if to == State.SCHEDULED else None
    current.reason = text.prose(reason) if to == State.WITHDRAWN else ""
    if to == State.PUBLISHED and current.published_at is None:
        current.published_at = moment
        current.position = ids.new()
        Placement.objects.filter(publication=current).update(position=current.position)
    current.state, current.changed_at = to, moment
    current.save(update_fields=["state", "reason", "scheduled_for", "published_at", "position", "changed_at"])
    figures.moved(current, counted_before=counted)
    journal.record(f"publication.{to}", current, by=by.pk if by else None, data={"kind": current.kind, "reason": current.reason})
    return current


def publish_due() -> int:
    """Publish what is scheduled and due; returns how many."""
    due = list(Publication.objects.filter(state=State.SCHEDULED, scheduled_for__lte=time.now()).order_by("scheduled_for")[:200])
    for publication in due:
        try:
            move(publication, to=State.PUBLISHED, by=None)
        except MoveRefused:
            continue
    return len(due)
