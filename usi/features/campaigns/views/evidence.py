"""The page on which officers put evidence beside a campaign."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from usi.base import access, errors, limits
from usi.features.campaigns import actions, forms, policies, queries
from usi.features.campaigns.views.write import me, to

_FILES: dict[str, int] = {"times": 30, "seconds": 3600}


@access.only(policies.may_edit, audience="officers")
def evidence(request: HttpRequest, number: int) -> HttpResponseBase:
    """Add a piece of evidence, or take one away."""
    request.section = "campaigns"  # type: ignore[attr-defined]
    campaign = queries.draft(number)
    facts = campaign.campaign
    if request.method == "POST" and "remove" in request.POST:
        part = "outcome" if request.POST.get("part") == "outcome" else "case"
        if actions.remove_evidence(campaign, by=me(request), row_id=request.POST["remove"], part=part):
            messages.success(request, _("It is taken away, and its file is deleted."))
        return to("evidence", number)
    # Looking into a file costs seconds, so it is counted before the form does.
    if request.method == "POST" and not limits.allow("campaigns.evidence", limits.pseudonym(str(me(request).pk)), **_FILES):
        return errors.too_many(request, seconds=_FILES["seconds"])
    posted: tuple[Any, ...] = (request.POST, request.FILES) if request.method == "POST" else ()
    form = forms.EvidenceForm(*posted, ended=bool(facts.outcome), initial={"language": campaign.language, "part": "case"})
    if posted and form.is_valid():
        try:
            part = form.cleaned_data.get("part", "case")
            actions.add_evidence(campaign, by=me(request), piece=form.piece(), file=form.cleaned_data["file"], part=part)
        except actions.TooMuchEvidence:
            form.add_error(None, _("There are as many pieces as a page can carry. Take one away first."))
        else:
            messages.success(request, _("Saved."))
            return to("evidence", number)
    context = {"campaign": campaign, "facts": facts, "form": form}
    return render(request, "campaigns/evidence_desk.html", context)
