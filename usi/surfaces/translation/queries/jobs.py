"""What is wanted where, most urgent first, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Least

from usi.base import time
from usi.base.access import Reader
from usi.surfaces.translation.models import Job, JobQuerySet, Segment
from usi.surfaces.translation.queries import people
from usi.surfaces.translation.queries.figures import Brief, brief
from usi.surfaces.translation.queries.people import Pair

SOON, LATER, FRESH = timedelta(days=7), timedelta(days=21), timedelta(days=3)
SIZE = 25
_LOADED = ("publication__author", "actor", "taken_by", "translated_by", "checked_by")


@dataclass(frozen=True)
class Row:
    """A job with why it is urgent: codes in order of weight, for the template to put into words."""

    job: Job
    why: tuple[str, ...]


@dataclass(frozen=True)
class WorkList:
    """What a translator's page shows."""

    mine: list[Row] = field(default_factory=list)
    to_check: list[Row] = field(default_factory=list)
    wanted: list[Row] = field(default_factory=list)
    total: int = 0
    pairs: Sequence[Pair] = ()
    checks: frozenset[Pair] = frozenset()


def _score(now: datetime) -> Case:
    """How urgent a job is: closing, opening, the country concerned, then how many wait."""
    return Case(
        When(closes_at__lte=now, then=Value(-500)),
        When(closes_at__lte=now + SOON, then=Value(400)),
        When(opens_at__gte=now - FRESH, opens_at__lte=now + SOON, then=Value(300)),
        When(closes_at__lte=now + LATER, then=Value(200)),
        default=Value(0),
        output_field=IntegerField(),
    )


def by_urgency(jobs: JobQuerySet) -> QuerySet[Job]:
    """Order jobs, the most urgent first; among equals what has waited longest."""
    country = Case(When(for_country=True, then=Value(250)), default=Value(0), output_field=IntegerField())
    changed = Case(When(state=Job.State.OUTDATED, then=Value(120)), default=Value(0), output_field=IntegerField())
    urgency = _score(time.now()) + country + changed + Least(F("readers"), Value(50)) * 10
    return jobs.annotate(urgency=urgency).order_by("-urgency", "asked_at", "pk")


def why(job: Job) -> tuple[str, ...]:
    """Return why a job is urgent, in the order of weight; empty where it only waits."""
    now, found = time.now(), []
    over = job.closes_at is not None and job.closes_at <= now
    if job.closes_at is not None and not over and job.closes_at <= now + LATER:
        found.append("closing")
    if job.opens_at is not None and not over and now - FRESH <= job.opens_at <= now + SOON:
        found.append("opens" if job.opens_at > now else "opened")
    if job.for_country:
        found.append("country")
    if job.remark and job.state != Job.State.CHECKED:
        found.append("sent_back")
    elif job.state == Job.State.OUTDATED:
        found.append("changed")
    if job.readers:
        found.append("readers")
    return tuple(found)


def rows_of(jobs: QuerySet[Job]) -> list[Row]:
    """Load jobs for a list: with what is left to do, in one query."""
    left = Q(segments__state__in=(Segment.State.EMPTY, Segment.State.DRAFT, Segment.State.CHANGED))
    loaded = jobs.select_related(*_LOADED).annotate(left=Count("segments", filter=left), all=Count("segments"))
    return [Row(job, why(job)) for job in loaded]


def work_list(*, reader: Reader, pair: Pair | None = None, start: int = 0) -> WorkList:
    """Return what a reader has in hand, may check, and could take: of one pair, or of all they translate."""
    pairs, checks = people.pairs_of(reader), people.checks_of(reader.actor_id)
    open_jobs = Job.objects.open_to(reader)
    chosen = [pair] if pair else pairs
    wanted = open_jobs.free()
    wanted = wanted.in_pairs(chosen) if chosen else wanted
    return WorkList(
        mine=rows_of(in_hand(reader).order_by("taken_until")[:SIZE]),
        to_check=rows_of(to_check(reader, checks).order_by("changed_at")[:SIZE]),
        wanted=rows_of(by_urgency(wanted)[start : start + SIZE]),
        total=wanted.count(),
        pairs=pairs,
        checks=frozenset(checks),
    )


def in_hand(reader: Reader) -> JobQuerySet:
    """Return what a reader has reserved now."""
    found: JobQuerySet = Job.objects.open_to(reader).filter(
        state=Job.State.IN_WORK, taken_by_id=reader.actor_id or 0, taken_until__gt=time.now()
    )
    return found


def to_check(reader: Reader, checks: set[Pair]) -> JobQuerySet:
    """Return what others have translated and a reader is trusted to check."""
    own = Segment.objects.filter(job=OuterRef("pk"), by_id=reader.actor_id)
    found: JobQuerySet = Job.objects.open_to(reader).filter(state=Job.State.TRANSLATED).in_pairs(sorted(checks))
    return found.exclude(translated_by_id=reader.actor_id).annotate(own=Exists(own)).filter(own=False)


@dataclass(frozen=True)
class Waiting:
    """How much of the translators' work waits for a reader."""

    mine: list[Row]
    checks: int
    wanted: int
    figures: Brief | None = None

    def __bool__(self) -> bool:
        """Whether anything does."""
        return bool(self.mine or self.checks or self.wanted)


def waiting_for(reader: Reader) -> Waiting:
    """Return what waits for a reader to translate or check, for their desk; with the figures for who checks or moderates."""
    pairs, checks = people.pairs_of(reader), people.checks_of(reader.actor_id)
    return Waiting(
        mine=rows_of(in_hand(reader).order_by("taken_until")[:10]),
        checks=to_check(reader, checks).count() if checks else 0,
        wanted=Job.objects.open_to(reader).free().in_pairs(pairs).count() if pairs else 0,
        figures=brief(() if reader.moderates() else {into for _source, into in checks}) if checks or reader.moderates() else None,
    )


def find(number: int, *, reader: Reader) -> Job | None:
    """Return a job with its subject, as far as a reader may know of it."""
    found: Job | None = Job.objects.open_to(reader).filter(pk=number).select_related(*_LOADED).first()
    return found


def wanted_for(*, publication_id: int | None = None, actor_id: int | None = None) -> dict[str, Job]:
    """Return the jobs of a subject by language."""
    rows = Job.objects.filter(publication_id=publication_id) if publication_id else Job.objects.filter(actor_id=actor_id or 0)
    return {job.language: job for job in rows}
