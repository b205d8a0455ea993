"""A publication's text in other languages and in its earlier versions."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from usi.spine.actors.models import Actor
from usi.spine.publications.models.publication import Publication


class Translation(models.Model):
    """A publication's text in another language."""

    class State(models.TextChoices):
        """How far it can be trusted."""

        MACHINE = "machine"
        UNCHECKED = "unchecked"
        CHECKED = "checked"

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="translations")
    language = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True, default="")
    body = models.TextField(blank=True, default="")
    pieces = models.JSONField(default=dict, blank=True, help_text="Key of a piece (as its kind lists them) to its text.")
    state = models.CharField(max_length=12, choices=State.choices, default=State.UNCHECKED)
    of_version = models.PositiveIntegerField(default=1, help_text="Version of the original it was made from.")
    translated_by = models.ForeignKey(Actor, models.SET_NULL, null=True, blank=True, related_name="+")
    checked_by = models.ForeignKey(Actor, models.SET_NULL, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        """One per language."""

        constraints = [
            models.UniqueConstraint(fields=["publication", "language"], name="translation_language"),
            models.CheckConstraint(condition=models.Q(state__in=["machine", "unchecked", "checked"]), name="translation_state"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["language"], name="translation_there")]


class Revision(models.Model):
    """A publication's text as it stood in one version; after publication a note makes it a correction that readers see."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True, default="")
    body = models.TextField(blank=True, default="")
    note = models.CharField(max_length=300, blank=True, default="")
    by = models.ForeignKey(Actor, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """One per version, newest first."""

        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["publication", "version"], name="revision_version")]
