"""What readers say is wrong with a translation."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from usi.base import ids
from usi.spine.actors.models import Actor
from usi.spine.publications.models import Publication
from usi.surfaces.translation.models.work import Subject


class Correction(models.Model):
    """A suggestion of how a translation should read, or words on what is wrong with it. Only those who decide read it."""

    class State(models.TextChoices):
        """Whether somebody has decided."""

        OPEN = "open"
        ACCEPTED = "accepted"
        DECLINED = "declined"

    id = ids.IdField()
    publication = models.ForeignKey(Publication, models.CASCADE, null=True, blank=True, related_name="corrections")
    actor = models.ForeignKey(Actor, models.CASCADE, null=True, blank=True, related_name="corrections")
    language = models.CharField(max_length=20, help_text="Of the translation.")
    by = models.ForeignKey(
        Actor, models.SET_NULL, null=True, blank=True, related_name="corrections_made", help_text="None: a reader without account."
    )
    changes = models.JSONField(default=dict, blank=True, help_text="Key of a text to `was` and `now`: title, name, summary, body, piece.")
    words = models.TextField(blank=True, default="", help_text="Why, or what is wrong.")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    answer = models.CharField(max_length=500, blank=True, default="", help_text="What whoever decided says to whoever suggested it.")
    at = models.DateTimeField()
    decided_by = models.ForeignKey(Actor, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Of one text; one that waits for each person and translation; what is decided has a moment."""

        constraints = [
            models.CheckConstraint(
                condition=Q(publication__isnull=False, actor__isnull=True) | Q(publication__isnull=True, actor__isnull=False),
                name="correction_one_subject",
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_at__isnull=True) | Q(state__in=["accepted", "declined"], decided_at__isnull=False),
                name="correction_decided",
            ),
            models.CheckConstraint(condition=~Q(changes={}) | ~Q(words=""), name="correction_says_something"),
            models.UniqueConstraint(
                fields=["publication", "language", "by"], condition=Q(state="open", by__isnull=False), name="correction_once"
            ),
            models.UniqueConstraint(
                fields=["actor", "language", "by"], condition=Q(state="open", by__isnull=False), name="correction_actor_once"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["id"], name="correction_open", condition=Q(state="open"))]

    def __str__(self) -> str:
        """Show which it is, never what it says."""
        return f"correction {self.pk}, {self.state}"

    @property
    def subject(self) -> Subject:
        """What was translated; load it with `select_related`."""
        found: Subject | None = self.publication if self.publication_id else self.actor
        assert found is not None
        return found

    @property
    def title(self) -> str:
        """How the original is called."""
        return self.publication.title if self.publication else self.actor.name if self.actor else ""
