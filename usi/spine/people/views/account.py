"""One's own account: what can be done with it, taking one's data along, closing it."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from usi.base import access, errors, limits, onward
from usi.spine.people import actions, exports, puzzle, queries
from usi.spine.people.forms.profile import CloseForm


@access.members
@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """Show what can be done with the account."""
    request.section = "account"  # type: ignore[attr-defined]
    return render(request, "people/account.html", {"person": queries.mine(request.reader)})  # type: ignore[attr-defined]


@access.members
def download(request: HttpRequest) -> HttpResponse:
    """Give the reader all that is kept about them, as one archive."""
    request.section = "account"  # type: ignore[attr-defined]
    if request.method != "POST":
        return render(request, "people/download.html")
    person = queries.mine(request.reader)  # type: ignore[attr-defined]
    if not limits.allow("download", limits.pseudonym(str(person.pk)), times=5, seconds=3600):
        return errors.too_many(request, seconds=3600)
    response = HttpResponse(exports.archive(person), content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="usi-{person.actor.handle}.zip"'
    response.headers["Cache-Control"] = "no-store"
    return response


@access.members
def close(request: HttpRequest) -> HttpResponse:
    """Say what closing erases and what remains, and close."""
    request.section = "account"  # type: ignore[attr-defined]
    person = queries.mine(request.reader)  # type: ignore[attr-defined]
    form = CloseForm(request.POST or None)
    owned = queries.owned_alone(person)
    if request.method == "POST" and not owned and form.is_valid():
        if not limits.allow("close", limits.pseudonym(str(person.pk)), times=5, seconds=600):
            return errors.too_many(request, seconds=600)
        if person.account is not None and person.account.check_password(form.cleaned_data["password"]):
            actions.close(person)
            logout(request)
            messages.success(request, _("Your account is closed. Thank you for what you did here."))
            return HttpResponseRedirect(reverse("website:front"))
        form.add_error("password", _("That password is not right."))
    return render(request, "people/close.html", {"form": form, "owned": owned, "person": person})


@access.members
@require_GET
def second_factor(request: HttpRequest) -> HttpResponse:
    """Say why a second factor is needed and lead to the ways of having one."""
    request.section = "account"  # type: ignore[attr-defined]
    following = onward.address(request, request.GET.get("next", ""))
    has = request.reader.second_factor  # type: ignore[attr-defined]
    return render(request, "people/second_factor.html", {"next": following, "has": has})


@access.members
@require_POST
def end_session(request: HttpRequest, number: int) -> HttpResponse:
    """End one of the reader's own sessions."""
    session = get_object_or_404(UserSession, pk=number, user_id=request.reader.account_id)  # type: ignore[attr-defined]
    session.end()
    messages.success(request, _("The session is ended."))
    return HttpResponseRedirect(reverse("usersessions_list"))


@access.everyone
@require_GET
def altcha(request: HttpRequest) -> HttpResponse:
    """Give a fresh puzzle for sign-up."""
    response = JsonResponse(puzzle.make())
    response.headers["Cache-Control"] = "no-store"
    return response
