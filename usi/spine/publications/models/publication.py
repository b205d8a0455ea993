"""The publication envelope."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from usi.base import ids, reading
from usi.base.access import Reader
from usi.spine.actors.models import Actor
from usi.spine.media.models import Picture

# Names under which the translations into what somebody reads are joined, in the order of their languages.
TEXTS = ("text", *(f"text{place}" for place in range(1, 12)))
_ON_CARDS = (
    *("kind", "uri", "language", "title", "summary", "state", "position", "published_at", "changed_at"),
    *("author__type", "author__handle", "author__domain", "author__name"),
    *("cover__name", "cover__width", "cover__height"),
)


@dataclass(frozen=True)
class Shown:
    """What a card shows of a publication; `state` is the translation's, empty for the original."""

    language: str
    title: str
    summary: str
    state: str = ""


class State(models.TextChoices):
    """How far its author has brought it."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Moderation(models.TextChoices):
    """What moderators have decided about it."""

    CLEAR = "clear"
    HELD = "held"
    HIDDEN = "hidden"


class Visibility(models.TextChoices):
    """For whom its author means it."""

    PUBLIC = "public"
    NETWORK = "network"
    ORGANISATION = "organisation"


class PublicationQuerySet(models.QuerySet["Publication"]):
    """Filters over publications."""

    def visible_to(self, reader: Reader) -> PublicationQuerySet:
        """What a reader may see: the one rule behind every list, page, feed and count."""
        audience = Q(visibility=Visibility.PUBLIC)
        if reader.signed_in:
            audience |= Q(visibility=Visibility.NETWORK)
            if reader.roles:
                audience |= Q(visibility=Visibility.ORGANISATION, author_id__in=list(reader.roles))
        # The few that are gone are asked for, not the many that are there: a list need not visit every actor.
        gone = Actor.objects.exclude(state=Actor.State.ACTIVE)
        return self.filter(audience, state=State.PUBLISHED, moderation=Moderation.CLEAR).exclude(author_id__in=gone.values("pk"))

    def with_text(self, read: reading.Read) -> PublicationQuerySet:
        """Add title, summary and state of the translations into what somebody reads; `shown_title` and the like choose among them.

        `read` is a language or a list of them; each is one join by a unique index.
        """
        asked, found = reading.of(read), self
        for place, language in enumerate(asked.languages):
            text = TEXTS[place]
            found = found.annotate(**{text: models.FilteredRelation("translations", condition=Q(translations__language=language))})
            found = found.annotate(**{f"{text}_{name}": F(f"{text}__{name}") for name in ("title", "summary", "state")})
        return found.annotate(asked_reading=models.Value(str(asked)))

    def for_cards(self, read: reading.Read) -> PublicationQuerySet:
        """Load what a card and a feed entry show, and nothing else, in one query."""
        return self.with_text(read).select_related("author", "cover").only(*_ON_CARDS)


class Publication(models.Model):
    """Whatever is said, by an actor, in one language. Facts of its kind stand beside it, in the feature's own table."""

    id = ids.IdField()
    kind = models.CharField(max_length=20)
    uri = models.CharField(max_length=500, unique=True)
    author = models.ForeignKey(Actor, models.PROTECT, related_name="publications")
    typed_by = models.ForeignKey(Actor, models.SET_NULL, null=True, blank=True, related_name="+")
    language = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True, default="")
    body = models.TextField(blank=True, default="", help_text="Markdown.")
    cover = models.ForeignKey(Picture, models.SET_NULL, null=True, blank=True, related_name="+")
    country = models.CharField(max_length=2, blank=True, default="", help_text="ISO 3166-1 alpha-2 of the country concerned.")
    visibility = models.CharField(max_length=12, choices=Visibility.choices, default=Visibility.PUBLIC)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    moderation = models.CharField(max_length=10, choices=Moderation.choices, default=Moderation.CLEAR)
    reason = models.TextField(blank=True, default="", help_text="Why it was withdrawn, as shown.")
    version = models.PositiveIntegerField(default=1)
    position = models.BigIntegerField(default=ids.new, help_text="Sort key of every list; made anew when it is published.")
    scheduled_for = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()
    created_at = models.DateTimeField()

    objects: ClassVar[models.Manager[Any]] = PublicationQuerySet.as_manager()

    class Meta:
        """Every list is a walk along one of these indexes."""

        constraints = [
            models.CheckConstraint(condition=~Q(state="published") | Q(published_at__isnull=False), name="publication_published_at"),
            models.CheckConstraint(condition=~Q(state="scheduled") | Q(scheduled_for__isnull=False), name="publication_scheduled_for"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="publication_state"),
            models.CheckConstraint(condition=Q(moderation__in=Moderation.values), name="publication_moderation"),
            models.CheckConstraint(condition=Q(visibility__in=Visibility.values), name="publication_visibility"),
        ]
        _live = Q(state="published", moderation="clear")
        indexes = [
            models.Index(fields=["-position"], name="publication_all", condition=_live),
            models.Index(fields=["kind", "-position"], name="publication_kind", condition=_live),
            models.Index(fields=["language", "-position"], name="publication_language", condition=_live),
            models.Index(fields=["author", "state", "-changed_at"], name="publication_desk"),
            models.Index(fields=["moderation", "-position"], name="publication_moderated", condition=~Q(moderation="clear")),
            models.Index(fields=["scheduled_for"], name="publication_due", condition=Q(state="scheduled")),
        ]

    def __str__(self) -> str:
        """Show the title."""
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of its page in the reader's language."""
        from usi.spine.publications import kinds

        return kinds.get(self.kind).url(self)

    @property
    def edit_url(self) -> str:
        """The address of its editing page, empty where there is none."""
        from usi.spine.publications import kinds

        return kinds.get(self.kind).edit_url(self)

    @property
    def kind_label(self) -> str:
        """The kind's name in the reader's language."""
        from usi.spine.publications import kinds

        return str(kinds.get(self.kind).label)

    @property
    def card_template(self) -> str:
        """The template that its kind adds to cards, empty where there is none."""
        from usi.spine.publications import kinds

        return kinds.get(self.kind).card

    @property
    def pieces(self) -> Mapping[str, str]:
        """What its kind keeps beside it, in another language: nothing, since this is the original; a translation may have some."""
        return {}

    @property
    def shown(self) -> Shown:
        """The version that suits the reader best among those that `with_text` found."""
        asked = self.__dict__.get("asked_reading")
        if asked:
            read, values = reading.parse(asked), self.__dict__
            there = {tag: values[f"{text}_state"] for tag, text in zip(read.languages, TEXTS, strict=False) if values[f"{text}_title"]}
            if tag := read.choose(self.language, there):
                text = TEXTS[read.languages.index(tag)]
                return Shown(tag, values[f"{text}_title"], values[f"{text}_summary"], there[tag])
        return Shown(self.language, self.title, self.summary)

    @property
    def shown_title(self) -> str:
        """The title in a language of the reader's where `with_text` found one, else the original's."""
        return self.shown.title

    @property
    def shown_summary(self) -> str:
        """The summary that goes with `shown_title`."""
        return self.shown.summary

    @property
    def shown_language(self) -> str:
        """The language of `shown_title`."""
        return self.shown.language
