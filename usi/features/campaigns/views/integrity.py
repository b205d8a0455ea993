"""Pages on which officers look at signatures that machines may have made."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from usi.base import access, languages
from usi.base.access import Reader
from usi.features.campaigns import actions, policies, queries
from usi.features.campaigns.models import Suspicion
from usi.spine.actors.models import Actor


@access.only(policies.may_edit, audience="officers")
def groups(request: HttpRequest, number: int) -> HttpResponse:
    """Show the groups, those to decide first."""
    request.section = "campaigns"  # type: ignore[attr-defined]
    context = {
        "campaign": queries.draft(number), "groups": queries.suspicions(number),
        "tally": queries.tally(number, language=languages.current()),
    }
    return render(request, "campaigns/integrity.html", context)


@access.only(lambda reader, *, number, group: policies.may_edit(reader, number=number), audience="officers")
@require_POST
def decide(request: HttpRequest, number: int, group: int) -> HttpResponseBase:
    """Set a group aside, or let it count."""
    found = queries.suspicion(number, group)
    if found is None:
        raise Http404
    reader: Reader = request.reader  # type: ignore[attr-defined]
    to, reason = request.POST.get("to", ""), request.POST.get("reason", "")
    if to == Suspicion.State.SET_ASIDE and not reason.strip():
        messages.error(request, _("Say why you set them aside: colleagues will ask."))
    elif to in (Suspicion.State.SET_ASIDE, Suspicion.State.KEPT):
        changed = actions.decide(found, by=Actor.objects.get(pk=reader.actor_id or 0), to=to, reason=reason)
        said = ngettext("Saved; %(count)s signature has moved.", "Saved; %(count)s signatures have moved.", changed)
        messages.success(request, said % {"count": changed})
    return HttpResponseRedirect(reverse("campaigns:integrity", kwargs={"number": number}))
