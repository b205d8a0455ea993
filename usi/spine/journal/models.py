"""The journal's rows and the head of its chain."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models


class EntryQuerySet(models.QuerySet["Entry"]):
    """Filters over what happened."""

    def undispatched(self) -> EntryQuerySet:
        """Entries whose reactions have not all been done."""
        return self.filter(dispatched_at__isnull=True)

    def about(self, *, subject_type: str, subject_id: int) -> EntryQuerySet:
        """Entries about one thing, oldest first."""
        return self.filter(subject_type=subject_type, subject_id=subject_id).order_by("number")


class Entry(models.Model):
    """One thing that happened. The database refuses every change but the dispatch mark."""

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    verb = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    by_id = models.BigIntegerField(null=True)
    data = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)
    dispatched_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    objects: ClassVar[models.Manager[Any]] = EntryQuerySet.as_manager()

    class Meta:
        """Indexes of the two questions asked: what about this, and what is due."""

        indexes = [
            models.Index(fields=["subject_type", "subject_id", "number"], name="journal_subject"),
            models.Index(fields=["number"], name="journal_due", condition=models.Q(dispatched_at__isnull=True)),
        ]

    def __str__(self) -> str:
        """Show number and verb."""
        return f"{self.number} {self.verb}"


class Head(models.Model):
    """The last number and digest of the chain: a missing tail shows here."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        """There is one head."""

        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="journal_one_head")]
