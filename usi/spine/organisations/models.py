"""Organisations, who belongs to whom, who may speak for them, and why they are trusted."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from usi.base import ids
from usi.spine.actors.models import Actor
from usi.spine.people.models import Person
from usi.spine.taxonomy.models import Theme


class OrganisationKind(models.TextChoices):
    """What an organisation is."""

    UNION = "union", _("Union")
    FEDERATION = "federation", _("Federation")
    NATIONAL_CENTRE = "national_centre", _("National centre")
    GLOBAL_UNION = "global_union", _("Global union")
    CONFEDERATION = "confederation", _("Confederation")
    MOVEMENT = "movement", _("Movement")
    NGO = "ngo", _("NGO")
    RESEARCH = "research", _("Research body")
    MEDIA = "media", _("Media")
    INSTITUTION = "institution", _("Institution")


class Role(models.TextChoices):
    """What a person does in an organisation."""

    OWNER = "owner", _("Owner")
    EDITOR = "editor", _("Editor")
    TRANSLATOR = "translator", _("Translator")
    TREASURER = "treasurer", _("Treasurer")
    CASEWORKER = "caseworker", _("Caseworker")
    MEMBER = "member", _("Member")


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Filters over organisations."""

    def listed(self) -> OrganisationQuerySet:
        """Organisations that the directory shows."""
        return self.filter(actor__state=Actor.State.ACTIVE)

    def verified(self) -> OrganisationQuerySet:
        """Organisations whose verification stands."""
        return self.filter(verified=True)


class Organisation(models.Model):
    """A union or ally. Its own name and summary are on the actor; names in other languages are the actor's texts."""

    actor = models.OneToOneField(Actor, models.CASCADE, primary_key=True, related_name="organisation")
    kind = models.CharField(max_length=20, choices=OrganisationKind.choices)
    short_name = models.CharField(max_length=60, blank=True, default="")
    country = models.CharField(max_length=2, blank=True, default="", help_text="ISO 3166-1 alpha-2; empty: international.")
    themes = models.ManyToManyField(Theme, blank=True, related_name="organisations")
    founded = models.PositiveSmallIntegerField(null=True, blank=True)
    members = models.PositiveIntegerField(null=True, blank=True)
    members_as_of = models.DateField(null=True, blank=True)
    website = models.URLField(max_length=300, blank=True, default="")
    fediverse = models.CharField(max_length=300, blank=True, default="")
    claimed = models.BooleanField(default=False)
    verified = models.BooleanField(default=False, help_text="Kept by the verification actions; the reasons are in Verification.")
    demonstration = models.BooleanField(default=False)
    confirmed_on = models.DateField(null=True, blank=True, help_text="When its people last confirmed what is said of it.")
    search_key = models.TextField(blank=True, default="", help_text="All its names, folded, for the directory's search.")

    objects: ClassVar[models.Manager[Any]] = OrganisationQuerySet.as_manager()

    class Meta:
        """Facets of the directory."""

        indexes = [
            models.Index(fields=["country", "kind"], name="organisation_country"),
            models.Index(fields=["kind"], name="organisation_kind"),
        ]

    def __str__(self) -> str:
        """Show the name."""
        return self.actor.name


class OrganisationSector(models.Model):
    """A sector an organisation organises in, by ISIC Rev. 4."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="sectors")
    code = models.CharField(max_length=2)

    class Meta:
        """Each once."""

        constraints = [models.UniqueConstraint(fields=["organisation", "code"], name="organisation_sector")]
        indexes = [models.Index(fields=["code"], name="organisation_sector_code")]


class OrganisationLanguage(models.Model):
    """A language an organisation works in."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="languages")
    language = models.CharField(max_length=20)

    class Meta:
        """Each once."""

        constraints = [models.UniqueConstraint(fields=["organisation", "language"], name="organisation_language")]


class Affiliation(models.Model):
    """One organisation belongs to another, with dates as far as known."""

    member = models.ForeignKey(Organisation, models.CASCADE, related_name="affiliated_to")
    parent = models.ForeignKey(Organisation, models.CASCADE, related_name="affiliates")
    since = models.CharField(max_length=10, blank=True, default="", help_text="Year, month or day: YYYY, YYYY-MM or YYYY-MM-DD.")
    until = models.CharField(max_length=10, blank=True, default="")

    class Meta:
        """Once at a time, and not with itself."""

        constraints = [
            models.UniqueConstraint(fields=["member", "parent", "since"], name="affiliation_once"),
            models.CheckConstraint(condition=~Q(member=models.F("parent")), name="affiliation_not_itself"),
        ]


class Membership(models.Model):
    """A person's role in an organisation."""

    id = ids.IdField()
    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role.choices, default=Role.MEMBER)
    since = models.DateTimeField()

    class Meta:
        """One role per person and organisation."""

        constraints = [models.UniqueConstraint(fields=["person", "organisation"], name="membership_once")]


class Invitation(models.Model):
    """An invitation by e-mail to take a role. The address is encrypted; the link's token is stored as a keyed hash."""

    id = ids.IdField()
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=12, choices=Role.choices)
    address = models.BinaryField()
    address_key = models.BinaryField(max_length=32)
    token_key = models.BinaryField(max_length=32, unique=True)
    invited_by = models.ForeignKey(Actor, models.SET_NULL, null=True, related_name="+")
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One open invitation per address."""

        constraints = [
            models.UniqueConstraint(fields=["organisation", "address_key"], name="invitation_once", condition=Q(accepted_at__isnull=True))
        ]


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
