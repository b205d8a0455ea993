"""The actor envelope, its names in other languages, and follows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from usi.base import ids, reading
from usi.spine.media.models import Picture

# Names under which texts in what somebody reads are joined, in the order of their languages.
TEXTS = ("text", *(f"text{place}" for place in range(1, 12)))
handle_validator = RegexValidator(r"^[a-z0-9_]{2,30}$")


class ActorQuerySet(models.QuerySet["Actor"]):
    """Filters over actors."""

    def active(self) -> ActorQuerySet:
        """Actors that may be shown and may speak."""
        return self.filter(state=Actor.State.ACTIVE)

    def local(self) -> ActorQuerySet:
        """Actors of this node."""
        return self.filter(domain="")

    def with_text(self, read: reading.Read) -> ActorQuerySet:
        """Add name, summary and its state in what somebody reads (a language or a list of them); `shown_name` and the like choose."""
        asked, found = reading.of(read), self
        for place, language in enumerate(asked.languages):
            text = TEXTS[place]
            found = found.annotate(**{text: models.FilteredRelation("texts", condition=Q(texts__language=language))})
            found = found.annotate(**{f"{text}_{name}": models.F(f"{text}__{name}") for name in ("name", "summary", "state")})
        return found.annotate(asked_reading=models.Value(str(asked)))


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

    def take_texts(self, read: reading.Read, texts: Mapping[str, tuple[str, str, str]]) -> None:
        """Take (name, summary, state) by language from another query, as `with_text` would have found them."""
        asked = reading.of(read)
        self.__dict__["asked_reading"] = str(asked)
        for text, tag in zip(TEXTS, asked.languages, strict=False):
            said = texts.get(tag, (None, None, None))
            self.__dict__[f"{text}_name"], self.__dict__[f"{text}_summary"], self.__dict__[f"{text}_state"] = said

    def _said(self, field: str) -> tuple[str, str]:
        """Return a field as the reader is to have it, with its language: a name in their first language, a summary as a text is chosen."""
        asked, values = self.__dict__.get("asked_reading"), self.__dict__
        if asked:
            read = reading.parse(asked)
            there = {tag: text for tag, text in zip(read.languages, TEXTS, strict=False) if values.get(f"{text}_{field}")}
            # A list that leaves the language out does not ask for it row by row.
            own = values.get("language", "") if values.get(field) else ""
            states = {tag: values[f"{text}_state"] for tag, text in there.items()}
            if tag := read.first(own, there) if field == "name" else read.choose(own, states):
                return values[f"{there[tag]}_{field}"], tag
        return getattr(self, field), values.get("language", "")

    @property
    def shown_name(self) -> str:
        """The name in a language of the reader's where `with_text` found one, else its own."""
        return self._said("name")[0]

    @property
    def name_language(self) -> str:
        """The language of `shown_name`."""
        return self._said("name")[1]

    @property
    def shown_summary(self) -> str:
        """The summary in the version that suits the reader best among those that `with_text` found, else its own."""
        return self._said("summary")[0]

    @property
    def summary_language(self) -> str:
        """The language of `shown_summary`."""
        return self._said("summary")[1]


class ActorText(models.Model):
    """An actor's name and summary in another language or script, and where the summary comes from."""

    class State(models.TextChoices):
        """Whose words they are: the actor's own (of a theme, the node's), or a translation and how far it can be trusted."""

        OWN = "", "Own"
        MACHINE = "machine"
        UNCHECKED = "unchecked"
        CHECKED = "checked"

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="texts")
    language = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    summary = models.TextField(blank=True, default="")
    state = models.CharField(max_length=12, choices=State.choices, blank=True, default=State.OWN)
    translated_by = models.ForeignKey(Actor, models.SET_NULL, null=True, blank=True, related_name="+")
    checked_by = models.ForeignKey(Actor, models.SET_NULL, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField(null=True, blank=True, help_text="When the translation last changed.")
    source = models.TextField(blank=True, default="", help_text="The actor's summary as it was translated.")

    class Meta:
        """One text per language; a translation has a moment."""

        constraints = [
            models.UniqueConstraint(fields=["actor", "language"], name="actor_text_language"),
            models.CheckConstraint(
                condition=Q(state="") | Q(state__in=["machine", "unchecked", "checked"], changed_at__isnull=False), name="actor_text_state"
            ),
        ]


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
