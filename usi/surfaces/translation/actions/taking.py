"""Reserves a text for a day, and gives it back."""

from __future__ import annotations

from django.db import transaction

from usi.base import time
from usi.base.access import Reader
from usi.spine.actors.models import Actor
from usi.spine.journal import actions as journal
from usi.surfaces.translation import policies
from usi.surfaces.translation.actions.following import follow
from usi.surfaces.translation.actions.refusals import Held, NotAllowed
from usi.surfaces.translation.models import Job
from usi.surfaces.translation.models.work import RESERVED


def lock(job: Job) -> Job:
    """Return a job as it stands now, with its subject, locked until the transaction ends."""
    Job.objects.select_for_update().get(pk=job.pk)
    found: Job = Job.objects.select_related("publication__author", "actor", "taken_by", "translated_by").get(pk=job.pk)
    return found


@transaction.atomic
def take(job: Job, *, reader: Reader) -> Job:
    """Reserve a text for a day; taking what one has extends it. Its segments are cut, or brought to the original as it is now.

    :raises Held: if somebody else has it
    :raises NotAllowed: if it is in none of the reader's pairs, or does not wait for anyone
    """
    current = lock(job)
    if not current.held_by(reader.actor_id):
        if current.held():
            raise Held(current.taken_by)
        if not policies.may_take(reader, current):
            raise NotAllowed
        journal.record("translation.taken", current, by=reader.actor_id)
    reserve(current, reader.actor_id)
    follow(current, current.subject)
    return current


def reserve(job: Job, person_id: int | None) -> None:
    """Reserve a locked job for a person from now on."""
    job.state, job.taken_until, job.taken_by_id = Job.State.IN_WORK, time.now() + RESERVED, person_id
    job.save(update_fields=["state", "taken_until", "taken_by"])


@transaction.atomic
def release(job: Job, *, by: Actor) -> Job:
    """Give a text back; what was typed stays for whoever takes it next.

    :raises Held: if it is not reserved by this person
    """
    current = lock(job)
    if not current.held_by(by.pk):
        raise Held(current.taken_by if current.held() else None)
    _free(current)
    journal.record("translation.released", current, by=by.pk)
    return current


def _free(job: Job) -> None:
    job.state = Job.State.OUTDATED if job.live_at else Job.State.WANTED
    job.taken_by, job.taken_until = None, None
    job.save(update_fields=["state", "taken_by", "taken_until"])


def lapse() -> int:
    """Free what was reserved for longer than a day; returns how many."""
    due = list(Job.objects.filter(state=Job.State.IN_WORK, taken_until__lte=time.now()).order_by("taken_until")[:200])
    for job in due:
        with transaction.atomic():
            current = lock(job)
            if current.state == Job.State.IN_WORK and not current.held():
                _free(current)
                journal.record("translation.lapsed", current)
    return len(due)
