"""Claims with their evidence, verifications with their reasons, and imported rows with their source."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from usi.base import ids
from usi.spine.actors.models import Actor
from usi.spine.organisations.models.organisation import Organisation
from usi.spine.people.models import Person


class Claim(models.Model):
    """A person asks to speak for an unclaimed organisation, or brings a new one in, with evidence."""

    class State(models.TextChoices):
        """Where it stands."""

        OPEN = "open"
        ACCEPTED = "accepted"
        REFUSED = "refused"

    id = ids.IdField()
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="claims")
    person = models.ForeignKey(Person, models.CASCADE, related_name="claims")
    evidence = models.TextField()
    evidence_url = models.URLField(max_length=300, blank=True, default="")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    answer = models.TextField(blank=True, default="")
    decided_by = models.ForeignKey(Actor, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One open claim per person and organisation."""

        constraints = [
            models.UniqueConstraint(fields=["organisation", "person"], name="claim_open_once", condition=Q(state="open"))
        ]


class Verification(models.Model):
    """Somebody vouches for an organisation: a verified organisation, or a moderator; with how, when and why."""

    id = ids.IdField()
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="verifications")
    by_organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="vouched_for")
    by_moderator = models.ForeignKey(Actor, models.SET_NULL, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Actor, models.SET_NULL, null=True, blank=True, related_name="+", help_text="Who acted for the organisation.")
    how = models.TextField(help_text="How they know, as shown.")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True, default="")

    class Meta:
        """An organisation vouches once, and not for itself."""

        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "by_organisation"], name="verification_once",
                condition=Q(withdrawn_at__isnull=True, by_organisation__isnull=False),
            ),
            models.CheckConstraint(
                condition=Q(by_organisation__isnull=True) | ~Q(organisation=models.F("by_organisation")), name="verification_not_itself"
            ),
        ]


class ImportedRow(models.Model):
    """The untouched row an unclaimed page was made from, with its source, so that an import can be run again."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="imported_rows")
    source = models.CharField(max_length=200)
    source_key = models.CharField(max_length=200)
    source_date = models.DateField()
    row = models.JSONField()
    digest = models.CharField(max_length=64)

    class Meta:
        """One per source and key."""

        constraints = [models.UniqueConstraint(fields=["source", "source_key"], name="imported_row_once")]
