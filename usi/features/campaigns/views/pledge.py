"""Pledging, confirming, correcting and withdrawing. Nothing here needs a session, and no GET changes anything."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from usi.base import access, admission, languages, reading
from usi.features.campaigns import actions, calendars, forms, queries
from usi.features.campaigns.models import Ask, Pledger
from usi.features.campaigns.views import helping, links
from usi.spine.publications import versions
from usi.spine.publications.models import Publication


def _asked(request: HttpRequest, number: int) -> Publication:
    request.section = "campaigns"  # type: ignore[attr-defined]
    campaign = queries.shown(number=number, reader=request.reader, language=reading.now(request))  # type: ignore[attr-defined]
    if Ask.PLEDGE not in campaign.campaign.asks:
        raise Http404
    return campaign


@access.everyone
@admission.limited
def pledge(request: HttpRequest, number: int) -> HttpResponseBase:
    """Show the actions and the form, and take a pledge in."""
    if request.method == "POST" and (refusal := helping.too_often(request, "campaigns.sign", helping.CALLER)):
        return refusal
    campaign = _asked(request, number)
    listed = helping.listed(campaign, versions.text_in(campaign, reading.now(request)))
    possible = [] if campaign.campaign.closed else helping.open_actions(listed)
    chosen = [action.pk for action in possible if str(action.pk) == request.GET.get("action")]
    form = forms.PledgeForm(request.POST or None, actions=possible, initial=helping.known(request) | {"actions": chosen})
    context = {"campaign": campaign, "facts": campaign.campaign, "actions": listed, "possible": possible, "form": form}
    if request.method != "POST" or not possible:
        return render(request, "campaigns/pledge.html", context, status=409 if request.method == "POST" else 200)
    status = 200
    if form.is_valid():
        if not helping.address_may(form):
            status = 429
        else:
            data = form.cleaned_data
            with suppress(actions.Closed):
                actions.pledge(campaign=campaign, address=data["email"], actions=data["actions"], sender=form.sender())
                return HttpResponseRedirect(reverse("campaigns:pledged", kwargs={"number": number}))
            status = 409
    return render(request, "campaigns/pledge.html", context, status=status)


@access.cached
def pledged(request: HttpRequest, number: int) -> HttpResponse:
    """Ask to look into the mailbox; the same page for every address."""
    return render(request, "campaigns/pledged.html", {"campaign": _asked(request, number)})


@access.cached
def calendar(request: HttpRequest, number: int, action: int) -> HttpResponse:
    """Give an action that has a day as a calendar file."""
    campaign, found = _asked(request, number), queries.action(number, action)
    if found.on is None:
        raise Http404
    content = calendars.of(found, campaign, language=languages.current())
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8; method=PUBLISH")
    response.headers["Content-Disposition"] = f'attachment; filename="action-{found.pk}.ics"'
    return response


@links.page()
def confirm(request: HttpRequest, token: str) -> HttpResponseBase:
    """Show what will count and a button; the button counts it."""
    changed = False
    if request.method == "POST":
        try:
            actions.confirm_pledge(token=token, seen=request.POST.get("seen", ""))
            return HttpResponseRedirect(reverse("campaigns:pledge_confirm", kwargs={"token": token}))
        except actions.Changed:
            changed = True
        except actions.Closed:
            pass
    row = queries.pledger_by_token(token)
    if row is None or row.state == Pledger.State.WITHDRAWN:
        raise actions.UnknownLink
    return render(request, "campaigns/pledge_confirm.html", _confirm_context(request, row, token) | {"changed": changed})


def _confirm_context(request: HttpRequest, row: Pledger, token: str) -> dict[str, Any]:
    pledges = queries.pledges_of(row)
    waiting = [each for each in pledges if each.confirmed_at is None]
    context = links.context(request, row, token)
    queries.actions_in([each.action for each in pledges], context["text"], original=row.campaign.language)
    return context | {
        "counted": [each.action for each in pledges if each.confirmed_at is not None],
        "waiting": [each.action for each in waiting],
        "open": any(each.action.open for each in waiting) and queries.takes(row.campaign_id, Ask.PLEDGE),
        "mark": queries.pledge_mark(row, waiting),
    }


@links.page()
def correct(request: HttpRequest, token: str) -> HttpResponseBase:
    """Let whoever has pledged change what they said and which actions they promise."""
    row = queries.pledger_by_token(token)
    if row is None or row.state == Pledger.State.WITHDRAWN:
        raise actions.UnknownLink
    now: dict[str, Any] = {name: getattr(row, name) for name in ("name", "country", "workplace")}
    now["actions"] = [each.action_id for each in queries.pledges_of(row)]
    context = links.context(request, row, token)
    possible = helping.open_actions(helping.listed(row.campaign, context["text"]))
    form = forms.CorrectPledgeForm(request.POST or None, actions=possible, initial=now)
    if request.method == "POST" and form.is_valid():
        actions.correct_pledge(token=token, actions=form.cleaned_data["actions"], sender=form.sender())
        return HttpResponseRedirect(reverse("campaigns:pledge_confirm", kwargs={"token": token}))
    return render(request, "campaigns/pledge_correct.html", context | {"form": form})


@links.page()
def withdraw(request: HttpRequest, token: str) -> HttpResponseBase:
    """Show what will be erased and a button; the button erases it."""
    if request.method == "POST":
        # A second press of the button finds nothing to do: the page that follows says how it stands.
        with suppress(actions.UnknownLink):
            actions.withdraw_pledge(token=token)
        return HttpResponseRedirect(reverse("campaigns:pledge_withdraw", kwargs={"token": token}))
    row = queries.pledger_by_token(token)
    if row is None:
        raise actions.UnknownLink
    return render(request, "campaigns/pledge_withdraw.html", links.context(request, row, token))
