"""What translations do when something happened: functions that take a journal entry (see `config/reactions.py`). Each may run twice."""

from __future__ import annotations

from django.db import transaction

from usi.base import time
from usi.spine.actors.models import Actor, ActorText
from usi.spine.journal.models import Entry
from usi.spine.publications import kinds
from usi.spine.publications.models import Moderation, Publication, State, Translation
from usi.surfaces.translation import mails, memory
from usi.surfaces.translation.actions import wanting
from usi.surfaces.translation.actions.adopting import adopt, forget_language, forget_own, says_the_same
from usi.surfaces.translation.actions.following import follow
from usi.surfaces.translation.actions.taking import lock
from usi.surfaces.translation.models import Checker, Correction, Job, Wish
from usi.surfaces.translation.queries import texts


def published(entry: Entry) -> None:
    """Want a publication that came out in the languages it should come in."""
    found = Publication.objects.filter(pk=entry.subject_id, state=State.PUBLISHED, moderation=Moderation.CLEAR)
    wanting.plan(found)
    for publication in found:
        wanting.came_out(publication)
    original_changed(entry)


def moved(entry: Entry) -> None:
    """Want a publication that got its day before it comes out; where it lost it, nothing presses any more."""
    found = Publication.objects.filter(pk=entry.subject_id, moderation=Moderation.CLEAR)
    wanting.plan_ahead(found.filter(state__in=wanting.AHEAD))
    wanting.refresh(found)


def original_changed(entry: Entry) -> None:
    """Mark in every language the segments whose original is another now; translations without segments get them first."""
    publication = Publication.objects.filter(pk=kinds.publication_of(entry)).first()
    if publication is None:
        return
    forget_language(publication)
    known = Job.objects.filter(publication=publication, of_version__gt=0)
    rows = Translation.objects.filter(publication=publication).exclude(state=Translation.State.MACHINE)
    adopt(rows.exclude(language__in=known.values("language")).select_related("publication", "translated_by", "checked_by"))
    for job in known.order_by("pk"):
        bring_up_to_date(job)
    _learn(publication)
    memory.forget_gone(publication, [source for _key, source, _tail in texts.parts(texts.original(publication))])
    wanting.refresh([publication])


def _learn(publication: Publication) -> None:
    """Let the memory learn what was checked before everybody could read it; what it knows stays as it is."""
    for job in Job.objects.filter(publication=publication, state=Job.State.CHECKED).select_related("translated_by").order_by("pk"):
        memory.remember(
            job.segments.exclude(target="").values_list("source", "target"),
            from_language=job.from_language, to_language=job.language, subject=publication, by=job.translated_by,
        )  # fmt: skip


def translation_changed(entry: Entry) -> None:
    """Take a translation up as it is now if it was changed elsewhere, as by a correction; one that says what its segments say stays."""
    rows = Translation.objects.filter(publication_id=entry.subject_id, language=entry.data.get("language", ""))
    rows = rows.exclude(state=Translation.State.MACHINE).select_related("publication", "translated_by", "checked_by")
    adopt([row for row in rows if not says_the_same(row)])


def description_translated(entry: Entry) -> None:
    """The same for the description of an organisation or a theme."""
    rows = ActorText.objects.filter(actor_id=entry.subject_id, language=entry.data.get("language", ""))
    rows = rows.exclude(state__in=(ActorText.State.OWN, ActorText.State.MACHINE)).select_related("actor", "translated_by", "checked_by")
    adopt([row for row in rows if not says_the_same(row)])


def own_texts_set(entry: Entry) -> None:
    """Stop translating an organisation's description into languages in which it describes itself."""
    for actor in Actor.objects.filter(pk=entry.subject_id):
        forget_own(actor)


def actor_changed(entry: Entry) -> None:
    """Mark the segments of a description whose original is another now."""
    for job in Job.objects.filter(actor_id=entry.subject_id, of_version__gt=0).order_by("pk"):
        bring_up_to_date(job)


def correction_decided(entry: Entry) -> None:
    """Mail the answer to whoever suggested a correction; its key lets it go once."""
    for row in Correction.objects.select_related("publication", "actor").filter(pk=entry.data.get("correction", 0)):
        mails.answer(row)


@transaction.atomic
def person_closed(entry: Entry) -> None:
    """Drop what a person who left asked for and was trusted with; what they translated and checked stays, as their name does not."""
    Wish.objects.filter(person_id=entry.subject_id).delete()
    Checker.objects.filter(person_id=entry.subject_id, taken_back_at__isnull=True).update(taken_back_at=time.now())
    Job.objects.filter(taken_by_id=entry.subject_id, state=Job.State.IN_WORK).update(taken_until=time.now())


@transaction.atomic
def bring_up_to_date(job: Job) -> bool:
    """Bring a job's segments to its original as it stands; returns whether any changed."""
    current = lock(job)
    return follow(current, current.subject)
