"""Where a campaign stands, decided when it is asked for, in one place for page, list, cards and desk."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from usi.base import time
from usi.features.campaigns.models import Campaign, Outcome
from usi.spine.publications.models import Publication, State

SOON_DAYS = 7


class Stage(models.TextChoices):
    """Where a campaign stands; the label says it to readers."""

    DRAFT = "draft", _("Draft")
    WAITING = "waiting", _("Waiting for endorsement")
    SCHEDULED = "scheduled", _("Scheduled")
    OPEN = "open", _("Open")
    CLOSING = "closing", _("Closing soon")
    DUE = "due", _("Closed")
    WON = "won", _("Won")
    PARTLY = "partly", _("Partly won")
    LOST = "lost", _("Lost")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    UNKNOWN = "unknown", _("Outcome not known")

    @property
    def open(self) -> bool:
        """Whether people can take part."""
        return self in (Stage.OPEN, Stage.CLOSING)

    @property
    def ended(self) -> bool:
        """Whether its outcome is written down."""
        return self in _ENDED

    @property
    def private(self) -> bool:
        """Whether it is not out yet."""
        return self in (Stage.DRAFT, Stage.WAITING, Stage.SCHEDULED)

    @property
    def tag(self) -> str:
        """The kind of tag that shows it: red where people can take part, filled where something was reached."""
        return "red" if self.open else "" if self in (Stage.WON, Stage.PARTLY) else "line"


_ENDED = frozenset(Stage(str(outcome)) for outcome in Outcome)


def stage(publication: Publication, campaign: Campaign) -> Stage:
    """Return where a campaign stands now."""
    return stage_in(publication.state, campaign)


def stage_in(state: str, campaign: Campaign) -> Stage:
    """Return where a campaign stands now whose publication is in a state."""
    if state == State.IN_REVIEW:
        later = campaign.opens_at is not None and campaign.opens_at > time.now()
        return Stage.SCHEDULED if later and campaign.endorsed >= settings.ENDORSEMENTS_NEEDED else Stage.WAITING
    if state in (State.DRAFT, State.SCHEDULED):
        return Stage(state)
    if campaign.outcome or state == State.WITHDRAWN:
        return Stage(campaign.outcome or Stage.WITHDRAWN)
    if campaign.over:
        return Stage.DUE
    soon = campaign.closes_at is not None and campaign.closes_at <= time.now() + timedelta(days=SOON_DAYS)
    return Stage.CLOSING if soon else Stage.OPEN


def stages(publications: Iterable[Publication]) -> dict[int, Stage]:
    """Return where each of these campaigns stands, in one query; whatever is no campaign is passed over."""
    known = {row.pk: row for row in publications if row.kind == "campaign"}
    facts = Campaign.objects.filter(pk__in=known).defer("outcome_text") if known else ()
    return {row.pk: stage(known[row.pk], row) for row in facts}


def outcome_due(organisations: Iterable[int]) -> models.QuerySet[Publication]:
    """Return the campaigns of these organisations whose time is over without an outcome, longest ago first."""
    rows = Publication.objects.filter(
        kind="campaign", author_id__in=list(organisations), state=State.PUBLISHED, campaign__outcome="",
        campaign__closes_at__lte=time.now(),
    )  # fmt: skip
    return rows.select_related("author", "campaign").order_by("campaign__closes_at")  # type: ignore[no-any-return]
