"""Who does what in an organisation: members and roles, invitations, leaving."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from usi.base import access, errors, languages, limits
from usi.base.access import Reader
from usi.spine.organisations import actions, forms, policies, queries
from usi.spine.organisations.models import Membership, Organisation, Role
from usi.spine.people.models import Person

AN_HOUR = 3600


def _me(request: HttpRequest) -> Person:
    return get_object_or_404(Person.objects.select_related("actor"), pk=request.reader.actor_id)  # type: ignore[attr-defined]


def _organisation(handle: str) -> Organisation:
    found = queries.find(handle)
    if found is None:
        raise Http404
    return found


def _back(handle: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("organisations:people", kwargs={"handle": handle}))


def _last_owner(request: HttpRequest) -> None:
    messages.error(request, _("An organisation cannot be without an owner. Make somebody else owner first."))


@access.only(policies.may_see_people)
@never_cache
def people(request: HttpRequest, handle: str) -> HttpResponse:
    """Show the people of an organisation to each other."""
    request.section = "directory"  # type: ignore[attr-defined]
    reader: Reader = request.reader  # type: ignore[attr-defined]
    organisation = _organisation(handle)
    manages = policies.manages(reader, organisation)
    rows = [(row, forms.RoleForm(initial={"role": row.role}, auto_id=f"role_{row.pk}_%s")) for row in queries.memberships_of(organisation)]
    context: dict[str, Any] = {
        "organisation": organisation,
        "rows": rows,
        "manages": manages,
        "needs_factor": reader.roles.get(organisation.pk) == "owner" and not reader.second_factor,
        "invitations": queries.invitations_of(organisation) if manages else [],
        "requests": [
            (row, forms.RoleForm(initial={"role": Role.MEMBER}, auto_id=f"request_{row.pk}_%s"))
            for row in (queries.requests_of(organisation) if manages else [])
        ],
    }
    return render(request, "organisations/people.html", context)


@access.only(policies.may_manage_people)
def invite(request: HttpRequest, handle: str) -> HttpResponseBase:
    """Invite somebody by e-mail."""
    request.section = "directory"  # type: ignore[attr-defined]
    organisation = _organisation(handle)
    form = forms.InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        address = form.cleaned_data["address"]
        # Nobody's mailbox may be filled by one organisation, nor by many.
        allowed = limits.allow("invite", limits.pseudonym(str(organisation.pk)), times=40, seconds=AN_HOUR) and limits.allow(
            "invite-address", limits.pseudonym(address.casefold()), times=5, seconds=AN_HOUR
        )
        if not allowed:
            return errors.too_many(request, seconds=AN_HOUR)
        actions.invite(organisation, by=_me(request), address=address, role=form.cleaned_data["role"], language=languages.current())
        messages.success(request, _("The invitation is on its way to %(address)s.") % {"address": address})
        return _back(handle)
    return render(request, "organisations/invite.html", {"organisation": organisation, "form": form})


@access.only(policies.may_manage_people)
@require_POST
def withdraw_invitation(request: HttpRequest, handle: str, number: int) -> HttpResponseBase:
    """Take an invitation of this organisation back."""
    rows = {row.pk: row for row, _address in queries.invitations_of(_organisation(handle))}
    if number not in rows:
        raise Http404
    actions.withdraw_invitation(rows[number], by=_me(request))
    messages.success(request, _("The invitation is withdrawn. Its link no longer works."))
    return _back(handle)


def _membership(handle: str, number: int) -> Membership:
    rows = Membership.objects.select_related("organisation__actor", "person__actor")
    return get_object_or_404(rows, pk=number, organisation=_organisation(handle))


@access.only(policies.may_manage_people)
@require_POST
def role(request: HttpRequest, handle: str, number: int) -> HttpResponseBase:
    """Change what somebody does in this organisation."""
    membership = _membership(handle, number)
    form = forms.RoleForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose one of the roles offered."))
        return _back(handle)
    try:
        actions.set_role(membership, role=form.cleaned_data["role"], by=_me(request).actor)
    except actions.LastOwner:
        _last_owner(request)
    else:
        messages.success(request, _("The role is changed."))
    return _back(handle)


@access.only(policies.may_manage_people)
@require_POST
def remove(request: HttpRequest, handle: str, number: int) -> HttpResponseBase:
    """End somebody's membership of this organisation."""
    membership = _membership(handle, number)
    try:
        actions.remove(membership, by=_me(request).actor)
    except actions.LastOwner:
        _last_owner(request)
    else:
        messages.success(request, _("They no longer belong to the organisation here."))
    if membership.person_id == request.reader.actor_id:  # type: ignore[attr-defined]
        return HttpResponseRedirect(membership.organisation.actor.get_absolute_url())
    return _back(handle)


@access.only(policies.may_see_people)
@require_POST
def leave(request: HttpRequest, handle: str) -> HttpResponseBase:
    """Leave an organisation oneself; that needs no second factor."""
    organisation = _organisation(handle)
    try:
        actions.leave(organisation, person=_me(request))
    except actions.LastOwner:
        _last_owner(request)
        return _back(handle)
    if request.session.get("acting_as") == organisation.pk:
        del request.session["acting_as"]
    messages.success(request, _("You no longer belong to this organisation here."))
    return HttpResponseRedirect(organisation.actor.get_absolute_url())


@access.everyone
@never_cache
def accept(request: HttpRequest, token: str) -> HttpResponseBase:
    """Show an invitation; only the button accepts it, so that mail scanners that follow links change nothing."""
    request.section = "directory"  # type: ignore[attr-defined]
    reader: Reader = request.reader  # type: ignore[attr-defined]
    if not limits.allow("invitation", limits.caller(request), times=60, seconds=AN_HOUR):
        return errors.too_many(request, seconds=AN_HOUR)
    invitation = queries.invitation_of(token)
    if invitation is None:
        return render(request, "organisations/invitation_gone.html", status=410)
    if request.method == "POST" and reader.signed_in:
        try:
            membership = actions.accept_invitation(token, person=_me(request))
        except actions.InvitationGone:
            return render(request, "organisations/invitation_gone.html", status=410)
        messages.success(request, _("You belong to %(organisation)s now.") % {"organisation": invitation.organisation.actor.name})
        if membership.role in access.SPEAKING_ROLES and not reader.second_factor:
            messages.info(request, _("Set up a second factor before you speak for it."))
        return HttpResponseRedirect(invitation.organisation.actor.get_absolute_url())
    return render(request, "organisations/accept.html", {"invitation": invitation, "organisation": invitation.organisation})
