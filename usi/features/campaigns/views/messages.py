"""Where officers decide which messages of support are shown; the node's moderators can hide what is shown."""

from __future__ import annotations

from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from usi.base import access, pages
from usi.base.access import Reader
from usi.features.campaigns import actions, forms, policies, queries
from usi.features.campaigns.models import SupportMessage
from usi.features.campaigns.views import helping
from usi.spine.publications import policies as publications
from usi.spine.publications.models import Publication

State = SupportMessage.State
_OFFICERS = (State.WAITING, State.SHOWN, State.REFUSED, State.HIDDEN)
# What is not shown to everybody is none of the node's business.
_MODERATORS = (State.SHOWN, State.HIDDEN)


def _for_node(request: HttpRequest, campaign: Publication) -> bool:
    reader: Reader = request.reader  # type: ignore[attr-defined]
    return not publications.may_speak_for(reader, campaign.author_id)


@access.only(policies.may_moderate_messages)
def messages(request: HttpRequest, number: int) -> HttpResponseBase:
    """List the messages in one state, with the buttons that lead on from it."""
    request.section = "campaigns"  # type: ignore[attr-defined]
    campaign = queries.draft(number)
    for_node = _for_node(request, campaign)
    states = _MODERATORS if for_node else _OFFICERS
    state = next((each for each in states if each == request.GET.get("state")), states[0])
    page = queries.messages(number, states=[state], before=pages.cursor(request))
    for row in page.items:
        row.decide_form = forms.DecideForm(auto_id=f"decide_{row.pk}_%s")  # type: ignore[attr-defined]
        start = {"thanks": row.thanks, "thanks_language": row.thanks_language or row.text_language}
        row.thanks_form = forms.ThanksForm(auto_id=f"thanks_{row.pk}_%s", initial=start)  # type: ignore[attr-defined]
    context = {"campaign": campaign, "page": page, "state": state, "states": states, "for_node": for_node}
    return render(request, "campaigns/desk_messages.html", context)


@access.only(policies.may_moderate_messages)
@require_POST
def decide(request: HttpRequest, number: int, message: int) -> HttpResponseBase:
    """Show, refuse or hide one message."""
    campaign = queries.draft(number)
    form = forms.DecideForm(request.POST)
    if not form.is_valid():
        notices.error(request, str(next(iter(form.errors.values()))[0]))
        return _back(request, number)
    data = form.cleaned_data
    node = _for_node(request, campaign)
    try:
        actions.decide_message(campaign, number=message, verb=data["verb"], by=helping.me(request), for_node=node, reason=data["reason"])
    except actions.NotNow:
        notices.error(request, _not_now())
    else:
        notices.success(request, _("It is shown.") if data["verb"] == actions.Verb.SHOW else _("It is not shown. You can reverse this."))
    return _back(request, number)


@access.only(policies.may_moderate_messages)
@require_POST
def thank(request: HttpRequest, number: int, message: int) -> HttpResponseBase:
    """Put thanks under a message."""
    campaign = queries.draft(number)
    form = forms.ThanksForm(request.POST)
    if not form.is_valid():
        notices.error(request, str(next(iter(form.errors.values()))[0]))
    elif _for_node(request, campaign):
        notices.error(request, _("Only the organisers can thank."))
    else:
        try:
            data = form.cleaned_data
            actions.thank(campaign, number=message, by=helping.me(request), thanks=data["thanks"], language=data["thanks_language"])
            notices.success(request, _("Saved."))
        except actions.NotNow:
            notices.error(request, _not_now())
    return _back(request, number)


def _not_now() -> str:
    return _("Somebody else has decided about this message meanwhile, or its sender took it back.")


def _back(request: HttpRequest, number: int) -> HttpResponseRedirect:
    state = next((each for each in _OFFICERS if each == request.POST.get("state")), "")
    return HttpResponseRedirect(reverse("campaigns:messages", kwargs={"number": number}) + (f"?state={state}" if state else ""))
