"""Reads of who wants news."""

from __future__ import annotations

from django.db.models import Count

from usi.features.campaigns import sealing
from usi.features.campaigns.models import Consent, Subscription
from usi.spine.journal.models import Entry


def subscription_by_token(secret: str) -> Subscription | None:
    """Return the subscription a mailed link stands for, ended or not."""
    return Subscription.objects.filter(token_key=sealing.token_key(secret)).select_related("organisation").first()


def news_by_language(number: int) -> dict[str, int]:
    """Return how many want news about a campaign, by the language in which they get it, most first."""
    rows = Consent.objects.filter(campaign_id=number, subscription__ended_at__isnull=True).order_by()
    counted = rows.values_list("subscription__language").annotate(n=Count("pk"))
    return dict(sorted(counted, key=lambda row: (-row[1], row[0])))


def exports_of(number: int) -> list[Entry]:
    """Return what the journal holds of exports and deletions of a campaign's consents, newest first."""
    verbs = ("campaign.consents_exported", "campaign.consents_deleted")
    return list(Entry.objects.filter(subject_type="publication", subject_id=number, verb__in=verbs).order_by("-number")[:20])
