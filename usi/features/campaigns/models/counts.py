"""How many signatures a campaign has, by country, language, share code and hour."""

from __future__ import annotations

from django.db import models

from usi.base import ids
from usi.spine.publications.models import Publication


class Dimension(models.TextChoices):
    """By what is counted. Every change moves one row of each, so that all breakdowns add up to one total."""

    COUNTRY = "country"
    LANGUAGE = "language"
    VIA = "via"
    HOUR = "hour"


class Change(models.Model):
    """What one signature's change adds, written in that signature's transaction and waiting to be folded into the counts.

    Only ever added and folded, so that no two people who sign wait for the same row.
    """

    id = ids.IdField()
    campaign = models.ForeignKey(Publication, models.CASCADE, related_name="+", db_index=False)
    country = models.CharField(max_length=2, blank=True)
    language = models.CharField(max_length=20, blank=True)
    via = models.CharField(max_length=16, blank=True)
    hour = models.CharField(max_length=13, help_text="UTC, as 2026-11-25T14.")
    confirmed = models.IntegerField(default=0)
    waiting = models.IntegerField(default=0)
    set_aside = models.IntegerField(default=0)

    class Meta:
        """Read by campaign until folded."""

        indexes = [models.Index(fields=["campaign"], name="change_campaign")]

    def __str__(self) -> str:
        """Show what it adds."""
        return f"{self.confirmed:+} {self.waiting:+} {self.set_aside:+}"


class Count(models.Model):
    """How many signatures of a campaign fall on one key of one dimension, all changes folded so far."""

    campaign = models.ForeignKey(Publication, models.CASCADE, related_name="signature_counts", db_index=False)
    dimension = models.CharField(max_length=8, choices=Dimension.choices)
    key = models.CharField(max_length=20, blank=True, help_text="Empty where it is not known.")
    confirmed = models.IntegerField(default=0)
    waiting = models.IntegerField(default=0)
    set_aside = models.IntegerField(default=0)

    class Meta:
        """One per campaign, dimension and key."""

        constraints = [models.UniqueConstraint(fields=["campaign", "dimension", "key"], name="count_once")]

    def __str__(self) -> str:
        """Show key and counts."""
        return f"{self.key}: {self.confirmed} + {self.waiting}"
