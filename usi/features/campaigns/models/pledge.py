"""The actions a campaign asks for, and who has promised to take part."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q

from usi.base import ids, time
from usi.features.campaigns.models.bymail import ByMail, Letter
from usi.spine.publications.models import Publication


class ActionKind(models.TextChoices):
    """What sort of action it is."""

    PICKET = "picket"
    COLLECTION = "collection"
    MOTION = "motion"
    BOYCOTT = "boycott"
    OTHER = "other"


class PledgeAction(models.Model):
    """One action that people can promise, in the campaign's language. `begins` is the time on the clocks of `zone`."""

    id = ids.IdField()
    campaign = models.ForeignKey(Publication, models.CASCADE, related_name="pledge_actions")
    kind = models.CharField(max_length=10, choices=ActionKind.choices)
    title = models.CharField(max_length=120)
    description = models.CharField(max_length=500, blank=True, default="")
    on = models.DateField(null=True, blank=True, help_text="Day in `zone`; None where each takes part when they can.")
    begins = models.TimeField(null=True, blank=True, help_text="Time in `zone`; None for a whole day.")
    zone = models.CharField(max_length=60, default="UTC", help_text="IANA time zone.")
    place = models.CharField(max_length=200, blank=True, default="")
    country = models.CharField(max_length=2, blank=True, default="", help_text="ISO 3166-1 alpha-2, empty for everywhere.")
    called_off = models.BooleanField(default=False)
    kept = models.PositiveIntegerField(default=0, help_text="Confirmed pledges whose names were erased.")
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()

    class Meta:
        """A time needs a day."""

        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="pledge_action_title"),
            models.CheckConstraint(condition=Q(begins__isnull=True) | Q(on__isnull=False), name="pledge_action_day"),
            models.CheckConstraint(condition=Q(kind__in=ActionKind.values), name="pledge_action_kind"),
        ]

    def __str__(self) -> str:
        """Show its title."""
        return self.title

    @property
    def starts_at(self) -> datetime | None:
        """The moment it begins, in UTC; None where it has no day or no time."""
        if self.on is None or self.begins is None:
            return None
        return datetime.combine(self.on, self.begins, tzinfo=ZoneInfo(self.zone)).astimezone(UTC)

    @property
    def over(self) -> bool:
        """Whether its day has passed where it happens."""
        return self.on is not None and self.on < time.now().astimezone(ZoneInfo(self.zone)).date()

    @property
    def open(self) -> bool:
        """Whether it can be promised now, as far as the action itself decides."""
        return not self.called_off and not self.over


class Pledger(ByMail):
    """One address that promises one or more actions of one campaign."""

    class State(models.TextChoices):
        """Whether its owner has confirmed."""

        WAITING = "waiting"
        CONFIRMED = "confirmed"
        WITHDRAWN = "withdrawn"

    campaign = models.ForeignKey(Publication, models.CASCADE, related_name="pledgers", db_index=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)

    class Meta:
        """One address once; nothing personal stays after a withdrawal."""

        constraints = [
            models.UniqueConstraint(fields=["campaign", "address_key"], name="pledger_once"),
            models.CheckConstraint(condition=Q(state__in=["waiting", "confirmed", "withdrawn"]), name="pledger_state"),
            models.CheckConstraint(
                condition=Q(state="withdrawn", address_key__isnull=True, name="", workplace="", country="")
                | (~Q(state="withdrawn") & Q(address_key__isnull=False)),
                name="pledger_erased",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["asked_at"], name="pledger_old", condition=Q(state="waiting")),
            models.Index(fields=["asked_at"], name="pledger_letter", condition=~Q(letter=Letter.NONE.value)),
        ]


class Pledge(models.Model):
    """One action promised by one address; it counts once confirmed."""

    id = ids.IdField()
    action = models.ForeignKey(PledgeAction, models.CASCADE, related_name="pledges", db_index=False)
    pledger = models.ForeignKey(Pledger, models.CASCADE, related_name="pledges")
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One address promises an action once."""

        constraints = [models.UniqueConstraint(fields=["action", "pledger"], name="pledge_once")]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["action", "confirmed_at"], name="pledge_counted"),
            models.Index(fields=["asked_at"], name="pledge_old", condition=Q(confirmed_at__isnull=True)),
        ]

    def __str__(self) -> str:
        """Show which it is, never whose."""
        return f"pledge {self.pk}"
