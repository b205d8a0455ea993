"""What is handed to those a campaign addresses: the documents, and how many signatures they are told of by mail."""

from __future__ import annotations

from typing import Any

from django.core.files.storage import default_storage
from django.db import models
from django.db.models import F, Q

from usi.base import ids
from usi.spine.media.models import Picture
from usi.spine.publications.models import Publication


class HandOver(models.Model):
    """One CSV and the volumes of the PDF of a moment, and to whom they went. The files go with the names; counts and digest stay."""

    class State(models.TextChoices):
        """How far the documents are."""

        MAKING = "making"
        READY = "ready"
        FAILED = "failed"
        ERASED = "erased"

    class How(models.TextChoices):
        """How they were handed over."""

        IN_PERSON = "in_person"
        POST = "post"
        MAIL = "mail"
        OTHER = "other"

    id = ids.IdField()
    campaign = models.ForeignKey(Publication, models.CASCADE, related_name="handovers")
    state = models.CharField(max_length=8, choices=State.choices, default=State.MAKING)
    language = models.CharField(max_length=20, help_text="Of the document's words.")
    at = models.DateTimeField(help_text="Who had signed by then is in it.")
    claimed_at = models.DateTimeField(null=True, blank=True, help_text="When a worker began to make it.")
    tries = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=40, blank=True, help_text="Random; files are named after it. Empty where there are none.")
    confirmed = models.PositiveIntegerField(default=0)
    named = models.PositiveIntegerField(default=0, help_text="How many names are in the files: those who agreed.")
    countries = models.JSONField(default=dict, help_text="ISO 3166-1 alpha-2, or nothing, to how many confirmed.")
    csv_sha256 = models.CharField(max_length=64, blank=True, help_text="Digest of the CSV in hexadecimal digits.")
    csv_bytes = models.PositiveIntegerField(default=0)
    volumes = models.JSONField(default=list, help_text="Each PDF in order: names (how many are in it), bytes (0 until it is written).")
    handed_on = models.DateField(null=True, blank=True)
    how = models.CharField(max_length=10, choices=How.choices, blank=True)
    to_whom = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=1000, blank=True, help_text="What happened there, in the campaign's language.")
    picture: models.ForeignKey[Any, Any] = models.ForeignKey(Picture, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        """What was handed over had been made, and says how and to whom."""

        constraints = [
            models.CheckConstraint(condition=Q(state__in=["making", "ready", "failed", "erased"]), name="handover_state"),
            models.CheckConstraint(condition=Q(named__lte=F("confirmed")), name="handover_named"),
            models.CheckConstraint(
                condition=Q(handed_on__isnull=True) | (Q(state__in=["ready", "erased"]) & ~Q(how="") & ~Q(to_whom="")),
                name="handover_handed",
            ),
            models.CheckConstraint(condition=Q(state="ready") & ~Q(name="") | ~Q(state="ready"), name="handover_ready"),
        ]
        indexes = [models.Index(fields=["at"], name="handover_making", condition=Q(state="making"))]

    def __str__(self) -> str:
        """Show what it holds."""
        return f"{self.confirmed}, {self.state}"

    def file(self, format: str, volume: int = 1) -> str:
        """Return the name of its `csv` or `pdf` in the storage; nothing under it is served without being asked who wants it."""
        return f"handovers/{self.name[:2]}/{self.name}{f'-{volume}' if volume > 1 else ''}.{format}"

    def files(self) -> list[str]:
        """Return the names of all its files, written or to be written; none where it has no name."""
        if not self.name:
            return []
        return [self.file("csv"), *(self.file("pdf", n + 1) for n in range(len(self.volumes)))]

    def open(self, format: str, volume: int = 1) -> Any:
        """Open one of its files.

        :raises FileNotFoundError: if it is gone
        """
        return default_storage.open(self.file(format, volume))


class Digest(models.Model):
    """Whether, and how often, those a campaign addresses are told by mail how many have signed."""

    campaign = models.OneToOneField(Publication, models.CASCADE, primary_key=True, related_name="digest")
    every = models.PositiveIntegerField(default=0, help_text="After so many more signatures; 0: each week.")
    active = models.BooleanField(default=True)
    round = models.PositiveIntegerField(default=0, help_text="Begun last; each target gets it in its working hours.")
    told = models.PositiveIntegerField(default=0, help_text="The number that the last mail named.")
    sent_at = models.DateTimeField(help_text="When the last mail was sent, or when it was switched on.")

    class Meta:
        """Not for a handful of signatures."""

        constraints = [models.CheckConstraint(condition=Q(every=0) | Q(every__gte=50), name="digest_every")]

    def __str__(self) -> str:
        """Show how often."""
        return f"every {self.every}" if self.every else "weekly"
