"""Mails waiting to be sent."""

from __future__ import annotations

from django.db import models

from usi.base import ids


class Mail(models.Model):
    """One mail to one address. Address and text are encrypted, and erased once a mail server has it or it is given up.

    What was sent may be reported as delayed, or come back and count as failed.
    """

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting"
        SENT = "sent"
        DELAYED = "delayed"
        FAILED = "failed"

    id = ids.IdField()
    key = models.CharField(max_length=120, unique=True, help_text="Names the occasion: the same occasion is mailed once.")
    sealed = models.BinaryField(default=b"")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    answer = models.CharField(max_length=200, blank=True, help_text="What the mail server said last.")
    refused = models.BooleanField(default=False, help_text="The server refused the address itself, for good.")

    class Meta:
        """Finds what is due."""

        indexes = [models.Index(fields=["due_at"], name="mail_due", condition=models.Q(state="waiting"))]
