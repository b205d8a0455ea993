"""Pages of the officers who open and edit campaigns."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from usi.base import access, html
from usi.base.access import Reader
from usi.features.campaigns import actions, forms, policies, queries
from usi.features.campaigns.models import Campaign
from usi.spine.actors.models import Actor
from usi.spine.publications import actions as publications
from usi.spine.publications.models import Publication


def _me(request: HttpRequest) -> Actor:
    reader: Reader = request.reader  # type: ignore[attr-defined]
    return Actor.objects.get(pk=reader.actor_id or 0)  # type: ignore[no-any-return]


def _to(name: str, number: int) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse(f"campaigns:{name}", kwargs={"number": number}))


@access.only(policies.may_start, audience="officers")
def new(request: HttpRequest) -> HttpResponseBase:
    """First step: in whose name, in what language, under what title."""
    request.section = "campaigns"  # type: ignore[attr-defined]
    organisations = queries.organisations_for(request.reader)  # type: ignore[attr-defined]
    form = forms.StartForm(request.POST or None, organisations=organisations, initial={"language": get_language()})
    if request.method == "POST" and form.is_valid():
        try:
            campaign = actions.open(by=_me(request), **form.cleaned_data)
            return _to("aim", campaign.pk)
        except actions.NotVerified:
            form.add_error("organisation", _not_verified())
    return render(request, "campaigns/new.html", {"form": form, "organisations": organisations})


@access.only(policies.may_edit, audience="officers")
def aim(request: HttpRequest, number: int) -> HttpResponseBase:
    """Second step: who can grant it, what is demanded, until when, how many names."""
    request.section = "campaigns"  # type: ignore[attr-defined]
    campaign, facts = queries.draft(number), queries.facts(number)
    fixed = campaign.published_at is not None
    form = forms.AimForm(request.POST or None, fixed=fixed, initial=forms.initial_aim(facts))
    context: dict[str, Any] = {"campaign": campaign, "facts": facts, "form": form, "fixed": fixed}
    if request.method == "POST" and form.is_valid() and (response := _set_aim(request, campaign, facts, form, context)) is not None:
        return response
    return render(request, "campaigns/aim.html", context)


def _set_aim(
    request: HttpRequest, campaign: Publication, facts: Campaign, form: forms.AimForm, context: dict[str, Any]
) -> HttpResponseBase | None:
    values = {"target": facts.target, "demands": facts.demands} | form.cleaned_data
    try:
        actions.set_aim(campaign, by=_me(request), **values)
    except actions.Stale as stale:
        context["theirs"] = stale.current
        _go_on_from(request, form, stale.current.version)
        return None
    except actions.AimIsFixed:
        form.add_error(None, _("The campaign came out meanwhile. People sign these words, so they stay as they are."))
        return None
    messages.success(request, _("Saved."))
    return _to("edit", campaign.pk)


@access.only(policies.may_edit, audience="officers")
def edit(request: HttpRequest, number: int) -> HttpResponseBase:
    """Third step: what people read before they sign, and bringing it out."""
    request.section = "campaigns"  # type: ignore[attr-defined]
    campaign = queries.draft(number)
    form = forms.TextForm(request.POST or None, campaign=campaign, initial=forms.initial_text(campaign))
    context: dict[str, Any] = {"campaign": campaign, "form": form}
    if request.method == "POST" and form.is_valid():
        if "preview" in request.POST:
            context["preview"] = html.render(form.cleaned_data["body"])
        elif (response := _save(request, campaign, form, context)) is not None:
            return response
    facts = queries.facts(number)
    context |= {
        "facts": facts,
        "moves": queries.moves_for(request.reader, campaign),  # type: ignore[attr-defined]
        "missing": queries.missing(campaign, facts),
        "move_form": forms.MoveForm(auto_id="move_%s"),
        "organisation": queries.organisation_of(campaign),
    }
    return render(request, "campaigns/edit.html", context)


def _save(request: HttpRequest, campaign: Publication, form: forms.TextForm, context: dict[str, Any]) -> HttpResponseBase | None:
    data = form.cleaned_data
    fields = {name: data[name] for name in ("title", "summary", "body", "language", "country")}
    try:
        actions.save(campaign, by=_me(request), version=data["version"], subjects=data["subjects"], note=data.get("note", ""), **fields)
    except publications.Stale as stale:
        context["theirs"] = stale.current
        _go_on_from(request, form, stale.current.version)
        return None
    messages.success(request, _("Saved."))
    return _to("edit", campaign.pk)


def _go_on_from(request: HttpRequest, form: forms.AimForm | forms.TextForm, version: int) -> None:
    # The next save is made knowing the other text, which is shown beside the form.
    data = request.POST.copy()
    data["version"] = str(version)
    form.data = data


@access.only(policies.may_edit, audience="officers")
@require_POST
def move(request: HttpRequest, number: int) -> HttpResponseBase:
    """Bring a campaign into another state."""
    campaign = queries.draft(number)
    form = forms.MoveForm(request.POST, auto_id="move_%s")
    if not form.is_valid():
        messages.error(request, _("The campaign cannot go there from where it stands now. Look at its state and try again."))
        return _to("edit", number)
    data = form.cleaned_data
    try:
        actions.move(campaign, to=data["to"], by=_me(request), reason=data["reason"], scheduled_for=data["scheduled_for"])
    except actions.NotVerified:
        messages.error(request, _not_verified())
    except actions.NotReady:
        messages.error(request, _("Something that people must know before they sign is missing. The list is below."))
    except publications.MoveRefused:
        messages.error(request, _("That did not work. A withdrawal needs a reason, a later publication a time in the future."))
    else:
        messages.success(request, _moved(data["to"]))
    return _to("edit", number)


def _not_verified() -> str:
    return _("Only verified organisations open campaigns. Yours can once two members vouch for it.")


def _moved(to: str) -> str:
    return {
        "draft": _("It is a draft again."),
        "scheduled": _("It will come out at the time you chose."),
        "published": _("It is out. People can sign it."),
        "withdrawn": _("It is withdrawn. Its page says why, and nobody can sign it."),
    }.get(to, _("Saved."))
