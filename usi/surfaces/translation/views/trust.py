"""Who checks which pair, and whether an organisation lets a machine speak for it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from usi.base import access
from usi.base.access import Reader
from usi.spine.organisations.models import Organisation
from usi.surfaces.translation import actions, forms, policies, queries
from usi.surfaces.translation.models import MachineConsent
from usi.surfaces.translation.views.work import me


@access.only(policies.may_see_checkers, audience="members")
@require_http_methods(["GET", "HEAD", "POST"])
def checkers(request: HttpRequest) -> HttpResponseBase:
    """Show who checks which pair, and trust somebody with one."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    pairs = None if reader.moderates() else queries.checks_of(reader.actor_id)
    form = forms.TrustForm(request.POST or None, pairs=pairs)
    if request.method == "POST" and form.is_valid() and _trust(request, form):
        return HttpResponseRedirect(reverse("translation:checkers"))
    return render(request, "translation/checkers.html", {"form": form, "checkers": queries.checkers_in(pairs)})


def _trust(request: HttpRequest, form: forms.TrustForm) -> bool:
    data = form.cleaned_data
    assert form.person is not None
    try:
        actions.trust(
            form.person, from_language=data["from_language"], language=data["language"], reader=request.reader  # type: ignore[attr-defined]
        )
    except actions.AlreadyTrusted:
        form.add_error("handle", _("This person checks this pair already."))
    except actions.NotAllowed:
        form.add_error(None, _("You can trust others with pairs that you check yourself, and not yourself with any."))
    else:
        messages.success(request, _("They can check this pair now. You can take it back at any time."))
        return True
    return False


@access.members
@require_POST
def take_back(request: HttpRequest, number: int) -> HttpResponse:
    """Take trust back, or lay one's own down."""
    try:
        actions.take_back(number, reader=request.reader)  # type: ignore[attr-defined]
    except actions.NotAllowed:
        messages.error(request, _("This was taken back already, or it is not yours to take back."))
    else:
        messages.success(request, _("Taken back. What was checked before stays checked."))
    back = "translation:checkers" if policies.may_see_checkers(request.reader) else "translation:list"  # type: ignore[attr-defined]
    return HttpResponseRedirect(reverse(back))


@access.only(policies.may_decide_for, audience="officers")
@require_http_methods(["GET", "HEAD", "POST"])
def machine(request: HttpRequest, handle: str) -> HttpResponseBase:
    """Let machine translations of an organisation's texts be shown before anyone has checked them, or not."""
    organisation = get_object_or_404(Organisation.objects.select_related("actor"), actor__handle=handle, actor__domain="")
    if request.method == "POST":
        given = request.POST.get("allow") == "1"
        actions.consent(organisation, by=me(request), given=given)
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("translation:machine", kwargs={"handle": handle}))
    allowed = MachineConsent.objects.filter(organisation=organisation).exists()
    return render(request, "translation/machine.html", {"organisation": organisation, "allowed": allowed})
