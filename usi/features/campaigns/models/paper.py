"""Signatures that were collected on paper: how many, where and by whom, and what keeps a row from counting twice."""

from __future__ import annotations

from django.db import models
from django.db.models import Q, functions, lookups

from usi.base import ids
from usi.spine.publications.models import Publication


class PaperBatch(models.Model):
    """A sheet that was counted or a list that was brought in. `countries` adds up to `total`; no name is kept."""

    class Source(models.TextChoices):
        """How it came in."""

        ENTERED = "entered"
        IMPORT = "import"

    id = ids.IdField()
    campaign = models.ForeignKey(Publication, models.CASCADE, related_name="paper_batches", db_index=False)
    source = models.CharField(max_length=8, choices=Source.choices)
    total = models.PositiveIntegerField(default=0)
    countries = models.JSONField(default=dict, help_text="ISO 3166-1 alpha-2 to how many.")
    collected_by = models.CharField(max_length=120, blank=True)
    place = models.CharField(max_length=120, blank=True, help_text="Where they were collected.")
    collected_on = models.DateField(null=True, blank=True)
    entered_by = models.BigIntegerField(null=True, help_text="Actor id; None for the operator's command.")
    digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the file in hexadecimal digits; empty if entered.")
    at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """A list has a digest."""

        constraints = [
            models.CheckConstraint(
                condition=Q(source="entered", digest="") | Q(lookups.Exact(functions.Length("digest"), 64), source="import"),
                name="paper_digest",
            ),
        ]
        indexes = [models.Index(fields=["campaign", "-id"], name="paper_newest")]

    def __str__(self) -> str:
        """Show how many and how they came."""
        return f"{self.total}, {self.source}"


class PaperRow(models.Model):
    """What is kept of one name on a list: a keyed hash that differs per campaign, by which it counts once."""

    id = ids.IdField()
    campaign = models.ForeignKey(Publication, models.CASCADE, related_name="+", db_index=False)
    batch = models.ForeignKey(PaperBatch, models.CASCADE, related_name="rows")
    key = models.BinaryField(max_length=16)

    class Meta:
        """One name at one place counts once."""

        constraints = [models.UniqueConstraint(fields=["campaign", "key"], name="paper_once")]

    def __str__(self) -> str:
        """Show nothing of it."""
        return f"paper row {self.pk}"
