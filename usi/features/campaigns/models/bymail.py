"""What somebody leaves without an account and confirms from their mailbox, beside signatures."""

from __future__ import annotations

from django.db import models

from usi.base import ids


class Letter(models.TextChoices):
    """Which mail its owner is still to get."""

    NONE = "none"
    CONFIRM = "confirm"
    REMIND = "remind"
    ALREADY = "already"
    REFUSED = "refused"


class ByMail(models.Model):
    """Whose it is: an encrypted address, found by the same keyed hash as under the campaign's signatures, and the mails that went there."""

    id = ids.IdField()
    name = models.CharField(max_length=120, blank=True)
    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166-1 alpha-2.")
    workplace = models.CharField(max_length=120, blank=True, default="", help_text="Union or workplace.")
    language = models.CharField(max_length=20, blank=True, help_text="Of the page on which it was typed; mails are written in it.")
    address = models.BinaryField(default=b"")
    address_key = models.BinaryField(max_length=32, null=True)
    token_key = models.BinaryField(max_length=32, null=True, unique=True)
    letter = models.CharField(max_length=10, choices=Letter.choices, default=Letter.NONE)
    letters = models.PositiveSmallIntegerField(default=0, help_text="How many mails went out because of it.")
    mailed_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(help_text="When it was typed.")
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Has no table of its own."""

        abstract = True

    def __str__(self) -> str:
        """Show which it is, never whose: this text may end up in a log."""
        return f"{type(self).__name__.lower()} {self.pk}"
