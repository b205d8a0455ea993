"""What a campaign has beside its envelope."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import Q

from usi.base import moments, time
from usi.spine.publications.models import Publication

LONGEST_DAYS = 92


def latest_closing(opening: datetime, zone: str) -> datetime:
    """Return when a campaign that opens at a moment closes at the latest: with the end of the 92nd day after, in its zone."""
    return moments.end(moments.day_of(opening, zone) + timedelta(days=LONGEST_DAYS), zone)


class Ask(models.TextChoices):
    """What people are asked to do."""

    SIGN = "sign"
    WRITE = "write"
    PLEDGE = "pledge"
    SUPPORT = "support"


class Outcome(models.TextChoices):
    """What came of it."""

    WON = "won"
    PARTLY = "partly"
    LOST = "lost"
    WITHDRAWN = "withdrawn"
    UNKNOWN = "unknown"


class Heard(models.TextChoices):
    """Whether the workers concerned heard of the support."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


def _sign() -> list[str]:
    return [str(Ask.SIGN)]


class Campaign(models.Model):
    """Facts of a campaign. Lists that nothing filters by are JSON: they are read and written whole."""

    publication = models.OneToOneField(Publication, models.CASCADE, primary_key=True, related_name="campaign")
    target = models.CharField(max_length=300, blank=True, default="", help_text="Who can grant what is demanded.")
    workplace = models.CharField(max_length=200, blank=True, default="", help_text="Workplace or firm concerned.")
    demands = models.JSONField(default=list, blank=True, help_text="One text for each demand, in order.")
    asks = models.JSONField(default=_sign, blank=True, help_text="What people are asked to do, of `Ask`.")
    closes_at = models.DateTimeField(null=True, blank=True, help_text="The first moment at which it can be signed no more.")
    zone = models.CharField(max_length=60, default="UTC", help_text="IANA time zone in which opening and closing are set and shown.")
    opens_at = models.DateTimeField(null=True, blank=True, help_text="Not to open before this, once endorsed; None: at once.")
    endorsed = models.PositiveIntegerField(default=0, help_text="How many endorsements stand; kept by the actions.")
    extensions = models.JSONField(default=list, blank=True, help_text="Each: from, to (moments), reason, language, at.")
    goal = models.PositiveIntegerField(default=1000, help_text="How many signatures it aims for.")
    thresholds = models.JSONField(default=list, blank=True, help_text="Each: count, words (what happens then), reached_at; by count.")
    languages = models.JSONField(default=list, blank=True, help_text="Language tags in which it is wanted.")
    evidence = models.JSONField(default=list, blank=True, help_text="Each: title, language, url, format, bytes, document (id or 0).")
    paper = models.JSONField(default=dict, blank=True, help_text="Country to how many signed on paper; kept by the actions.")
    handed = models.PositiveSmallIntegerField(default=0, help_text="How many hand-overs are written down; kept by the actions.")
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True, default="")
    outcome_on = models.DateField(null=True, blank=True, help_text="Day on which it was decided.")
    outcome_text = models.TextField(blank=True, default="", help_text="What happened, in the campaign's language.")
    outcome_evidence = models.JSONField(default=list, blank=True, help_text="As `evidence`.")
    heard = models.CharField(max_length=10, choices=Heard.choices, blank=True, default="")
    ended_at = models.DateTimeField(null=True, blank=True, help_text="When the outcome was written down.")
    erased_at = models.DateTimeField(null=True, blank=True, help_text="When names and addresses were erased; the counts stay.")
    version = models.PositiveIntegerField(default=1, help_text="Moves with every change here, so that no editor overwrites another.")

    class Meta:
        """A campaign ends with an outcome or not at all."""

        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=["", *Outcome.values]), name="campaign_outcome"),
            models.CheckConstraint(
                condition=Q(outcome="", ended_at__isnull=True)
                | (~Q(outcome="") & Q(ended_at__isnull=False, outcome_on__isnull=False) & ~Q(heard="")),
                name="campaign_ended",
            ),
        ]

    def __str__(self) -> str:
        """Show whom it addresses."""
        return self.target

    @property
    def on_paper(self) -> int:
        """How many signed on paper; never part of the confirmed number."""
        return sum(self.paper.values())

    @property
    def closed(self) -> bool:
        """Whether nobody can take part any more: its time is over, or it has an outcome. Decided when asked, not by a job."""
        return bool(self.outcome) or self.over

    @property
    def over(self) -> bool:
        """Whether its time is over."""
        return self.closes_at is not None and self.closes_at <= time.now()

    @property
    def last_day(self) -> date | None:
        """The last day on which people can take part, in its zone."""
        return moments.as_end(self.closes_at, self.zone)[0] if self.closes_at else None

    @property
    def closed_at(self) -> datetime | None:
        """From when on nobody can take part: the moment set, or that of the outcome where it came first."""
        return min((moment for moment in (self.closes_at, self.ended_at) if moment), default=None)

    @property
    def closed_on(self) -> date | None:
        """The day of `closed_at`, in its zone."""
        return moments.as_end(self.closed_at, self.zone)[0] if self.closed_at else None
