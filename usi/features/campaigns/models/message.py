"""The messages of support under a campaign."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from usi.features.campaigns.models.bymail import ByMail, Letter
from usi.features.campaigns.models.signature import Signature
from usi.spine.media.models import Picture
from usi.spine.publications.models import Publication

LONGEST_MESSAGE = 500
LONGEST_THANKS = 300


class SupportMessage(ByMail):
    """What somebody says to those who ask for support: alone, or as the words of a signature."""

    class State(models.TextChoices):
        """Who sees it."""

        UNCONFIRMED = "unconfirmed"
        WAITING = "waiting"
        SHOWN = "shown"
        REFUSED = "refused"
        HIDDEN = "hidden"
        WITHDRAWN = "withdrawn"

    campaign = models.ForeignKey(Publication, models.CASCADE, related_name="support_messages", db_index=False)
    signature = models.ForeignKey(Signature, models.SET_NULL, null=True, blank=True, related_name="messages")
    text = models.CharField(max_length=LONGEST_MESSAGE, blank=True)
    text_language = models.CharField(max_length=20, blank=True)
    show_name = models.BooleanField(default=False)
    picture = models.ForeignKey(Picture, models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=12, choices=State.choices, default=State.UNCONFIRMED, help_text="Hidden: by the node's moderators.")
    reason = models.CharField(max_length=20, blank=True, default="", help_text="Why it is refused or hidden, of the moderation's presets.")
    decided_at = models.DateTimeField(null=True, blank=True)
    thanks = models.CharField(max_length=LONGEST_THANKS, blank=True, default="")
    thanks_language = models.CharField(max_length=20, blank=True, default="")
    thanked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One of an address waits for its confirmation; nothing shows without confirmation; nothing stays after a withdrawal."""

        constraints = [
            models.UniqueConstraint(fields=["campaign", "address_key"], name="message_unconfirmed_once", condition=Q(state="unconfirmed")),
            models.CheckConstraint(
                condition=Q(state__in=["unconfirmed", "waiting", "shown", "refused", "hidden", "withdrawn"]), name="message_state"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["unconfirmed", "withdrawn"]) | Q(confirmed_at__isnull=False), name="message_confirmed"
            ),
            models.CheckConstraint(condition=~Q(state__in=["refused", "hidden"]) | ~Q(reason=""), name="message_reason"),
            models.CheckConstraint(
                condition=~Q(state="withdrawn")
                | Q(name="", text="", workplace="", country="", thanks="", address_key__isnull=True, picture__isnull=True),
                name="message_erased",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["campaign", "state", "-id"], name="message_list"),
            models.Index(fields=["address_key"], name="message_address"),
            models.Index(fields=["asked_at"], name="message_old", condition=Q(state="unconfirmed")),
            models.Index(fields=["asked_at"], name="message_letter", condition=~Q(letter=Letter.NONE.value)),
        ]
