"""Pages of the officers who open and edit campaigns."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from usi.base import access, html, languages
from usi.base.access import Reader
from usi.features.campaigns import actions, forms, hours, policies, queries
from usi.spine.actors.models import Actor
from usi.spine.publications import actions as publications
from usi.spine.publications.models import Publication, State


def me(request: HttpRequest) -> Actor:
    """Return who is writing."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    return Actor.objects.get(pk=reader.actor_id or 0)  # type: ignore[no-any-return]


def to(name: str, number: int) -> HttpResponseRedirect:
    """Lead to a page of a campaign."""
    return HttpResponseRedirect(reverse(f"campaigns:{name}", kwargs={"number": number}))


@access.only(policies.may_start, audience="officers")
def new(request: HttpRequest) -> HttpResponseBase:
    """First step: in whose name, in what language, under what title; open campaigns that look alike are shown before there is a draft."""
    request.section = "campaigns"  # type: ignore[attr-defined]
    organisations = queries.organisations_for(request.reader)  # type: ignore[attr-defined]
    form = forms.StartForm(request.POST or None, organisations=organisations, initial={"language": languages.current()})
    if request.method == "POST" and form.is_valid() and "change" not in request.POST:
        data = form.cleaned_data
        alike = [] if "different" in request.POST else queries.similar(
            reader=request.reader, **{name: data[name] for name in ("language", "title", "target", "country")},  # type: ignore[attr-defined]
        )  # fmt: skip
        if alike:
            return render(request, "campaigns/similar.html", {"form": form, "alike": alike})
        try:
            campaign = actions.open(by=me(request), **data)
            return to("aim", campaign.pk)
        except actions.NotVerified:
            form.add_error("organisation", _not_verified())
    return render(request, "campaigns/new.html", {"form": form, "organisations": organisations})


@access.only(policies.may_edit, audience="officers")
def aim(request: HttpRequest, number: int) -> HttpResponseBase:
    """Second step: who can grant it, what is demanded, until when, how many names."""
    request.section = "campaigns"  # type: ignore[attr-defined]
    campaign = queries.draft(number)
    facts = campaign.campaign
    fixed, out = queries.aim_is_fixed(campaign, facts), campaign.published_at is not None
    organisation = queries.organisation_of(campaign)
    zones = hours.zones_near(facts.zone, campaign.country, organisation.country if organisation else "")
    form = forms.AimForm(request.POST or None, campaign=facts, zones=zones, fixed=fixed)
    context: dict[str, Any] = {"campaign": campaign, "facts": facts, "form": form, "fixed": fixed, "out": out}
    if request.method == "POST" and form.is_valid() and (response := _set_aim(request, campaign, form, context)) is not None:
        return response
    return render(request, "campaigns/aim.html", context)


def _set_aim(request: HttpRequest, campaign: Publication, form: forms.AimForm, context: dict[str, Any]) -> HttpResponseBase | None:
    try:
        actions.set_aim(campaign, by=me(request), **form.cleaned_data)
    except actions.Stale as stale:
        context["theirs"] = stale.current
        go_on_from(request, form, stale.current.version)
        return None
    except actions.AimIsFixed:
        form.add_error(None, _("Somebody signed or endorsed it meanwhile, so target and demands stay as they are."))
        return None
    except actions.NoteNeeded:
        form.add_error("note", _("Say what you corrected: readers see it with its date."))
        return None
    except actions.NotSo:
        form.add_error(None, _("The campaign came out or was closed meanwhile. Look at its page."))
        return None
    messages.success(request, _("Saved."))
    return to("edit", campaign.pk)


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
    return _edit_page(request, context, move_form=forms.MoveForm(campaign=campaign.campaign))


def _edit_page(request: HttpRequest, context: dict[str, Any], *, move_form: forms.MoveForm) -> HttpResponseBase:
    campaign = context["campaign"]
    facts = campaign.campaign
    lacks = queries.missing(campaign, facts)
    context |= {
        "facts": facts,
        "stage": queries.stage(campaign, facts),
        "moves": queries.moves_for(request.reader, campaign, lacks),  # type: ignore[attr-defined]
        "missing": lacks,
        "needed": settings.ENDORSEMENTS_NEEDED,
        "move_form": move_form,
        "organisation": queries.organisation_of(campaign),
    }
    return render(request, "campaigns/edit.html", context)


def _save(request: HttpRequest, campaign: Publication, form: forms.TextForm, context: dict[str, Any]) -> HttpResponseBase | None:
    data = form.cleaned_data
    fields = {name: data[name] for name in ("title", "summary", "body", "language", "country")}
    try:
        actions.save(campaign, by=me(request), version=data["version"], subjects=data["subjects"], note=data.get("note", ""), **fields)
    except publications.Stale as stale:
        context["theirs"] = stale.current
        go_on_from(request, form, stale.current.version)
        return None
    except actions.NoteNeeded:
        form.add_error("note", _("Say what you corrected: readers see it with its date."))
        return None
    except actions.Endorsed:
        form.add_error(None, _("Others have endorsed this text. Take the campaign back to draft to change it; then it is endorsed anew."))
        return None
    messages.success(request, _("Saved."))
    return to("edit", campaign.pk)


def go_on_from(request: HttpRequest, form: Form, version: int) -> None:
    """Let the next save be made knowing the version that is shown beside the form."""
    data = request.POST.copy()
    data["version"] = str(version)
    form.data = data


@access.only(policies.may_edit, audience="officers")
@require_POST
def move(request: HttpRequest, number: int) -> HttpResponseBase:
    """Bring a campaign into another state."""
    request.section = "campaigns"  # type: ignore[attr-defined]
    campaign = queries.draft(number)
    form = forms.MoveForm(request.POST, campaign=campaign.campaign)
    if not form.is_valid():
        if "to" not in form.errors and campaign.state == State.DRAFT:
            text = forms.TextForm(campaign=campaign, initial=forms.initial_text(campaign))
            return _edit_page(request, {"campaign": campaign, "form": text}, move_form=form)
        messages.error(request, _("The campaign cannot go there from where it stands now. Look at its state and try again."))
        return to("edit", number)
    data = form.cleaned_data
    try:
        moved = actions.move(campaign, to=data["to"], by=me(request), scheduled_for=data.get("scheduled_for"))
    except actions.NotVerified:
        messages.error(request, _not_verified())
    except actions.NotReady:
        messages.error(request, _("Something that people must know before they sign is missing. The list is below."))
    except actions.NeedsOutcome:
        return to("outcome", number)
    except publications.MoveRefused:
        messages.error(request, _("That did not work. To open it later, choose a time in the future."))
    else:
        messages.success(request, _moved(moved))
    return to("edit", number)


def _not_verified() -> str:
    return _("Only verified organisations open campaigns. Yours can once two members vouch for it.")


def _moved(campaign: Publication) -> str:
    if campaign.state == State.PUBLISHED:
        return _("It is out. People can sign it.")
    if campaign.state == State.IN_REVIEW:
        return _("It waits for endorsement. Officers of other verified organisations see it now, and it opens by itself.")
    return _("It is a draft again.")
