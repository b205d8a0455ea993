"""The actor envelope, its names in other languages, and follows."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from usi.base import ids
from usi.spine.media.models import Picture

handle_validator = RegexValidator(r"^[a-z0-9_]{2,30}$")


class ActorQuerySet(models.QuerySet["Actor"]):
    """Filters over actors."""

    def active(self) -> ActorQuerySet:
        """Actors that may be shown and may speak."""
        return self.filter(state=Actor.State.ACTIVE)

    def local(self) -> ActorQuerySet:
        """Actors of this node."""
        return self.filter(domain="")

    def with_text(self, language: str) -> ActorQuerySet:
        """Add name and summary in a language, where there is such a text: `text_name`, `text_summary`."""
        return self.annotate(
            text=models.FilteredRelation("texts", condition=Q(texts__language=language)),
        ).annotate(text_name=models.F("text__name"), text_summary=models.F("text__summary"))


class Actor(models.Model):
    """Whoever can speak or be followed: a person, an organisation, a theme, a country, this node; local or remote."""

    class State(models.TextChoices):
        """Whether it is there; who is new has not confirmed an address yet and is shown to nobody."""

        ACTIVE = "active"
        NEW = "new"
        SUSPENDED = "suspended"
        CLOSED = "closed"

    id = ids.IdField()
    type = models.CharField(max_length=20)
    handle = models.CharField(max_length=30, validators=[handle_validator])
    domain = models.CharField(max_length=253, blank=True, default="")
    uri = models.CharField(max_length=500, unique=True)
    name = models.CharField(max_length=200)
    summary = models.TextField(blank=True, default="")
    picture = models.ForeignKey(Picture, models.SET_NULL, null=True, blank=True, related_name="+")
    language = models.CharField(max_length=20, default="en")
    state = models.CharField(max_length=10, choices=State.choices, default=State.ACTIVE)
    created_at = models.DateTimeField()

    objects: ClassVar[models.Manager[Any]] = ActorQuerySet.as_manager()

    class Meta:
        """A handle is one actor's."""

        constraints = [models.UniqueConstraint(Lower("handle"), Lower("domain"), name="actor_handle")]
        indexes = [
            models.Index(fields=["type", "state"], name="actor_type"),
            models.Index(fields=["state"], name="actor_gone", condition=~Q(state="active")),
        ]

    def __str__(self) -> str:
        """Show the name."""
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of the actor's page in the reader's language."""
        from usi.spine.actors import types

        return types.get(self.type).url(self)

    @property
    def address(self) -> str:
        """The fediverse address, such as @news@node.example."""
        return f"@{self.handle}@{self.domain or settings.DOMAIN}"

    @property
    def shown_name(self) -> str:
        """The name in the reader's language where `with_text` found one, else its own."""
        return getattr(self, "text_name", None) or self.name

    @property
    def shown_summary(self) -> str:
        """The summary in the reader's language where `with_text` found one, else its own."""
        return getattr(self, "text_summary", None) or self.summary


class ActorText(models.Model):
    """An actor's name and summary in another language or script."""

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="texts")
    language = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    summary = models.TextField(blank=True, default="")

    class Meta:
        """One text per language."""

        constraints = [models.UniqueConstraint(fields=["actor", "language"], name="actor_text_language")]


class Follow(models.Model):
    """One actor follows another."""

    id = ids.IdField()
    follower = models.ForeignKey(Actor, models.CASCADE, related_name="following")
    target = models.ForeignKey(Actor, models.CASCADE, related_name="followers")

    class Meta:
        """Once, and not oneself."""

        constraints = [
            models.UniqueConstraint(fields=["follower", "target"], name="follow_once"),
            models.CheckConstraint(condition=~Q(follower=models.F("target")), name="follow_not_oneself"),
        ]
