"""What is to be translated, by whom, segment by segment, and who may check it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from usi.base import ids, moments, time
from usi.base.access import Reader
from usi.spine.actors.models import Actor
from usi.spine.organisations.models import Organisation
from usi.spine.publications import kinds
from usi.spine.publications.models import Moderation, Publication, State

# How long taking a piece reserves it.
RESERVED = timedelta(days=1)
# Actors whose description everyone may read, and so may be translated.
ACTOR_TYPES = ("organisation", "theme", "country")
OWN_ROLES = ("owner", "editor", "translator")
Subject = Publication | Actor


class JobQuerySet(models.QuerySet["Job"]):
    """Filters over what is to be translated."""

    def open_to(self, reader: Reader) -> JobQuerySet:
        """What a reader may know of: what they may read, what their own organisation has not brought out yet, and what is shown early."""
        readable = Q(publication__in=Publication.objects.visible_to(reader).values("pk"))
        own = [number for number, role in reader.roles.items() if role in OWN_ROLES]
        if own:
            kept = Publication.objects.filter(author_id__in=own, moderation=Moderation.CLEAR, author__state=Actor.State.ACTIVE)
            readable |= Q(publication__in=kept.exclude(state=State.WITHDRAWN).values("pk"))
        for early in kinds.early(reader):
            readable |= Q(publication__in=early.values("pk"))
        return self.filter(readable | Q(actor__state=Actor.State.ACTIVE))

    def in_pairs(self, pairs: list[tuple[str, str]]) -> JobQuerySet:
        """Those between languages a person can translate: (from, into)."""
        fits = Q(pk__in=[])
        for source, into in pairs:
            fits |= Q(from_language=source, language=into)
        return self.filter(fits)

    def free(self) -> JobQuerySet:
        """Those that wait for a translator and that nobody has reserved now."""
        waits = Q(state__in=(Job.State.WANTED, Job.State.OUTDATED))
        return self.filter(waits | Q(state=Job.State.IN_WORK, taken_until__lte=time.now()))


class Job(models.Model):
    """A text that is wanted in a language, and how far that has come."""

    class State(models.TextChoices):
        """How far it is. `outdated`: translated once, and the original has changed since."""

        WANTED = "wanted"
        IN_WORK = "in_work"
        TRANSLATED = "translated"
        CHECKED = "checked"
        OUTDATED = "outdated"

    id = ids.IdField()
    publication = models.ForeignKey(Publication, models.CASCADE, null=True, blank=True, related_name="translation_jobs")
    actor = models.ForeignKey(Actor, models.CASCADE, null=True, blank=True, related_name="translation_jobs")
    from_language = models.CharField(max_length=20)
    language = models.CharField(max_length=20)
    state = models.CharField(max_length=12, choices=State.choices, default=State.WANTED)
    of_version = models.PositiveIntegerField(default=0, help_text="Version of the original its segments come from; 0: not cut yet.")
    words = models.PositiveIntegerField(default=0, help_text="Of the original.")
    taken_by = models.ForeignKey(Actor, models.SET_NULL, null=True, blank=True, related_name="+")
    taken_until = models.DateTimeField(null=True, blank=True)
    translated_by = models.ForeignKey(Actor, models.SET_NULL, null=True, blank=True, related_name="+")
    checked_by = models.ForeignKey(Actor, models.SET_NULL, null=True, blank=True, related_name="+")
    remark = models.TextField(blank=True, default="", help_text="Why the checker sent it back.")
    readers = models.PositiveIntegerField(default=0, help_text="How many asked to read it.")
    opens_at = models.DateTimeField(null=True, blank=True, help_text="When its original comes out or opens.")
    closes_at = models.DateTimeField(null=True, blank=True, help_text="From when on it is of no use.")
    zone = models.CharField(max_length=60, default="UTC", help_text="IANA time zone in which both are shown.")
    for_country = models.BooleanField(default=False, help_text="The country concerned has no version in any of its languages.")
    asked_at = models.DateTimeField()
    live_at = models.DateTimeField(null=True, blank=True, help_text="When readers first had it after it was asked for.")
    changed_at = models.DateTimeField()
    suggested_at = models.DateTimeField(null=True, blank=True, help_text="When a machine was last asked to suggest.")

    objects: ClassVar[models.Manager[Any]] = JobQuerySet.as_manager()

    class Meta:
        """One text, once in each language; nobody checks their own."""

        constraints = [
            models.CheckConstraint(
                condition=Q(publication__isnull=False, actor__isnull=True) | Q(publication__isnull=True, actor__isnull=False),
                name="job_one_subject",
            ),
            models.UniqueConstraint(fields=["publication", "language"], name="job_publication_language"),
            models.UniqueConstraint(fields=["actor", "language"], name="job_actor_language"),
            models.CheckConstraint(condition=~Q(language=F("from_language")), name="job_other_language"),
            models.CheckConstraint(condition=Q(state__in=["wanted", "in_work", "translated", "checked", "outdated"]), name="job_state"),
            models.CheckConstraint(condition=~Q(state="in_work") | Q(taken_until__isnull=False), name="job_in_work_until"),
            models.CheckConstraint(condition=Q(state="in_work") | Q(taken_until__isnull=True), name="job_taken_in_work"),
            models.CheckConstraint(condition=~Q(checked_by=F("translated_by")), name="job_second_person"),
        ]
        indexes = [
            models.Index(fields=["language", "from_language", "state"], name="job_pair"),
            models.Index(fields=["state", "changed_at"], name="job_stage"),
            models.Index(fields=["taken_until"], name="job_lapse", condition=Q(state="in_work")),
        ]

    @property
    def opens_on(self) -> date | None:
        """The day of `opens_at`, in its zone."""
        return moments.day_of(self.opens_at, self.zone) if self.opens_at else None

    @property
    def last_day(self) -> date | None:
        """The last day on which it is of use, in its zone."""
        return moments.as_end(self.closes_at, self.zone)[0] if self.closes_at else None

    @property
    def subject(self) -> Subject:
        """What is translated; load it with `select_related`."""
        found: Subject | None = self.publication if self.publication_id else self.actor
        assert found is not None
        return found

    @property
    def title(self) -> str:
        """The original's title."""
        return self.publication.title if self.publication else self.actor.name if self.actor else ""

    def held(self, moment: datetime | None = None) -> bool:
        """Whether somebody has it reserved now."""
        return self.state == self.State.IN_WORK and self.taken_until is not None and self.taken_until > (moment or time.now())

    def held_by(self, person_id: int | None) -> bool:
        """Whether a person has it reserved now."""
        return person_id is not None and self.taken_by_id == person_id and self.held()


