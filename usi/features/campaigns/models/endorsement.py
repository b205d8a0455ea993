"""Organisations that stand behind a campaign."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from usi.base import ids
from usi.spine.actors.models import Actor
from usi.spine.organisations.models import Organisation
from usi.spine.publications.models import Publication

MOST_MEMBERS = 300_000_000


class Endorsement(models.Model):
    """An organisation endorses a campaign, with how many members it says it represents; taken back, the row stays."""

    id = ids.IdField()
    campaign = models.ForeignKey(Publication, models.CASCADE, related_name="endorsements", db_index=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="endorsements")
    members = models.PositiveIntegerField(help_text="Members represented, as the organisation states; 0 for one without members.")
    members_as_of = models.DateField(help_text="Day for which the number of members holds.")
    by = models.ForeignKey(Actor, models.SET_NULL, null=True, related_name="+", help_text="The officer who acted for it.")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """An organisation stands once behind a campaign."""

        constraints = [
            models.UniqueConstraint(fields=["campaign", "organisation"], name="endorsement_once", condition=Q(withdrawn_at__isnull=True)),
            models.CheckConstraint(condition=Q(members__lte=MOST_MEMBERS), name="endorsement_members"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("at")), name="endorsement_withdrawn_after"
            ),
        ]
        indexes = [models.Index(fields=["campaign", "at"], name="endorsement_campaign")]

    def __str__(self) -> str:
        """Show how many members it stands for."""
        return f"endorsement {self.pk}, {self.members} members"
