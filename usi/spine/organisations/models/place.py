"""Where in its country an organisation is, for those who chose to say more than the country."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from usi.spine.organisations.models.organisation import Organisation


class Precision(models.TextChoices):
    """How exactly an owner says where the organisation is."""

    COUNTRY = "country", _("The country only")
    REGION = "region", _("Country and region")
    TOWN = "town", _("Country and town")


class Place(models.Model):
    """A region or town. Coordinates are kept in tenths of a degree and no finer: of a region whole degrees. No row: the country is all."""

    organisation = models.OneToOneField(Organisation, models.CASCADE, primary_key=True, related_name="place")
    precision = models.CharField(max_length=10, choices=Precision.choices)
    name = models.CharField(max_length=100)
    north = models.SmallIntegerField(null=True, blank=True, help_text="Latitude in tenths of a degree.")
    east = models.SmallIntegerField(null=True, blank=True, help_text="Longitude in tenths of a degree.")

    class Meta:
        """Never more exact than was chosen, and on the globe."""

        _whole = Q(Exact(F("north") % 10, 0)) & Q(Exact(F("east") % 10, 0))
        _somewhere = Q(north__isnull=False, east__isnull=False, north__range=(-900, 900), east__range=(-1800, 1800))
        constraints = [
            models.CheckConstraint(condition=Q(precision__in=["region", "town"]) & ~Q(name=""), name="place_named"),
            models.CheckConstraint(condition=Q(north__isnull=True, east__isnull=True) | _somewhere, name="place_on_the_globe"),
            models.CheckConstraint(condition=Q(precision="town") | Q(north__isnull=True) | _whole, name="place_no_finer_than_chosen"),
        ]
        indexes = [models.Index(fields=["north", "east"], name="place_drawn", condition=Q(north__isnull=False))]

    def __str__(self) -> str:
        """Show the name."""
        return self.name

    @property
    def coordinates(self) -> str:
        """Latitude and longitude as they are kept, for the form; empty where there are none."""
        return "" if self.north is None or self.east is None else f"{self.north / 10:g}, {self.east / 10:g}"