class Segment(models.Model):
    """One block of the original and its text in the other language."""

    class State(models.TextChoices):
        """How far it is. `changed`: the original is another now; what it was, and what was said of it, is kept beside."""

        EMPTY = "empty"
        DRAFT = "draft"
        DONE = "done"
        CHECKED = "checked"
        CHANGED = "changed"

    id = ids.IdField()
    job = models.ForeignKey(Job, models.CASCADE, related_name="segments")
    piece = models.CharField(max_length=60, help_text="title, summary, body, or a key of the kind's pieces.")
    place = models.PositiveIntegerField()
    source = models.TextField()
    tail = models.TextField(blank=True, default="", help_text="What stands between this block and the next.")
    target = models.TextField(blank=True, default="")
    state = models.CharField(max_length=8, choices=State.choices, default=State.EMPTY)
    before_source = models.TextField(blank=True, default="", help_text="The original before it changed.")
    before_target = models.TextField(blank=True, default="", help_text="What was said of that.")
    suggested = models.TextField(blank=True, default="", help_text="What a machine suggests.")
    by = models.ForeignKey(Actor, models.SET_NULL, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1, help_text="Moves with every text, so that nobody overwrites another's.")
    changed_at = models.DateTimeField()

    class Meta:
        """In the order of the page."""

        ordering = ["place"]
        indexes = [models.Index(fields=["job", "place"], name="segment_order")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["empty", "draft", "done", "checked", "changed"]), name="segment_state"),
            models.CheckConstraint(condition=~Q(state__in=["done", "checked"]) | ~Q(target=""), name="segment_done_has_text"),
        ]


class Checker(models.Model):
    """A person is trusted to check what others translate between two languages."""

    id = ids.IdField()
    person = models.ForeignKey(Actor, models.CASCADE, related_name="checks")
    from_language = models.CharField(max_length=20)
    language = models.CharField(max_length=20)
    given_by = models.ForeignKey(Actor, models.SET_NULL, null=True, blank=True, related_name="+")
    given_at = models.DateTimeField()
    taken_back_by = models.ForeignKey(Actor, models.SET_NULL, null=True, blank=True, related_name="+")
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """A pair once, as long as the trust stands; nobody gives it to themselves."""

        constraints = [
            models.UniqueConstraint(
                fields=["person", "from_language", "language"], name="checker_pair", condition=Q(taken_back_at__isnull=True)
            ),
            models.CheckConstraint(condition=~Q(person=F("given_by")), name="checker_not_oneself"),
        ]


class Wish(models.Model):
    """A person with an account asked to read something in a language; gone once they can."""

    job = models.ForeignKey(Job, models.CASCADE, related_name="wishes")
    person = models.ForeignKey(Actor, models.CASCADE, related_name="wishes")
    at = models.DateTimeField()

    class Meta:
        """Each counts once."""

        constraints = [models.UniqueConstraint(fields=["job", "person"], name="wish_once")]


class MachineConsent(models.Model):
    """An organisation lets machine translations of its texts be shown before anyone has checked them; without this row it does not."""

    organisation = models.OneToOneField(Organisation, models.CASCADE, primary_key=True, related_name="machine_consent")
    by = models.ForeignKey(Actor, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
