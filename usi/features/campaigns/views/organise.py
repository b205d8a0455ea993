"""Where officers set the actions that people can promise."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from usi.base import access
from usi.features.campaigns import actions as act
from usi.features.campaigns import forms, policies, queries
from usi.features.campaigns.models import Ask
from usi.features.campaigns.views import helping


def _to_list(number: int) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("campaigns:actions", kwargs={"number": number}))


@access.only(policies.may_edit)
def actions(request: HttpRequest, number: int) -> HttpResponseBase:
    """List the actions and add one."""
    request.section = "campaigns"  # type: ignore[attr-defined]
    campaign = queries.draft(number)
    form = forms.ActionForm(request.POST or None, initial={"zone": campaign.campaign.zone, "country": campaign.country})
    if request.method == "POST" and form.is_valid():
        try:
            act.add_action(campaign, by=helping.me(request), plan=form.plan(None))
            messages.success(request, _("Saved."))
            return _to_list(number)
        except act.TooMany:
            form.add_error(None, _("A campaign has twelve actions at most. Remove one first."))
    rows = queries.actions_of(number)
    asked = Ask.PLEDGE in campaign.campaign.asks
    return render(request, "campaigns/actions.html", {"campaign": campaign, "actions": rows, "form": form, "asked": asked})


@access.only(policies.may_change_action)
def change(request: HttpRequest, number: int, action: int) -> HttpResponseBase:
    """Change one action."""
    request.section = "campaigns"  # type: ignore[attr-defined]
    campaign, found = queries.draft(number), queries.action(number, action)
    fixed = act.promised(found)
    form = forms.ActionForm(request.POST or None, fixed=fixed, initial=forms.initial_action(found))
    context = {"campaign": campaign, "action": found, "form": form, "fixed": fixed}
    if request.method == "POST" and form.is_valid():
        try:
            act.change_action(
                campaign, number=action, by=helping.me(request), version=form.cleaned_data["version"] or 0, plan=form.plan(found)
            )
        except act.StaleAction as stale:
            context["theirs"] = stale.current
            # The next save is made knowing the other one, which is shown beside the form.
            form.data = request.POST.copy()
            form.data["version"] = str(stale.current.version)
        except act.HasPledges:
            form.add_error(None, _("Somebody has promised this meanwhile, so it stays what it is."))
        else:
            messages.success(request, _("Saved."))
            return _to_list(number)
    return render(request, "campaigns/action.html", context)


@access.only(policies.may_change_action)
@require_POST
def move(request: HttpRequest, number: int, action: int) -> HttpResponseBase:
    """Call an action off, let it take place after all, or remove it."""
    campaign, found = queries.draft(number), queries.action(number, action)
    to = request.POST.get("to")
    if to not in ("off", "on", "remove"):
        raise Http404
    if to != "remove":
        act.call_off(campaign, number=found.pk, by=helping.me(request), off=to == "off")
        messages.success(request, _("It is called off. Its line says so.") if to == "off" else _("It takes place."))
        return _to_list(number)
    try:
        act.remove_action(campaign, number=found.pk, by=helping.me(request))
        messages.success(request, _("It is removed."))
    except act.HasPledges:
        messages.error(request, _("People have promised this. Call it off instead."))
    return _to_list(number)
