"""The publication envelope."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from usi.base import ids
from usi.base.access import Reader
from usi.spine.actors.models import Actor
from usi.spine.media.models import Picture

_ON_CARDS = (
    *("kind", "uri", "language", "title", "summary", "state", "position", "published_at", "changed_at"),
    *("author__type", "author__handle", "author__domain", "author__name"),
    *("cover__name", "cover__width", "cover__height"),
)


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

    def with_text(self, language: str) -> PublicationQuerySet:
        """Add the best text in a language: `text_title`, `text_summary`, `text_state` from a translation, where there is one."""
        return self.annotate(text=models.FilteredRelation("translations", condition=Q(translations__language=language))).annotate(
            text_title=F("text__title"),
            text_summary=F("text__summary"),
            text_state=F("text__state"),
            asked_language=models.Value(language),
        )

    def for_cards(self, language: str) -> PublicationQuerySet:
        """Load what a card and a feed entry show, and nothing else, in one query."""
        return self.with_text(language).select_related("author", "cover").only(*_ON_CARDS)


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
    def shown_title(self) -> str:
        """The title in the reader's language where `with_text` found one, else the original's."""
        return getattr(self, "text_title", None) or self.title

    @property
    def shown_summary(self) -> str:
        """The summary that goes with `shown_title`."""
        return (getattr(self, "text_summary", None) or "") if getattr(self, "text_title", None) else self.summary

    @property
    def shown_language(self) -> str:
        """The language of `shown_title`."""
        return (getattr(self, "asked_language", "") or self.language) if getattr(self, "text_title", None) else self.language
