"""In whose name one acts: said explicitly, and shown on every page."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from usi.base import access, onward
from usi.base.access import Reader
from usi.spine.organisations import forms


@access.members
@require_POST
def act_as(request: HttpRequest) -> HttpResponseBase:
    """Act as one of one's organisations, or, where none is given, as oneself again."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    form = forms.ActAsForm(request.POST)
    if not form.is_valid():
        raise Http404
    number = form.cleaned_data["organisation"]
    if number is not None and number not in reader.roles:
        raise Http404
    if number is None:
        request.session.pop("acting_as", None)
        messages.success(request, _("You act as yourself."))
    else:
        request.session["acting_as"] = number
        messages.success(request, _("You act as your organisation. Every page says so above."))
    return HttpResponseRedirect(onward.address(request, form.cleaned_data["next"], otherwise=reverse("website:desk")))
