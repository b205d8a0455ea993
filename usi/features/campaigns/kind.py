"""The campaign and its updates as kinds of publications."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from usi.features.campaigns import queries
from usi.spine.publications import kinds

CAMPAIGN = kinds.register(
    kinds.Kind(
        name="campaign",
        label=_("Campaign"),
        label_plural=_("Campaigns"),
        url_name="campaigns:page",
        edit_url_name="campaigns:edit",
        new_url_name="campaigns:new",
        activity_type="Article",
        card="campaigns/card.html",
        facts=queries.card_facts,
        pieces=queries.pieces,
        needs_verified=True,
        section="campaigns",
        calls=queries.calls,
        early=queries.waiting_for,
    )
)
UPDATE = kinds.register(
    kinds.Kind(
        name=queries.UPDATE,
        label=_("Update"),
        label_plural=_("Updates"),
        url_name="campaigns:update_page",
        edit_url_name="campaigns:update_edit",
        activity_type="Article",
        card="campaigns/update_card.html",
        facts=queries.update_cards,
        pieces=queries.update_pieces,
        needs_verified=True,
        section="campaigns",
    )
)
