"""Pages on which officers have the signatures made ready, and write down when, how and to whom they went."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from usi.base import access, languages
from usi.features.campaigns import actions, forms, policies, queries
from usi.features.campaigns.models import HandOver
from usi.features.campaigns.views.write import me, to

_TYPES = {"csv": "text/csv; charset=utf-8", "pdf": "application/pdf"}


@access.only(policies.may_edit, audience="officers")
def handover(request: HttpRequest, number: int) -> HttpResponseBase:
    """Ask for the documents; those that were made stand below."""
    request.section = "campaigns"  # type: ignore[attr-defined]
    campaign = queries.draft(number)
    own = languages.nearest(campaign.language, languages.current())
    form = forms.AskForm(request.POST or None, initial={"language": own})
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask_handover(campaign, by=me(request), language=form.cleaned_data["language"])
        except actions.MakingAlready:
            form.add_error(None, _("The documents are being made. Look again in a minute."))
        except actions.NothingToHand:
            form.add_error(None, _("There is nothing to hand over: the campaign has not been out, or its names are erased."))
        else:
            messages.success(request, _("The documents are being made. Look again in a minute."))
            return to("handover", number)
    context = {
        "campaign": campaign, "facts": campaign.campaign, "form": form, "handovers": queries.handovers(number),
        "tally": queries.tally(number, language=languages.current()), "receivers": queries.receivers(number),
        "digest": (found := queries.digest(number)), "digest_form": forms.DigestForm(initial=forms.initial_digest(found)),
    }  # fmt: skip
    return unkept(render(request, "campaigns/handover/handover.html", context))


@access.only(policies.may_edit, audience="officers")
@require_POST
def digest(request: HttpRequest, number: int) -> HttpResponseBase:
    """Set how often those addressed are told of the count."""
    campaign, form = queries.draft(number), forms.DigestForm(request.POST)
    if not form.is_valid():
        context = {"campaign": campaign, "digest_form": form}
        return render(request, "campaigns/handover/digest.html", context)
    data = form.cleaned_data
    every = data["every"] if data["often"] == "every" else 0
    actions.set_digest(campaign, by=me(request), active=data["often"] != "off", every=every)
    messages.success(request, _("Saved."))
    return to("handover", number)


@access.only(lambda reader, *, number, pk: policies.may_edit(reader, number=number), audience="officers")
def handed(request: HttpRequest, number: int, pk: int) -> HttpResponseBase:
    """Write down when, how and to whom documents went."""
    request.section = "campaigns"  # type: ignore[attr-defined]
    row = _found(number, pk)
    if row.state not in (HandOver.State.READY, HandOver.State.ERASED):
        raise Http404
    campaign = queries.draft(number)
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = forms.HandedForm(*posted, initial=forms.initial_handed(row))
    if posted and form.is_valid():
        actions.write_down(row, by=me(request), **form.cleaned_data)
        messages.success(request, _("It stands on the campaign's page now."))
        return to("handover", number)
    return render(request, "campaigns/handover/handed_form.html", {"campaign": campaign, "row": row, "form": form})


@access.only(lambda reader, *, number, pk, format, volume=1: policies.may_edit(reader, number=number), audience="officers")
@require_POST
def handover_file(request: HttpRequest, number: int, pk: int, format: str, *, volume: int = 1) -> HttpResponseBase:
    """Give one of the files; who took it is written down, so it is asked for by a button."""
    row = _found(number, pk)
    response = copy(row, format, volume)
    actions.took_copy(row, format=format, volume=volume, by=me(request))
    return response


def copy(row: HandOver, format: str, volume: int) -> HttpResponseBase:
    """Return a file of a hand-over, to be saved and kept by no cache.

    :raises Http404: if there is no such file
    """
    if row.state != HandOver.State.READY or format not in _TYPES or not 1 <= volume <= (len(row.volumes) if format == "pdf" else 1):
        raise Http404
    try:
        handle = row.open(format, volume)
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(handle, content_type=_TYPES[format])
    part = f"-{volume}" if format == "pdf" and len(row.volumes) > 1 else ""
    response.headers["Content-Disposition"] = f'attachment; filename="signatures-{row.campaign_id}-{row.at:%Y-%m-%d}{part}.{format}"'
    return unkept(response)


def unkept(response: HttpResponseBase) -> HttpResponseBase:
    """Keep an answer out of caches and search engines."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _found(number: int, pk: int) -> HandOver:
    row = queries.handover(number, pk)
    if row is None:
        raise Http404
    return row
