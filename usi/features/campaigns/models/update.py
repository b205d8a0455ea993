"""What an update of a campaign has beside its envelope."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from usi.spine.actors.models import Actor
from usi.spine.publications.models import Publication


class Update(models.Model):
    """Facts of an update: which campaign it is about, who wrote and who released it, and how far its mails are."""

    publication = models.OneToOneField(Publication, models.CASCADE, primary_key=True, related_name="campaign_update")
    campaign = models.ForeignKey(Publication, models.CASCADE, related_name="updates", db_index=False)
    urgent = models.BooleanField(default=False, help_text="May go out sooner than a week after the one before.")
    urgent_reason = models.CharField(max_length=300, blank=True, default="", help_text="Why, as shown; in the update's language.")
    written_by = models.ForeignKey(Actor, models.SET_NULL, null=True, related_name="+", help_text="Who changed it last.")
    reviewed_by = models.ForeignKey(Actor, models.SET_NULL, null=True, blank=True, related_name="+", help_text="Who released it.")
    released_at = models.DateTimeField(null=True, blank=True)
    cursor = models.BigIntegerField(default=0, help_text="Consents up to this id have got their mail.")
    mailed_at = models.DateTimeField(null=True, blank=True, help_text="When its last mail was written.")

    class Meta:
        """Nobody releases their own words; who is in a hurry says why."""

        constraints = [
            models.CheckConstraint(
                condition=Q(urgent=False, urgent_reason="") | (Q(urgent=True) & ~Q(urgent_reason="")), name="update_urgent"
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | Q(written_by__isnull=True) | ~Q(reviewed_by=F("written_by")),
                name="update_two_people",
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=False) | Q(reviewed_by__isnull=True, mailed_at__isnull=True, cursor=0),
                name="update_released",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["campaign", "-released_at"], name="update_campaign"),
            models.Index(fields=["released_at"], name="update_to_mail", condition=Q(released_at__isnull=False, mailed_at__isnull=True)),
        ]

    def __str__(self) -> str:
        """Show which it is."""
        return f"update {self.pk}"
