"""What readers say is wrong with a translation."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from usi.base import ids
from usi.spine.actors.models import Actor
from usi.spine.publications.models import Publication


class Correction(models.Model):
    """A suggestion of how a translation should read, or words on what is wrong with it. Only those who decide read it."""

    class State(models.TextChoices):
        """Whether somebody has decided."""

        OPEN = "open"
        ACCEPTED = "accepted"
        DECLINED = "declined"

    id = ids.IdField()
    publication = models.ForeignKey(Publication, models.CASCADE, related_name="corrections")
    language = models.CharField(max_length=20, help_text="Of the translation.")
    by = models.ForeignKey(Actor, models.SET_NULL, null=True, blank=True, related_name="+", help_text="None: a reader without account.")
    changes = models.JSONField(default=dict, blank=True, help_text="Key of a text to `was` and `now`: title, summary, body, or a piece.")
    words = models.TextField(blank=True, default="", help_text="Why, or what is wrong.")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    answer = models.CharField(max_length=500, blank=True, default="", help_text="What whoever decided says to whoever suggested it.")
    at = models.DateTimeField()
    decided_by = models.ForeignKey(Actor, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One that waits for each person and translation; what is decided has a moment."""

        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", decided_at__isnull=True) | Q(state__in=["accepted", "declined"], decided_at__isnull=False),
                name="correction_decided",
            ),
            models.CheckConstraint(condition=~Q(changes={}) | ~Q(words=""), name="correction_says_something"),
            models.UniqueConstraint(
                fields=["publication", "language", "by"], condition=Q(state="open", by__isnull=False), name="correction_once"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["id"], name="correction_open", condition=Q(state="open"))]

    def __str__(self) -> str:
        """Show which it is, never what it says."""
        return f"correction {self.pk}, {self.state}"
