"""The campaign and its updates as kinds of publications."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from usi.features.campaigns import queries
from usi.features.campaigns.models import Campaign
from usi.spine.publications import kinds


def _prose(numbers: Sequence[int]) -> dict[int, list[tuple[str, str]]]:
    """Return whom campaigns address and what they demand, in every language, for the search."""
    found: dict[int, list[tuple[str, str]]] = {}
    columns = ("pk", "publication__language", "target", "demands", "translations")
    for number, language, target, demands, translations in Campaign.objects.filter(pk__in=numbers).values_list(*columns):
        aims = {tag: (aim.get("target", ""), aim.get("demands", [])) for tag, aim in translations.items()} | {language: (target, demands)}
        found[number] = [(tag, "\n".join(filter(None, [aim, *points]))) for tag, (aim, points) in aims.items()]
    return found


def _calls(numbers: Sequence[int]) -> dict[int, kinds.Call]:
    """Return when campaigns open and close and in which languages they are wanted."""
    found = {}
    columns = ("pk", "opens_at", "publication__published_at", "closes_on", "languages", "outcome")
    for number, opens_at, published_at, closes, languages, outcome in Campaign.objects.filter(pk__in=numbers).values_list(*columns):
        opens = published_at or opens_at
        # With its outcome written down there is nothing left to take part in.
        closes = None if outcome else closes
        found[number] = kinds.Call(opens=None if outcome or opens is None else opens.date(), closes=closes, languages=tuple(languages))
    return found


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
        prose=_prose,
        needs_verified=True,
        section="campaigns",
        calls=_calls,
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
        needs_verified=True,
        section="campaigns",
    )
)
