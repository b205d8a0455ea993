"""Pages on which a campaign's officers move its closing and write down what came of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from usi.base import access
from usi.features.campaigns import actions, forms, policies, queries
from usi.features.campaigns.views.write import go_on_from, me, to
from usi.spine.publications.models import State


@access.only(policies.may_edit, audience="officers")
def outcome(request: HttpRequest, number: int) -> HttpResponseBase:
    """Write down what came of a campaign."""
    request.section = "campaigns"  # type: ignore[attr-defined]
    campaign = queries.draft(number)
    facts, stage = campaign.campaign, queries.stage(campaign, campaign.campaign)
    may = campaign.state == State.PUBLISHED and (not stage.ended or stage == queries.Stage.UNKNOWN)
    form = forms.OutcomeForm(request.POST or None, campaign=facts, opened_at=campaign.published_at or campaign.created_at)
    context: dict[str, Any] = {"campaign": campaign, "facts": facts, "stage": stage, "form": form, "may": may}
    if not may:
        return render(request, "campaigns/ending.html", context, status=409 if request.method == "POST" else 200)
    if request.method == "POST" and form.is_valid():
        try:
            actions.end(campaign, by=me(request), **form.cleaned_data)
        except actions.Stale as stale:
            context["theirs"] = stale.current
            go_on_from(request, form, stale.current.version)
        except (actions.NotOut, actions.Ended):
            form.add_error(None, _("Somebody else wrote the outcome down or took the campaign back meanwhile. Look at its page."))
        else:
            messages.success(request, _("It is written down. The page begins with it."))
            return to("page", number)
    return render(request, "campaigns/ending.html", context)


@access.only(policies.may_edit, audience="officers")
def extend(request: HttpRequest, number: int) -> HttpResponseBase:
    """Move the closing of a campaign that is out, with a reason."""
    request.section = "campaigns"  # type: ignore[attr-defined]
    campaign = queries.draft(number)
    facts, stage = campaign.campaign, queries.stage(campaign, campaign.campaign)
    form = forms.ExtendForm(request.POST or None, campaign=facts)
    context: dict[str, Any] = {"campaign": campaign, "facts": facts, "stage": stage, "form": form}
    if not stage.open:
        return render(request, "campaigns/extend.html", context, status=409 if request.method == "POST" else 200)
    if request.method == "POST" and form.is_valid():
        try:
            actions.extend(campaign, by=me(request), **form.cleaned_data)
        except actions.Stale as stale:
            context["theirs"] = stale.current
            go_on_from(request, form, stale.current.version)
        except actions.NotSo:
            form.add_error("closes_on", _("The last day cannot be moved there. Choose a day from today up to three months from now."))
        else:
            messages.success(request, _("Saved."))
            return to("page", number)
    return render(request, "campaigns/extend.html", context)
