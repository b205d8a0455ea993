"""What an article has beside its envelope, and text that was typed but not yet saved as a version."""

from __future__ import annotations

from django.db import models

from usi.spine.actors.models import Actor
from usi.spine.publications.models import Publication


class Article(models.Model):
    """Facts of an article."""

    publication = models.OneToOneField(Publication, models.CASCADE, primary_key=True, related_name="article")
    byline = models.ForeignKey(
        Actor, models.SET_NULL, null=True, blank=True, related_name="+", help_text="The person named as author, or none."
    )


class Autosave(models.Model):
    """A person's unsaved text of a publication; gone once they save."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="autosaves")
    person = models.ForeignKey(Actor, models.CASCADE, related_name="unsaved")
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=200, blank=True)
    summary = models.TextField(blank=True)
    body = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        """One per person."""

        constraints = [models.UniqueConstraint(fields=["publication", "person"], name="autosave_once")]
