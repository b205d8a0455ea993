"""Campaigns that close at a moment, for tests that set the clock."""

from datetime import UTC, datetime

from usi.features.campaigns.models import Campaign
from usi.features.campaigns.tests import factories

ATHENS = "Europe/Athens"
# A Wednesday, 15:00 in Athens.
NOW = datetime(2026, 6, 10, 12, tzinfo=UTC)
# 18:00 in Athens, and the end of that day.
SIX = datetime(2026, 6, 30, 15, tzinfo=UTC)
MIDNIGHT = datetime(2026, 6, 30, 21, tzinfo=UTC)


def campaign(*, closes_at=SIX, zone=ATHENS, **fields):
    """Return a campaign that closes at a moment."""
    made = factories.campaign(**fields)
    Campaign.objects.filter(pk=made.pk).update(closes_at=closes_at, zone=zone)
    made.refresh_from_db()
    return made
