"""Whom a campaign writes to, the letter it proposes, and the letters people write."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from usi.base import ids
from usi.spine.mail.models import Mail
from usi.spine.publications.models import Publication


class Target(models.Model):
    """Somebody who can grant what a campaign demands. The address is encrypted; a private one is never shown."""

    class State(models.TextChoices):
        """How letters reach them."""

        MAIL = "mail"
        PAPER = "paper"

    class Pace(models.TextChoices):
        """Whether letters go one by one or together once an hour."""

        EACH = "each"
        BATCH = "batch"

    id = ids.IdField()
    campaign = models.ForeignKey(Publication, models.CASCADE, related_name="targets")
    name = models.CharField(max_length=120)
    office = models.CharField(max_length=160, blank=True)
    organisation = models.CharField(max_length=200, blank=True)
    country = models.CharField(max_length=2, help_text="ISO 3166-1 alpha-2.")
    language = models.CharField(max_length=20, help_text="In which letters are written to them.")
    address = models.BinaryField(default=b"", help_text="Empty where letters go on paper only.")
    public_address = models.BooleanField(default=False, help_text="Whether the address may be shown to everyone.")
    zone = models.CharField(max_length=64, help_text="IANA name of the time zone.")
    opens = models.PositiveSmallIntegerField(default=9, help_text="Hour at which their working day begins, in their time zone.")
    shuts = models.PositiveSmallIntegerField(default=17, help_text="Hour at which it ends.")
    pace = models.CharField(max_length=5, choices=Pace.choices, default=Pace.BATCH)
    hourly = models.PositiveSmallIntegerField(default=60, help_text="At most so many letters within any hour.")
    state = models.CharField(max_length=5, choices=State.choices, default=State.MAIL)
    bounces = models.PositiveSmallIntegerField(default=0, help_text="Letters refused one after the other.")
    answer = models.CharField(max_length=200, blank=True, help_text="What the mail server said last, without addresses.")
    next_at = models.DateTimeField(help_text="Before this moment no letter goes out.")
    digest = models.PositiveIntegerField(default=0, help_text="The last round of counts that was mailed to them.")
    notes = models.JSONField(default=list, blank=True, help_text="Each: at, note (why the address was corrected).")

    class Meta:
        """Paper needs no address; mail does."""

        constraints = [
            models.CheckConstraint(condition=Q(state="paper") | (Q(state="mail") & ~Q(address=b"")), name="target_address"),
            models.CheckConstraint(condition=Q(opens__lt=F("shuts"), shuts__lte=24), name="target_hours"),
            models.CheckConstraint(condition=Q(hourly__gte=1, hourly__lte=1000), name="target_hourly"),
        ]

    def __str__(self) -> str:
        """Show who it is, never the address."""
        return self.name


class ModelLetter(models.Model):
    """The letter a campaign proposes, in one language."""

    campaign = models.ForeignKey(Publication, models.CASCADE, related_name="model_letters", db_index=False)
    language = models.CharField(max_length=20)
    subject = models.CharField(max_length=150)
    body = models.TextField()

    class Meta:
        """One in each language."""

        constraints = [models.UniqueConstraint(fields=["campaign", "language"], name="model_letter_once")]

    def __str__(self) -> str:
        """Show the subject."""
        return self.subject


class Writing(models.Model):
    """What one person writes to some targets at once, confirmed from the mailbox by one button."""

    class State(models.TextChoices):
        """Whether its letters go out."""

        WAITING = "waiting"
        CONFIRMED = "confirmed"

    class Mail(models.TextChoices):
        """Which mail its writer is still to get."""

        NONE = "none"
        CONFIRM = "confirm"
        ALREADY = "already"

    id = ids.IdField()
    campaign = models.ForeignKey(Publication, models.CASCADE, related_name="writings", db_index=False)
    name = models.CharField(max_length=120)
    country = models.CharField(max_length=2, help_text="ISO 3166-1 alpha-2.")
    workplace = models.CharField(max_length=120, blank=True, help_text="Union or workplace.")
    language = models.CharField(max_length=20, help_text="Of the page on which it was written; mails to the writer are in it.")
    letter_language = models.CharField(max_length=20)
    subject = models.CharField(max_length=150)
    body = models.TextField()
    address = models.BinaryField()
    address_key = models.BinaryField(max_length=32, help_text="As of a signature of the same address under the same campaign.")
    token_key = models.BinaryField(max_length=32, unique=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    mail = models.CharField(max_length=10, choices=Mail.choices, default=Mail.NONE)
    mails = models.PositiveSmallIntegerField(default=0, help_text="How many mails its writer got for it.")
    mailed_at = models.DateTimeField(null=True, blank=True)
    written_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """What an address has not confirmed is replaced by what it writes next."""

        constraints = [
            models.UniqueConstraint(fields=["campaign", "address_key"], condition=Q(state="waiting"), name="writing_once"),
            models.CheckConstraint(
                condition=Q(state="waiting", confirmed_at__isnull=True) | Q(state="confirmed", confirmed_at__isnull=False),
                name="writing_state",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["campaign", "address_key"], name="writing_address"),
            models.Index(fields=["written_at"], name="writing_old", condition=Q(state="waiting")),
            models.Index(fields=["written_at"], name="writing_mail", condition=~Q(mail="none")),
        ]

    def __str__(self) -> str:
        """Show its state, never whose it is."""
        return f"writing {self.pk}, {self.state}"


class TargetLetter(models.Model):
    """One letter of one address to one target. What is personal stands in its writing; without one only the number is left."""

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting"
        QUEUED = "queued"
        HANDED = "handed"
        DEFERRED = "deferred"
        ACCEPTED = "accepted"
        PRINTED = "printed"
        DELIVERED = "delivered"
        UNSENT = "unsent"

    id = ids.IdField()
    target = models.ForeignKey(Target, models.CASCADE, related_name="letters", db_index=False)
    writing: models.ForeignKey[Any, Any] = models.ForeignKey(Writing, models.SET_NULL, null=True, related_name="letters")
    address_key = models.BinaryField(max_length=32, null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    bounced = models.BooleanField(default=False, help_text="The target's mail server refused it, so it goes on paper.")
    mail: models.ForeignKey[Any, Any] = models.ForeignKey(Mail, models.SET_NULL, null=True, related_name="+", help_text="Its last mail.")
    tries = models.PositiveSmallIntegerField(default=0, help_text="How many mails were made of it.")
    handed_at = models.DateTimeField(null=True, blank=True, help_text="When its last mail was made.")
    batched_at = models.DateTimeField(null=True, blank=True, help_text="Names the printed batch it belongs to.")

    class Meta:
        """One address writes once to each target."""

        constraints = [
            models.UniqueConstraint(fields=["target", "address_key"], name="letter_once"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "queued", "handed", "deferred", "accepted", "printed", "delivered", "unsent"]),
                name="letter_state",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["target", "state"], name="letter_numbers"),
            models.Index(fields=["target"], name="letter_queued", condition=Q(state="queued")),
            models.Index(fields=["mail"], name="letter_under_way", condition=Q(state__in=["handed", "deferred"])),
            models.Index(fields=["target", "handed_at"], name="letter_handed"),
        ]

    def __str__(self) -> str:
        """Show its state, never whose it is."""
        return f"letter {self.pk}, {self.state}"
