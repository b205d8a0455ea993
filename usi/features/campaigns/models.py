"""What a campaign has beside its envelope, the signatures under it, and their counts by country."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from usi.base import ids, time
from usi.spine.publications.models import Publication


class Campaign(models.Model):
    """Facts of a campaign."""

    publication = models.OneToOneField(Publication, models.CASCADE, primary_key=True, related_name="campaign")
    target = models.CharField(max_length=300, blank=True, default="", help_text="Who can grant what is demanded.")
    demands = models.JSONField(default=list, blank=True, help_text="One text for each demand, in order.")
    closes_on = models.DateField(null=True, blank=True, help_text="Last day on which it can be signed, in UTC.")
    goal = models.PositiveIntegerField(default=1000, help_text="How many signatures it aims for.")
    translations = models.JSONField(default=dict, blank=True, help_text="Language tag to target and demands in that language.")
    version = models.PositiveIntegerField(default=1, help_text="Moves with every change here, so that no editor overwrites another.")

    def __str__(self) -> str:
        """Show whom it addresses."""
        return self.target

    @property
    def closed(self) -> bool:
        """Whether its last day has passed; decided when asked, not by a job."""
        return self.closes_on is not None and self.closes_on < time.now().date()


class Signature(models.Model):
    """One address under one campaign. The address is encrypted; equal ones are found by a keyed hash that differs per campaign."""

    class State(models.TextChoices):
        """Whether it counts."""

        WAITING = "waiting"
        CONFIRMED = "confirmed"
        WITHDRAWN = "withdrawn"

    id = ids.IdField()
    campaign = models.ForeignKey(Publication, models.CASCADE, related_name="signatures")
    name = models.CharField(max_length=120, blank=True)
    show_name = models.BooleanField(default=False)
    country = models.CharField(max_length=2, blank=True)
    language = models.CharField(max_length=20, blank=True, help_text="Of the page on which it was signed; mails are written in it.")
    address = models.BinaryField(default=b"")
    address_key = models.BinaryField(max_length=32, null=True)
    token_key = models.BinaryField(max_length=32, unique=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    signed_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One address counts once; nothing personal stays after a withdrawal."""

        constraints = [
            models.UniqueConstraint(fields=["campaign", "address_key"], name="signature_once"),
            models.CheckConstraint(condition=Q(state__in=["waiting", "confirmed", "withdrawn"]), name="signature_state"),
            models.CheckConstraint(condition=~Q(state="confirmed") | Q(confirmed_at__isnull=False), name="signature_confirmed_at"),
            models.CheckConstraint(
                condition=Q(state="withdrawn", address_key__isnull=True, name="") | (~Q(state="withdrawn") & Q(address_key__isnull=False)),
                name="signature_erased",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["campaign", "state", "show_name", "-confirmed_at"], name="signature_names"),
            models.Index(fields=["signed_at"], name="signature_old", condition=Q(state="waiting")),
        ]

    def __str__(self) -> str:
        """Show its state, never whose it is: this text may end up in a log."""
        return f"signature {self.pk}, {self.state}"


class SignatureCount(models.Model):
    """How many signatures a campaign has from a country; moved in the transaction of every signature that changes.

    The total is always the sum over these rows, so that total and breakdown cannot differ.
    """

    campaign = models.ForeignKey(Publication, models.CASCADE, related_name="signature_counts")
    country = models.CharField(max_length=2)
    confirmed = models.PositiveIntegerField(default=0)
    waiting = models.PositiveIntegerField(default=0)

    class Meta:
        """One per country."""

        constraints = [models.UniqueConstraint(fields=["campaign", "country"], name="signature_count_once")]

    def __str__(self) -> str:
        """Show country and counts."""
        return f"{self.country}: {self.confirmed} + {self.waiting}"
