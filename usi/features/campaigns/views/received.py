"""What somebody whom a campaign addresses sees behind their secret link: the count, the names of those who agreed, the documents."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_POST

from usi.base import access, languages
from usi.features.campaigns import actions, queries
from usi.features.campaigns.models import Target
from usi.features.campaigns.views.handover import copy, unkept
from usi.spine.publications import versions


@access.everyone
def received(request: HttpRequest, pk: int, token: str) -> HttpResponseBase:
    """Show who has signed."""
    request.section = "campaigns"  # type: ignore[attr-defined]
    target, language = _target(pk, token), languages.current()
    campaign = target.campaign
    text = versions.text_in(campaign, language)
    context = {
        "target": target, "token": token, "campaign": campaign, "facts": campaign.campaign, "text": text,
        "aim": queries.aim(campaign.campaign, text, original=campaign.language),
        "tally": queries.tally(campaign.pk, language=language), "handovers": queries.ready_for(campaign.pk),
        "on_paper": queries.on_paper(campaign.campaign, language=language),
        "names": queries.names_page(campaign.pk, before=request.GET.get("before", "")), "at_start": not request.GET.get("before"),
    }  # fmt: skip
    return unkept(render(request, "campaigns/handover/received.html", context))


@access.everyone
@require_POST
def received_file(request: HttpRequest, pk: int, token: str, handover: int, format: str, *, volume: int = 1) -> HttpResponseBase:
    """Give one of the files; that it was taken is written down, so it is asked for by a button."""
    target = _target(pk, token)
    row = queries.handover(target.campaign_id, handover)
    if row is None:
        raise Http404
    response = copy(row, format, volume)
    actions.took_copy(row, format=format, volume=volume, target=target)
    return response


def _target(pk: int, token: str) -> Target:
    target = queries.receiver(pk, token)
    if target is None:
        raise Http404
    return target
