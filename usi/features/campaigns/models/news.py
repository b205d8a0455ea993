"""Who wants news, from which organisation and about which campaign."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from usi.base import ids
from usi.spine.actors.models import Actor
from usi.spine.publications.models import Publication


class Subscription(models.Model):
    """One address that one organisation may write to. It is encrypted, found by a keyed hash that differs per organisation, and gone once
    its owner has ended it; only that there was one remains, so that the link in old mails has an answer.
    """  # noqa: D205

    id = ids.IdField()
    organisation = models.ForeignKey(Actor, models.CASCADE, related_name="+", db_index=False)
    address = models.BinaryField(default=b"")
    address_key = models.BinaryField(max_length=32, null=True)
    token_key = models.BinaryField(max_length=32, unique=True)
    language = models.CharField(max_length=20, help_text="In which mails are written: that of the page where news was asked for last.")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """An address stands once with an organisation; nothing personal stays after the end."""

        constraints = [
            models.UniqueConstraint(fields=["organisation", "address_key"], name="subscription_once"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, address_key__isnull=False)
                | Q(ended_at__isnull=False, address_key__isnull=True, address=b"", language=""),
                name="subscription_erased",
            ),
        ]

    def __str__(self) -> str:
        """Show which it is, never whose."""
        return f"subscription {self.pk}"


class Consent(models.Model):
    """What its owner agreed to, word for word, for one campaign. Without any left, a subscription ends."""

    id = ids.IdField()
    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="consents", db_index=False)
    campaign = models.ForeignKey(Publication, models.CASCADE, related_name="+", db_index=False)
    text = models.CharField(max_length=500, help_text="The words that stood beside the tick box.")
    language = models.CharField(max_length=20, help_text="Of these words.")
    given_at = models.DateTimeField()

    class Meta:
        """Once for each campaign; mails walk along the second index."""

        constraints = [models.UniqueConstraint(fields=["subscription", "campaign"], name="consent_once")]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["campaign", "id"], name="consent_campaign")]

    def __str__(self) -> str:
        """Show which it is, never whose."""
        return f"consent {self.pk}"
