"""Themes and countries as actors."""

from __future__ import annotations

from django.db import models

from usi.spine.actors.models import Actor


class Theme(models.Model):
    """A thematic section or sub-theme."""

    actor = models.OneToOneField(Actor, models.CASCADE, primary_key=True, related_name="theme")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        """In the order of the sections."""

        ordering = ["position"]

    def __str__(self) -> str:
        """Show the handle."""
        return self.actor.handle


class Country(models.Model):
    """A country by ISO 3166-1; its names come from CLDR."""

    actor = models.OneToOneField(Actor, models.CASCADE, primary_key=True, related_name="country")
    code = models.CharField(max_length=2, unique=True)
    region = models.CharField(max_length=20, db_index=True)

    def __str__(self) -> str:
        """Show the code."""
        return self.code
