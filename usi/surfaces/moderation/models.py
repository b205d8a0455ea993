"""Reports, decisions and appeals. Each is about one publication or one actor, whatever its kind or type."""

from __future__ import annotations

from typing import TypeVar

from django.db import models
from django.db.models import Q

from usi.base import ids
from usi.spine.actors.models import Actor
from usi.spine.publications.models import Publication
from usi.surfaces.moderation import reasons, verbs

ABOUT_ONE = Q(publication__isnull=False, actor__isnull=True) | Q(publication__isnull=True, actor__isnull=False)
Row = TypeVar("Row", bound=models.Model)


class AboutQuerySet(models.QuerySet[Row]):
    """Filters over rows about a publication or an actor."""

    def about(self, subject: Publication | Actor) -> AboutQuerySet[Row]:
        """Rows about one publication or actor."""
        return self.filter(publication=subject) if isinstance(subject, Publication) else self.filter(actor=subject)


class Decision(models.Model):
    """What a moderator decided, and how things stood before and after."""

    class Appeal(models.TextChoices):
        """Whether somebody has objected, and how that ended."""

        NONE = "none"
        OPEN = "open"
        GRANTED = "granted"
        REFUSED = "refused"

    id = ids.IdField()
    publication = models.ForeignKey(Publication, models.CASCADE, null=True, blank=True, related_name="+")
    actor = models.ForeignKey(Actor, models.CASCADE, null=True, blank=True, related_name="+")
    verb = models.CharField(max_length=12, choices=verbs.Verb.choices)
    reason = models.CharField(max_length=12, choices=reasons.Preset.choices, blank=True, default="")
    text = models.TextField(blank=True, default="")
    before = models.CharField(max_length=10, help_text="Moderation or state of the subject before.")
    after = models.CharField(max_length=10)
    by = models.ForeignKey(Actor, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    reverses = models.OneToOneField("self", models.CASCADE, null=True, blank=True, related_name="reversed_by")
    appeal_state = models.CharField(max_length=8, choices=Appeal.choices, default=Appeal.NONE)

    objects = AboutQuerySet["Decision"].as_manager()

    class Meta:
        """About one thing; found by it."""

        constraints = [
            models.CheckConstraint(condition=ABOUT_ONE, name="decision_about_one"),
            models.CheckConstraint(condition=Q(verb__in=verbs.Verb.values), name="decision_verb"),
            models.CheckConstraint(
                condition=Q(verb="reverse", reverses__isnull=False) | (~Q(verb="reverse") & Q(reverses__isnull=True)),
                name="decision_reverses",
            ),
        ]
        indexes = [
            models.Index(fields=["publication", "-id"], name="decision_publication"),
            models.Index(fields=["actor", "-id"], name="decision_actor"),
            models.Index(fields=["verb", "-id"], name="decision_verb"),
        ]

    @property
    def subject(self) -> Publication | Actor:
        """The publication or actor it is about."""
        found = self.publication or self.actor
        if found is None:
            raise AssertionError("the database allows no decision about nothing")
        return found

    @property
    def origin(self) -> Decision:
        """The decision that a chain of reversals began with; itself where it reverses none."""
        found = self
        while found.reverses is not None:
            found = found.reverses
        return found

    @property
    def told(self) -> bool:
        """Whether the author is told of it."""
        return bool(verbs.RULES[self.origin.verb].letter)

    @property
    def weighs(self) -> bool:
        """Whether it is of those that can be objected to: it takes something from its author, or gives that decision back its force."""
        return verbs.RULES[self.verb].appealable or (self.verb == verbs.Verb.REVERSE and self.after in verbs.TAKEN)


class Report(models.Model):
    """Somebody says that moderators should look at something. An address to answer to is encrypted, and erased once it is settled."""

    class State(models.TextChoices):
        """Whether it waits."""

        OPEN = "open"
        SETTLED = "settled"

    id = ids.IdField()
    publication = models.ForeignKey(Publication, models.CASCADE, null=True, blank=True, related_name="+")
    actor = models.ForeignKey(Actor, models.CASCADE, null=True, blank=True, related_name="+")
    reporter = models.ForeignKey(Actor, models.SET_NULL, null=True, blank=True, related_name="reports_made")
    reason = models.CharField(max_length=12, choices=reasons.Preset.choices)
    text = models.TextField(blank=True, default="")
    contact = models.BinaryField(default=b"", blank=True)
    language = models.CharField(max_length=20, help_text="Of the page it was sent from; it is answered in it.")
    key = models.BinaryField(max_length=32, unique=True, help_text="Keyed hash of day and content: the same report twice is one.")
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    settled_by = models.ForeignKey(Decision, models.SET_NULL, null=True, blank=True, related_name="settles")
    at = models.DateTimeField()

    objects = AboutQuerySet["Report"].as_manager()

    class Meta:
        """About one thing; open ones are found at once."""

        constraints = [models.CheckConstraint(condition=ABOUT_ONE, name="report_about_one")]
        indexes = [
            models.Index(fields=["id"], name="report_open", condition=Q(state="open")),
            models.Index(fields=["publication", "state"], name="report_publication"),
            models.Index(fields=["actor", "state"], name="report_actor"),
        ]


class Appeal(models.Model):
    """Somebody who speaks for the author objects to a decision."""

    class State(models.TextChoices):
        """How it stands."""

        OPEN = "open"
        GRANTED = "granted"
        REFUSED = "refused"

    id = ids.IdField()
    decision = models.OneToOneField(Decision, models.CASCADE, related_name="appeal")
    by = models.ForeignKey(Actor, models.SET_NULL, null=True, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    answer = models.TextField(blank=True, default="")
    answered_by = models.ForeignKey(Actor, models.SET_NULL, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Open ones are found at once."""

        indexes = [models.Index(fields=["id"], name="appeal_open", condition=Q(state="open"))]
        constraints = [models.CheckConstraint(condition=Q(state="open") | Q(answered_at__isnull=False), name="appeal_answered")]
