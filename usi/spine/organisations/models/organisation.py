"""What an organisation is, where it works, and whom it belongs to."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from usi.spine.actors.models import Actor
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


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Filters over organisations."""

    def listed(self) -> OrganisationQuerySet:
        """Organisations that the directory shows."""
        # The few that are gone are asked for, not the many that are there: counts need not visit every actor.
        gone = Actor.objects.exclude(state=Actor.State.ACTIVE)
        return self.exclude(pk__in=gone.values("pk"))

    def verified(self) -> OrganisationQuerySet:
        """Organisations whose verification stands."""
        return self.filter(verified=True)


class Organisation(models.Model):
    """A union or ally. Its own name and summary are on the actor; names in other languages are the actor's texts."""

    actor = models.OneToOneField(Actor, models.CASCADE, primary_key=True, related_name="organisation")
    kind = models.CharField(max_length=20, choices=OrganisationKind.choices)
    short_name = models.CharField(max_length=60, blank=True, default="")
    country = models.CharField(max_length=2, blank=True, default="", help_text="ISO 3166-1 alpha-2; empty: international, or not known.")
    country_unknown = models.BooleanField(default=False, help_text="The source does not say where it is; nobody guessed.")
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
    version = models.PositiveIntegerField(default=1, help_text="Moves with every edit, so that two editors do not overwrite each other.")
    search_key = models.TextField(blank=True, default="", help_text="All its names, folded, for the directory's search.")
    sort_key = models.CharField(
        max_length=220, blank=True, default="", help_text="Its own name, folded, by which the directory is ordered."
    )
    likeness = models.CharField(max_length=220, blank=True, default="", help_text="Equal for names that a reader may take for each other.")

    objects: ClassVar[models.Manager[Any]] = OrganisationQuerySet.as_manager()

    class Meta:
        """The facets and the order of the directory."""

        constraints = [
            models.CheckConstraint(condition=Q(country="") | Q(country_unknown=False), name="organisation_country_known"),
            models.CheckConstraint(condition=Q(kind__in=OrganisationKind.values), name="organisation_kind_known"),
        ]
        indexes = [
            models.Index(fields=["sort_key", "actor"], name="organisation_order"),
            models.Index(fields=["likeness"], name="organisation_likeness"),
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
