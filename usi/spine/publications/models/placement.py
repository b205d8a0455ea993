"""Where publications appear, and how many do."""

from __future__ import annotations

from django.db import models

from usi.base import ids
from usi.spine.actors.models import Actor
from usi.spine.publications.models.publication import Publication


class Reason(models.TextChoices):
    """Why a publication appears with an actor."""

    AUTHOR = "author"
    SUBJECT = "subject"
    AUDIENCE = "audience"
    SHARE = "share"


class Placement(models.Model):
    """A publication appears with an actor. Kind, language and position repeat the envelope's, so that a list is one index walk."""

    id = ids.IdField()
    actor = models.ForeignKey(Actor, models.CASCADE, related_name="placements")
    publication = models.ForeignKey(Publication, models.CASCADE, related_name="placements")
    reason = models.CharField(max_length=10, choices=Reason.choices)
    kind = models.CharField(max_length=20)
    language = models.CharField(max_length=20)
    position = models.BigIntegerField()

    class Meta:
        """Once per reason."""

        constraints = [models.UniqueConstraint(fields=["publication", "actor", "reason"], name="placement_once")]
        indexes = [
            models.Index(fields=["actor", "-position"], name="placement_feed"),
            models.Index(fields=["actor", "kind", "-position"], name="placement_kind"),
            models.Index(fields=["actor", "language", "-position"], name="placement_language"),
        ]


class Figure(models.Model):
    """How many publications of a kind appear publicly with an actor; kept by the actions, rebuilt by `usi recount`."""

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="figures")
    kind = models.CharField(max_length=20)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        """One per actor and kind."""

        constraints = [models.UniqueConstraint(fields=["actor", "kind"], name="figure_once")]
