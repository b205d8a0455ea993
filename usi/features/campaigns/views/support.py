"""Sending a message of support, confirming it, taking it back, and reading all that are shown."""

from __future__ import annotations

from contextlib import suppress

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from usi.base import access, admission, languages, pages, reading
from usi.features.campaigns import actions, forms, queries
from usi.features.campaigns.models import Ask, SupportMessage
from usi.features.campaigns.views import helping, links
from usi.spine.media.images import PictureRefused
from usi.spine.publications.models import Publication


def _campaign(request: HttpRequest, number: int) -> Publication:
    request.section = "campaigns"  # type: ignore[attr-defined]
    return queries.shown(number=number, reader=request.reader, language=reading.now(request))  # type: ignore[attr-defined]


def _asked(request: HttpRequest, number: int) -> Publication:
    campaign = _campaign(request, number)
    if Ask.SUPPORT not in campaign.campaign.asks:
        raise Http404
    return campaign


@access.everyone
@admission.limited
def support(request: HttpRequest, number: int) -> HttpResponseBase:
    """Show the form and take a message in."""
    if request.method == "POST" and (refusal := helping.too_often(request, "campaigns.sign", helping.CALLER)):
        return refusal
    if request.FILES and (refusal := helping.too_often(request, "campaigns.picture", helping.PICTURES)):
        return refusal
    campaign = _asked(request, number)
    start = helping.known(request) | {"text_language": languages.current()}
    form = forms.SupportForm(request.POST or None, request.FILES or None, initial=start)
    status = 200
    if request.method == "POST" and not campaign.campaign.closed and form.is_valid():
        if not helping.address_may(form):
            status = 429
        elif (answer := _sent(campaign, form)) is not None:
            return answer
    if request.method == "POST" and campaign.campaign.closed:
        status = 409
    return render(request, "campaigns/support.html", {"campaign": campaign, "facts": campaign.campaign, "form": form}, status=status)


def _sent(campaign: Publication, form: forms.SupportForm) -> HttpResponseBase | None:
    try:
        actions.support(campaign=campaign, address=form.cleaned_data["email"], sender=form.sender(), note=form.note())
    except PictureRefused as refused:
        form.add_error("picture", str(refused))
        return None
    except actions.Closed:
        form.add_error(None, _("This campaign takes no messages any more."))
        return None
    return HttpResponseRedirect(reverse("campaigns:supported", kwargs={"number": campaign.pk}))


@access.cached
def supported(request: HttpRequest, number: int) -> HttpResponse:
    """Ask to look into the mailbox; the same page for every address."""
    return render(request, "campaigns/supported.html", {"campaign": _asked(request, number)})


@access.cached
def words(request: HttpRequest, number: int) -> HttpResponse:
    """Show all messages of support, newest first."""
    campaign = _campaign(request, number)
    page = queries.messages(number, states=[SupportMessage.State.SHOWN], before=pages.cursor(request))
    return render(request, "campaigns/words.html", {"campaign": campaign, "facts": campaign.campaign, "page": page})


@links.page()
def confirm(request: HttpRequest, token: str) -> HttpResponseBase:
    """Show the message and a button; the button hands it to the organisers."""
    changed = False
    if request.method == "POST":
        try:
            actions.confirm_message(token=token, seen=request.POST.get("seen", ""))
            return HttpResponseRedirect(reverse("campaigns:support_confirm", kwargs={"token": token}))
        except actions.Changed:
            changed = True
        except actions.Closed:
            pass
    row = queries.message_by_token(token)
    if row is None or row.state == SupportMessage.State.WITHDRAWN:
        raise actions.UnknownLink
    context = links.context(request, row, token) | {
        "changed": changed, "open": queries.signable(row.campaign_id), "mark": queries.message_mark(row),
    }  # fmt: skip
    return render(request, "campaigns/support_confirm.html", context)


@links.page()
def withdraw(request: HttpRequest, token: str) -> HttpResponseBase:
    """Show what will be erased and a button; the button erases it."""
    if request.method == "POST":
        with suppress(actions.UnknownLink):
            actions.withdraw_message(token=token)
        return HttpResponseRedirect(reverse("campaigns:support_withdraw", kwargs={"token": token}))
    row = queries.message_by_token(token)
    if row is None:
        raise actions.UnknownLink
    return render(request, "campaigns/support_withdraw.html", links.context(request, row, token))
