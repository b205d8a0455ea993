"""The organiser's desk of one campaign."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from usi.base import access, time
from usi.features.campaigns import policies, queries
from usi.spine.publications import versions
from usi.spine.taxonomy import countries


@access.only(policies.may_edit)
def desk(request: HttpRequest, number: int) -> HttpResponse:
    """Show what waits, then when and where from people signed, and where the campaign is weak."""
    request.section = "campaigns"  # type: ignore[attr-defined]
    language = get_language() or "en"
    campaign = queries.draft(number)
    facts = campaign.campaign
    numbers = queries.numbers_by(number, language=language, day=request.GET.get("day", ""))
    written_in = [campaign.language, *versions.version(campaign, language).languages]
    context = {
        "campaign": campaign, "facts": facts, "waits": queries.waits(number), "numbers": numbers, "as_of": time.now(),
        "weak": queries.weaknesses(campaign, facts, numbers, written_in=written_in, language=language),
        "country": countries.name(campaign.country, language) if campaign.country else "",
        "readers": sum(queries.news_by_language(number).values()),
    }  # fmt: skip
    return render(request, "campaigns/desk.html", context)
