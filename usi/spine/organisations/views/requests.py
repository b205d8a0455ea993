"""Asking to belong to an organisation, and what its owners answer."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from usi.base import access, errors
from usi.base.access import Reader
from usi.spine.organisations import actions, forms, policies, queries
from usi.spine.organisations.models import Organisation
from usi.spine.organisations.views.join import A_DAY, me, within_limits


def _organisation(handle: str) -> Organisation:
    found = queries.find(handle)
    if found is None or not found.claimed:
        raise Http404
    return found


@access.members
@never_cache
def ask(request: HttpRequest, handle: str) -> HttpResponseBase:
    """Ask to belong to an organisation that has people of its own."""
    request.section = "directory"  # type: ignore[attr-defined]
    reader: Reader = request.reader  # type: ignore[attr-defined]
    organisation = _organisation(handle)
    back = HttpResponseRedirect(organisation.actor.get_absolute_url())
    if not policies.may_ask(reader, organisation):
        return back
    mine = queries.open_request(organisation=organisation, person_id=reader.actor_id)
    again = queries.ask_again_on(organisation=organisation, person_id=reader.actor_id)
    form = forms.AskForm(request.POST or None, initial={"note": mine.note} if mine else {})
    if request.method == "POST" and again is None and form.is_valid():
        if not within_limits(request, "ask-to-join", times=10):
            return errors.too_many(request, seconds=A_DAY)
        try:
            actions.ask_to_join(organisation, person=me(request), note=form.cleaned_data["note"])
        except (actions.CannotAsk, actions.AskedLately):
            return back
        messages.success(request, _("Its owners see your request. You get their answer by mail."))
        return back
    return render(request, "organisations/ask.html", {"form": form, "organisation": organisation, "mine": mine, "again": again})


@access.members
@require_POST
def take_back(request: HttpRequest, handle: str) -> HttpResponseBase:
    """Take one's request back."""
    organisation = _organisation(handle)
    actions.take_back_request(organisation, person=me(request))
    messages.success(request, _("Your request is taken back."))
    return HttpResponseRedirect(organisation.actor.get_absolute_url())


@access.only(policies.may_manage_people)
@require_POST
def answer(request: HttpRequest, handle: str, number: int) -> HttpResponseBase:
    """Accept somebody who asks to belong to this organisation, with a role, or decline."""
    row = queries.request_of(_organisation(handle), number=number)
    if row is None:
        raise Http404
    back = HttpResponseRedirect(reverse("organisations:people", kwargs={"handle": handle}))
    form = forms.RoleForm(request.POST)
    try:
        if "decline" in request.POST:
            actions.decline_request(row, by=me(request))
            messages.success(request, _("Declined. They are told by mail."))
        elif not form.is_valid():
            messages.error(request, _("Choose one of the roles offered."))
        else:
            actions.accept_request(row, by=me(request), role=form.cleaned_data["role"])
            messages.success(request, _("They belong to the organisation now, and are told by mail."))
    except actions.Answered:
        messages.info(request, _("Somebody has answered this request already."))
    return back
