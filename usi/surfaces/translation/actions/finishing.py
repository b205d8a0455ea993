"""Brings a translation to readers: as soon as it is whole, and again when a second person has checked it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from usi.base import text as cleaning
from usi.base import time
from usi.base.access import Reader
from usi.spine.actors import actions as actors
from usi.spine.actors.models import Actor
from usi.spine.journal import actions as journal
from usi.spine.publications import actions as publications
from usi.spine.publications.models import Publication, Translation
from usi.surfaces.translation import memory, policies, proof
from usi.surfaces.translation.actions.following import follow
from usi.surfaces.translation.actions.refusals import Held, NotAllowed, NotReady, Overtaken
from usi.surfaces.translation.actions.taking import lock, reserve
from usi.surfaces.translation.models import Job, Segment, Wish

_Ready = (Segment.State.DONE, Segment.State.CHECKED)


def finish(job: Job, *, by: Actor) -> Job:
    """Show a whole translation to readers, unchecked and labelled so, and ask for a second person.

    :raises Held: if it is not reserved by this person
    :raises Overtaken: if the original changed meanwhile; what changed is marked
    :raises NotReady: if segments lack a text or have a fault that must be mended
    """
    if not _in_step(job):
        raise Overtaken
    with transaction.atomic():
        current = lock(job)
        if not current.held_by(by.pk):
            raise Held(current.taken_by if current.held() else None)
        rows = _whole(current)
        current.state, current.taken_by, current.taken_until = Job.State.TRANSLATED, None, None
        current.translated_by, current.checked_by, current.remark = by, None, ""
        current.changed_at = time.now()
        current.live_at = current.live_at or current.changed_at
        current.save(
            update_fields=["state", "taken_by", "taken_until", "translated_by", "checked_by", "remark", "changed_at", "live_at"]
        )
        current.segments.update(before_source="", before_target="")
        publish(current, rows, state=Translation.State.UNCHECKED)
        journal.record("translation.finished", current, by=by.pk, data={"language": current.language})
    return current


def check(job: Job, *, reader: Reader, by: Actor) -> Job:
    """Say that a translation is right: readers see by whom it was checked, and the memory learns it.

    :raises NotAllowed: if the reader may not check it
    :raises Overtaken: if the original changed meanwhile
    :raises NotReady: if segments have a fault that must be mended
    """
    if not _in_step(job):
        raise Overtaken
    with transaction.atomic():
        current = lock(job)
        if not policies.may_check(reader, current):
            raise NotAllowed
        rows = _whole(current)
        current.state, current.checked_by, current.changed_at = Job.State.CHECKED, by, time.now()
        current.save(update_fields=["state", "checked_by", "changed_at"])
        current.segments.update(state=Segment.State.CHECKED)
        publish(current, rows, state=Translation.State.CHECKED)
        memory.remember(
            [(row.source, row.target) for row in rows],
            from_language=current.from_language, to_language=current.language, subject=current.subject, by=current.translated_by,
        )  # fmt: skip
        Wish.objects.filter(job=current).delete()
        journal.record("translation.checked", current, by=by.pk, data={"language": current.language})
    return current


@transaction.atomic
def send_back(job: Job, *, reader: Reader, remark: str) -> Job:
    """Give a translation back to who made it, with what is wrong; readers keep it, unchecked. It is reserved for them for a day.

    :raises NotAllowed: if the reader may not check it
    :raises ValueError: if nothing is said
    """
    current = lock(job)
    if not policies.may_check(reader, current):
        raise NotAllowed
    said = cleaning.prose(remark)
    if not said:
        raise ValueError("remark")
    current.remark = said
    current.save(update_fields=["remark"])
    reserve(current, current.translated_by_id)
    journal.record("translation.sent_back", current, by=reader.actor_id)
    return current


def _in_step(job: Job) -> bool:
    """Bring the segments to the original as it is now, in a transaction of its own, so that the marks stay when what follows is refused."""
    with transaction.atomic():
        current = lock(job)
        if current.publication is not None:
            Publication.objects.select_for_update().get(pk=current.publication_id)
        return not follow(current, current.subject)


def _whole(job: Job) -> list[Segment]:
    rows = list(job.segments.order_by("place"))
    proof.judge(job, [row for row in rows if row.state not in _Ready])
    missing = [row.place for row in rows if row.state not in _Ready]
    if missing or not rows:
        raise NotReady(missing)
    return rows


def publish(job: Job, rows: Iterable[Segment], *, state: str) -> None:
    """Put a whole text beside its original; a text that is not out, or hidden, waits there with its original."""
    pieces: dict[str, str] = {}
    sources: dict[str, str] = {}
    for row in rows:
        pieces[row.piece] = pieces.get(row.piece, "") + row.target + row.tail
        sources[row.piece] = sources.get(row.piece, "") + row.source + row.tail
    if job.actor is not None:
        actors.set_text(
            actor=job.actor,
            language=job.language,
            name=pieces.get("name", job.actor.name),
            summary=pieces.get("summary", ""),
            state=state,
            translated_by=job.translated_by,
            checked_by=job.checked_by,
            source=sources.get("summary", ""),
        )
        return
    assert job.publication is not None
    publications.translate(
        job.publication,
        language=job.language,
        title=pieces.pop("title", job.publication.title),
        summary=pieces.pop("summary", ""),
        body=pieces.pop("body", ""),
        pieces=pieces,
        state=state,
        of_version=job.of_version,
        translated_by=job.translated_by,
        checked_by=job.checked_by,
    )
