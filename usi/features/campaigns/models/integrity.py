"""Groups of signatures that look as if machines had made them."""

from __future__ import annotations

from django.db import models

from usi.base import ids
from usi.spine.publications.models import Publication


class Suspicion(models.Model):
    """Some signatures of a campaign that share what people seldom share. Nothing follows from it until an officer decides."""

    class Rule(models.TextChoices):
        """What they share."""

        DISPOSABLE = "disposable"
        DOMAIN = "domain"
        QUICK = "quick"

    class State(models.TextChoices):
        """What an officer has decided."""

        OPEN = "open"
        SET_ASIDE = "set_aside"
        KEPT = "kept"

    id = ids.IdField()
    campaign = models.ForeignKey(Publication, models.CASCADE, related_name="suspicions", db_index=False)
    rule = models.CharField(max_length=10, choices=Rule.choices)
    key = models.CharField(max_length=64, help_text="Domain key in hexadecimal, or the hour for forms filled in too quickly.")
    label = models.CharField(max_length=255, help_text="The mail domain, or the hour.")
    size = models.PositiveIntegerField(default=0, help_text="How many signatures were in it when it was last looked at.")
    decided_size = models.PositiveIntegerField(default=0, help_text="How many were in it when it was decided.")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    reason = models.CharField(max_length=300, blank=True, default="")
    seen_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Once per rule and key."""

        constraints = [models.UniqueConstraint(fields=["campaign", "rule", "key"], name="suspicion_once")]

    def __str__(self) -> str:
        """Show rule and size."""
        return f"{self.rule}: {self.size}"
