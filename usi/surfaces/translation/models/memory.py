"""What translators have found before: the memory of segments, and the glossary of labour terms."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from usi.base import ids
from usi.base.access import ANONYMOUS
from usi.spine.actors.models import Actor
from usi.spine.publications.models import Publication


class MemoryUnitQuerySet(models.QuerySet["MemoryUnit"]):
    """Filters over what is remembered."""

    def public(self) -> MemoryUnitQuerySet:
        """What everybody may read now: a text that was withdrawn or hidden since is suggested to nobody."""
        return self.filter(
            Q(publication__in=Publication.objects.visible_to(ANONYMOUS).values("pk")) | Q(actor__state=Actor.State.ACTIVE)
        )


class MemoryUnit(models.Model):
    """A segment of a public text with a translation of it, and where it was met last."""

    class Origin(models.TextChoices):
        """Who translated it."""

        MEMORY = "memory"
        MACHINE = "machine"

    id = ids.IdField()
    from_language = models.CharField(max_length=20)
    to_language = models.CharField(max_length=20)
    source = models.TextField()
    target = models.TextField()
    exact = models.BigIntegerField(help_text="Hash of both languages and the source.")
    same = models.BigIntegerField(help_text="Hash of the target.")
    origin = models.CharField(max_length=8, choices=Origin.choices, default=Origin.MEMORY)
    publication = models.ForeignKey(Publication, models.CASCADE, null=True, blank=True, related_name="+")
    actor = models.ForeignKey(Actor, models.CASCADE, null=True, blank=True, related_name="+")
    by = models.ForeignKey(Actor, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    objects = MemoryUnitQuerySet.as_manager()

    class Meta:
        """Each pair once; from one text."""

        constraints = [
            models.UniqueConstraint(fields=["exact", "same"], name="memory_unit_once"),
            models.CheckConstraint(condition=Q(origin__in=["memory", "machine"]), name="memory_unit_origin"),
            models.CheckConstraint(
                condition=Q(publication__isnull=False, actor__isnull=True) | Q(publication__isnull=True, actor__isnull=False),
                name="memory_unit_of_one",
            ),
        ]


class MemoryGram(models.Model):
    """One of the marks by which a segment is found that resembles another (see `memory`)."""

    key = models.BigIntegerField()
    unit = models.ForeignKey(MemoryUnit, models.CASCADE, related_name="grams")

    class Meta:
        """Looked up by mark."""

        constraints = [models.UniqueConstraint(fields=["key", "unit"], name="memory_gram_once")]


class Term(models.Model):
    """A thing of the world of labour that has a name in several languages."""

    id = ids.IdField()
    key = models.CharField(max_length=60, unique=True, null=True, blank=True, help_text="Name in the starter glossary.")
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        """Show its number: its names are in its texts."""
        return self.key or str(self.pk)


class TermText(models.Model):
    """A name of a term in one language."""

    class State(models.TextChoices):
        """Whether translators are to use it."""

        PROPOSED = "proposed"
        KEPT = "kept"
        REFUSED = "refused"

    id = ids.IdField()
    term = models.ForeignKey(Term, models.CASCADE, related_name="texts")
    language = models.CharField(max_length=20)
    place = models.PositiveSmallIntegerField(default=0, help_text="0 is the name to use; others are recognised.")
    text = models.CharField(max_length=120)
    folded = models.CharField(max_length=250, help_text="Its words as the search folds them.")
    note = models.CharField(max_length=400, blank=True, default="", help_text="For translators, in the language of the name.")
    state = models.CharField(max_length=8, choices=State.choices, default=State.PROPOSED)
    proposed_by = models.ForeignKey(Actor, models.SET_NULL, null=True, blank=True, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(Actor, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True, default="", help_text="Why it was refused, for who proposed it.")

    class Meta:
        """A name once for each term and language; what waits is found at once."""

        ordering: ClassVar[list[str]] = ["language", "place", "id"]
        constraints = [
            models.UniqueConstraint(fields=["term", "language", "folded"], name="term_text_once"),
            models.CheckConstraint(condition=Q(state__in=["proposed", "kept", "refused"]), name="term_text_state"),
            models.CheckConstraint(condition=Q(state="proposed") | Q(decided_at__isnull=False), name="term_text_decided"),
        ]
        indexes = [
            models.Index(fields=["language", "state", "folded"], name="term_text_language"),
            models.Index(fields=["id"], name="term_text_waiting", condition=Q(state="proposed")),
        ]

    def __str__(self) -> str:
        """Show the name."""
        return self.text
