"""The signatures under a campaign."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from usi.base import ids
from usi.spine.publications.models import Publication


class Signature(models.Model):
    """One address under one campaign. The address is encrypted; equal ones are found by a keyed hash that differs per campaign."""

    class State(models.TextChoices):
        """Whether it counts."""

        WAITING = "waiting"
        CONFIRMED = "confirmed"
        WITHDRAWN = "withdrawn"

    class Letter(models.TextChoices):
        """Which mail its owner is still to get."""

        NONE = "none"
        CONFIRM = "confirm"
        REMIND = "remind"
        ALREADY = "already"

    id = ids.IdField()
    # Its own index would repeat the constraint's.
    campaign = models.ForeignKey(Publication, models.CASCADE, related_name="signatures", db_index=False)
    name = models.CharField(max_length=120, blank=True)
    show_name = models.BooleanField(default=False)
    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166-1 alpha-2, empty where it was not given.")
    workplace = models.CharField(max_length=120, blank=True, default="", help_text="Union or workplace.")
    words = models.CharField(max_length=500, blank=True, default="", help_text="Words of support, moved to the messages once confirmed.")
    news = models.BooleanField(default=False, help_text="Asked for news; the consent is written down when it is confirmed.")
    language = models.CharField(max_length=20, blank=True, help_text="Of the page on which it was signed; mails are written in it.")
    via = models.CharField(max_length=16, blank=True, default="", help_text="Share code by which its owner came.")
    address = models.BinaryField(default=b"")
    address_key = models.BinaryField(max_length=32, null=True)
    domain_key = models.BinaryField(max_length=32, null=True, help_text="Equal for addresses of one mail domain under one campaign.")
    token_key = models.BinaryField(max_length=32, unique=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    set_aside = models.BooleanField(default=False, help_text="Left out of the public count by an officer.")
    filled_in = models.PositiveSmallIntegerField(null=True, help_text="Seconds between page and form, rounded; None where not known.")
    solved = models.BooleanField(default=False, help_text="Whether the reader's machine solved a puzzle for it.")
    letter = models.CharField(max_length=10, choices=Letter.choices, default=Letter.NONE)
    letters = models.PositiveSmallIntegerField(default=0, help_text="How many mails went to this address for this campaign.")
    mailed_at = models.DateTimeField(null=True, blank=True)
    signed_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One address counts once; nothing personal stays after a withdrawal."""

        constraints = [
            models.UniqueConstraint(fields=["campaign", "address_key"], name="signature_once"),
            models.CheckConstraint(condition=Q(state__in=["waiting", "confirmed", "withdrawn"]), name="signature_state"),
            models.CheckConstraint(condition=~Q(state="confirmed") | Q(confirmed_at__isnull=False), name="signature_confirmed_at"),
            models.CheckConstraint(
                condition=Q(state="withdrawn", address_key__isnull=True, name="", words="", workplace="")
                | (~Q(state="withdrawn") & Q(address_key__isnull=False)),
                name="signature_erased",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["campaign", "-confirmed_at"],
                name="signature_names",
                condition=Q(state="confirmed", show_name=True, set_aside=False),
            ),
            models.Index(fields=["signed_at"], name="signature_old", condition=Q(state="waiting")),
            models.Index(fields=["signed_at"], name="signature_letter", condition=~Q(letter="none")),
            models.Index(fields=["campaign", "signed_at"], name="signature_recent"),
        ]

    def __str__(self) -> str:
        """Show its state, never whose it is: this text may end up in a log."""
        return f"signature {self.pk}, {self.state}"
