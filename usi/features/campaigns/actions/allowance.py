"""Counts the mails that went to an address for a campaign, whatever they were about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db.models import Sum

from usi.features.campaigns.models import Pledger, Signature, SupportMessage, Writing

Kind = Signature | Pledger | SupportMessage | Writing
EVERY_KIND = (Signature, Pledger, SupportMessage, Writing)


def spent(addresses: Iterable[tuple[int, bytes | memoryview | None]], *kinds: type[Kind]) -> Counter[bytes]:
    """Return how many mails went out by the key of the address, given campaign and key of each; keys differ between campaigns.

    One query for each kind of thing that sends mails, of those that are asked about.
    """
    wanted = {(campaign, bytes(key)) for campaign, key in addresses if key}
    found: Counter[bytes] = Counter()
    if not wanted:
        return found
    campaigns, keys = {campaign for campaign, _ in wanted}, [key for _, key in wanted]
    for model in kinds:
        # What a writing calls its letters are those to the targets.
        column = "mails" if model is Writing else "letters"
        rows = model.objects.filter(campaign_id__in=campaigns, address_key__in=keys, **{f"{column}__gt": 0})  # type: ignore[attr-defined]
        for key, sent in rows.order_by().values_list("address_key").annotate(sum=Sum(column)):
            found[bytes(key)] += sent
    return found
