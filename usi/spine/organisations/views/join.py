"""Finding one's organisation, bringing a new one in, claiming one that nobody keeps yet."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from usi.base import access, errors, languages, limits
from usi.spine.organisations import actions, forms, policies, queries
from usi.spine.people.models import Person

A_DAY = 24 * 3600


def me(request: HttpRequest) -> Person:
    """Return the person signed in."""
    return get_object_or_404(Person.objects.select_related("actor"), pk=request.reader.actor_id)  # type: ignore[attr-defined]


def within_limits(request: HttpRequest, what: str, *, times: int) -> bool:
    """Count one try of the person signed in, and return whether it is within so many a day."""
    return limits.allow(what, limits.pseudonym(str(request.reader.actor_id)), times=times, seconds=A_DAY)  # type: ignore[attr-defined]


@access.everyone
@require_safe
def join(request: HttpRequest) -> HttpResponse:
    """Look for one's organisation by name before bringing a new one in."""
    request.section = "directory"  # type: ignore[attr-defined]
    form = forms.FindForm(request.GET if "q" in request.GET else None)
    found = None
    if form.is_bound and form.is_valid():
        found = queries.with_names(queries.by_name(form.cleaned_data["q"]), language=languages.current())
    query = form.cleaned_data.get("q", "") if form.is_bound and form.is_valid() else ""
    return render(request, "organisations/join.html", {"form": form, "found": found, "query": query})


@access.members
def bring_in(request: HttpRequest) -> HttpResponseBase:
    """Bring a new organisation in; it is one's own at once, and waits for verification."""
    request.section = "directory"  # type: ignore[attr-defined]
    form = forms.BringInForm(request.POST or None, initial={"name": request.GET.get("name", "")[:200], "language": languages.current()})
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        if not within_limits(request, "bring-in", times=10):
            return errors.too_many(request, seconds=A_DAY)
        try:
            made = actions.bring_in(person=me(request), **form.cleaned_data)
        except actions.LooksAlike as alike:
            context["alike"] = queries.with_names(alike.found, language=languages.current())
        else:
            messages.success(request, _("It is in the directory, and you are its owner. Next: have it verified."))
            return HttpResponseRedirect(made.actor.get_absolute_url())
    return render(request, "organisations/bring_in.html", context)


@access.members
def claim(request: HttpRequest, handle: str) -> HttpResponseBase:
    """Ask to speak for an organisation whose page nobody keeps yet."""
    request.section = "directory"  # type: ignore[attr-defined]
    organisation = queries.find(handle)
    if organisation is None or not policies.may_claim(request.reader, handle=handle):  # type: ignore[attr-defined]
        raise Http404
    mine = queries.open_claim(organisation=organisation, person_id=request.reader.actor_id)  # type: ignore[attr-defined]
    initial = {"evidence": mine.evidence, "evidence_url": mine.evidence_url} if mine else {}
    form = forms.ClaimForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        if not within_limits(request, "claim", times=10):
            return errors.too_many(request, seconds=A_DAY)
        try:
            actions.claim(organisation, person=me(request), **form.cleaned_data)
        except actions.AlreadyClaimed:
            messages.error(request, _("Somebody speaks for it since a moment ago. Ask them to invite you."))
        else:
            said = _("Your claim is in. A moderator or an organisation it belongs to decides; you get the answer by mail.")
            messages.success(request, said)
        return HttpResponseRedirect(reverse("organisations:page", kwargs={"handle": handle}))
    return render(request, "organisations/claim.html", {"form": form, "organisation": organisation, "mine": mine})
