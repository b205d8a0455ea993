"""What is wanted: asked for by readers, by what comes out, and by the original's own plans."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef

from usi.base import languages, time
from usi.spine.actors.models import Actor
from usi.spine.journal import actions as journal
from usi.spine.publications import kinds
from usi.spine.publications.models import Moderation, Publication, State
from usi.surfaces.translation.models import Job, Wish
from usi.surfaces.translation.models.work import Subject
from usi.surfaces.translation.queries import subjects, texts

# States in which something waits to come out; it may have its day.
AHEAD = (State.IN_REVIEW, State.SCHEDULED)


@transaction.atomic
def want(subject: Subject, *, language: str, by: Actor | None = None, counted: bool = True) -> Job:
    """Say that somebody wants to read a subject in a language. A person counts once; for others the caller decides (`counted`).

    :raises ValueError: if nobody writes in that language here, or the subject is written in it
    """
    if language not in languages.NETWORK or language == texts.language_of(subject):
        raise ValueError(language)
    job = _job(subject, language)
    if by is not None:
        _, counted = Wish.objects.get_or_create(job=job, person=by, defaults={"at": time.now()})
    if counted:
        Job.objects.filter(pk=job.pk).update(readers=F("readers") + 1)
        journal.record("translation.wanted", job, by=by.pk if by else None, data={"language": language})
    job.refresh_from_db(fields=["readers"])
    return job


def _job(subject: Subject, language: str) -> Job:
    mine = {"publication": subject} if isinstance(subject, Publication) else {"actor": subject}
    found = Job.objects.filter(**mine, language=language).first()
    if found is not None:
        return found  # type: ignore[no-any-return]
    made = _plan([subject], {subject.pk: [language]})[0]
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        return Job.objects.get(**mine, language=language)  # type: ignore[no-any-return]
    return made


def _plan(rows: list[Subject], wanted: dict[int, list[str]]) -> list[Job]:
    """Return unsaved jobs of subjects in the languages wanted of each."""
    published = [row for row in rows if isinstance(row, Publication)]
    pieces = texts.originals(published)
    calls = kinds.calls_of([(row.pk, row.kind) for row in published])
    moment, made = time.now(), []
    for row in rows:
        words = texts.words_in(pieces[row.pk] if row.pk in pieces else texts.original(row))
        for language in wanted[row.pk]:
            job = Job(from_language=row.language, language=language, words=words, asked_at=moment, changed_at=moment)
            if isinstance(row, Publication):
                job.publication = row
                _set_urgency(job, row, calls.get(row.pk))
            else:
                job.actor = row
            made.append(job)
    return made


def _set_urgency(job: Job, publication: Publication, call: kinds.Call | None, there: set[str] | None = None) -> bool:
    """Set when it opens and closes and whether the country concerned waits for it; returns whether anything is another now."""
    before = (job.opens_at, job.closes_at, job.zone, job.for_country)
    call = call or kinds.Call()
    job.opens_at, job.closes_at, job.zone = call.opens or publication.scheduled_for, call.closes, call.zone
    spoken = set(languages.spoken_in(publication.country))
    there = subjects.languages_there(publication) if there is None and job.language in spoken else there or set()
    job.for_country = job.language in spoken and not spoken & there
    return (job.opens_at, job.closes_at, job.zone, job.for_country) != before


def wanted_in(publication: Publication, call: kinds.Call | None) -> list[str]:
    """Return the languages a publication should come in by itself: the node's, its country's, and those its kind names."""
    tags = [*dict(languages.interface()), *languages.spoken_in(publication.country), *(call.languages if call else ())]
    return [tag for tag in dict.fromkeys(tags) if tag in languages.NETWORK and tag != publication.language]


@transaction.atomic
def plan(publications: Iterable[Publication]) -> int:
    """Make what is missing of the jobs that publications should have; returns how many were made."""
    rows = list(publications)
    calls = kinds.calls_of([(row.pk, row.kind) for row in rows])
    has: dict[int, set[str]] = {}
    for number, language in Job.objects.filter(publication__in=rows).values_list("publication_id", "language"):
        has.setdefault(number, set()).add(language)
    there = subjects.translated_into(rows)
    known = {row.pk: has.get(row.pk, set()) | there[row.pk] for row in rows}
    missing = {row.pk: [tag for tag in wanted_in(row, calls.get(row.pk)) if tag not in known[row.pk]] for row in rows}
    made = _plan(list(rows), missing)
    Job.objects.bulk_create(made, batch_size=200, ignore_conflicts=True)
    return len(made)


def plan_all(most: int = 300) -> int:
    """Want what came out, or got its day, before anyone thought of wanting it, some at a time; returns how many jobs were made."""
    known = Job.objects.filter(publication=OuterRef("pk"))
    rows = Publication.objects.filter(~Exists(known), moderation=Moderation.CLEAR).order_by("-position")
    return plan(rows.filter(state=State.PUBLISHED)[:most]) + plan_ahead(rows.filter(state__in=AHEAD)[:most])


def plan_ahead(publications: Iterable[Publication]) -> int:
    """Want what is not out yet in time for its day, where that is set; until then only those see it who may read it already."""
    rows = list(publications)
    calls = kinds.calls_of([(row.pk, row.kind) for row in rows])
    return plan([row for row in rows if row.scheduled_for or calls.get(row.pk, kinds.Call()).opens])


def came_out(publication: Publication) -> None:
    """Count from now on how long readers wait for a publication; what was translated before is there when it comes out."""
    moment = publication.published_at
    Job.objects.filter(publication=publication, asked_at__lt=moment).update(asked_at=moment)
    Job.objects.filter(publication=publication, live_at__lt=moment).update(live_at=moment)


@transaction.atomic
def refresh(publications: Iterable[Publication]) -> int:
    """Bring the urgency of the jobs of publications up to date; returns how many moved."""
    rows = {row.pk: row for row in publications}
    calls = kinds.calls_of([(row.pk, row.kind) for row in rows.values()])
    there = subjects.translated_into(rows.values())
    moved = []
    for job in Job.objects.filter(publication__in=list(rows)).exclude(state=Job.State.CHECKED):
        number = job.publication_id
        if _set_urgency(job, rows[number], calls.get(number), there[number]):
            moved.append(job)
    Job.objects.bulk_update(moved, ["opens_at", "closes_at", "zone", "for_country"], batch_size=200)
    return len(moved)


def renew(*, most: int = 2000) -> int:
    """Bring the urgency of everything that waits up to date, the newest first; returns how many moved."""
    waiting = Job.objects.exclude(state=Job.State.CHECKED).filter(publication__isnull=False)
    rows = Publication.objects.filter(pk__in=waiting.values("publication")).order_by("-position")[:most]
    return refresh(rows)
