"""Signing, confirming and withdrawing. Nothing here needs a session, and no GET changes anything: scanners follow links."""

from __future__ import annotations

from contextlib import suppress

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from usi.base import access, admission, kill, languages, reading
from usi.features.campaigns import actions, forms, queries
from usi.features.campaigns.models import Signature
from usi.features.campaigns.views import helping, links, share, shown
from usi.spine.publications import queries as publications


@access.everyone
@admission.limited
def sign(request: HttpRequest, number: int) -> HttpResponseBase:
    """Take a signature in; a form that needs attention comes back in its page with what was typed."""
    request.section = "campaigns"  # type: ignore[attr-defined]
    if request.method != "POST":
        return HttpResponseRedirect(reverse("campaigns:page", kwargs={"number": number}))
    form = forms.SignForm(request.POST)
    answer = _take(request, number, form)
    if answer is None:
        return HttpResponseRedirect(reverse("campaigns:signed", kwargs={"number": number}))
    if not isinstance(answer, int):
        return answer
    campaign = queries.shown(number=number, reader=request.reader, language=reading.now(request))  # type: ignore[attr-defined]
    return render(request, "campaigns/page.html", shown.context(request, campaign, form=form), status=answer)


@access.everyone
@admission.limited
@share.frameable
def sign_embedded(request: HttpRequest, number: int) -> HttpResponseBase:
    """Take a signature in from the form in a frame, and stay there."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("campaigns:embed", kwargs={"number": number}))
    form = forms.SignForm(request.POST)
    answer = _take(request, number, form)
    if answer is None:
        return HttpResponseRedirect(reverse("campaigns:embed_signed", kwargs={"number": number}))
    if not isinstance(answer, int):
        return answer
    return render(request, "campaigns/embed/form.html", share.embedded(request, number, form=form), status=answer)


def _take(request: HttpRequest, number: int, form: forms.SignForm) -> HttpResponseBase | int | None:
    """Save what a form says: None once it is, the status with which the form goes back, or another answer."""
    if refusal := helping.too_often(request, "campaigns.sign", helping.CALLER):
        return refusal
    if not form.is_valid():
        return 200
    if not helping.address_may(form):
        return 429
    try:
        actions.sign(campaign_id=number, address=form.cleaned_data["email"], wish=form.wish(languages.current()))
    except actions.Closed:
        return _closed(request, number)
    kill.point("sign.committed")
    return None


def _closed(request: HttpRequest, number: int) -> HttpResponse:
    campaign = queries.shown(number=number, reader=request.reader, language=reading.now(request))  # type: ignore[attr-defined]
    return render(request, "campaigns/closed.html", {"campaign": campaign, "facts": campaign.campaign}, status=409)


@access.cached
def signed(request: HttpRequest, number: int) -> HttpResponse:
    """Ask to look into the mailbox; the same page for every address."""
    request.section = "campaigns"  # type: ignore[attr-defined]
    campaign = publications.one(number=number, reader=request.reader, language=reading.now(request), kind="campaign")  # type: ignore[attr-defined]
    return render(request, "campaigns/signed.html", {"campaign": campaign})


@links.page()
def confirm(request: HttpRequest, token: str) -> HttpResponseBase:
    """Show what will count and a button; the button counts it."""
    changed = False
    if request.method == "POST":
        try:
            row = actions.confirm(token=token, seen=request.POST.get("seen", ""))
            return HttpResponseRedirect(reverse("campaigns:thanks", kwargs={"number": row.campaign_id}))
        except actions.Changed:
            changed = True
        except actions.Closed:
            pass
    signature = queries.by_token(token)
    if signature is None or signature.state == Signature.State.WITHDRAWN:
        raise actions.UnknownLink
    open_ = queries.signable(signature.campaign_id)
    context = links.context(request, signature, token) | {"changed": changed, "open": open_, "mark": queries.mark_of(signature)}
    return render(request, "campaigns/confirm.html", context)


@links.page()
def withdraw(request: HttpRequest, token: str) -> HttpResponseBase:
    """Show what will be erased and a button; the button erases it."""
    if request.method == "POST":
        # A second press of the button finds nothing to do: the page that follows says how it stands.
        with suppress(actions.UnknownLink):
            actions.withdraw(token=token)
        return HttpResponseRedirect(reverse("campaigns:withdraw", kwargs={"token": token}))
    signature = queries.by_token(token)
    if signature is None:
        raise actions.UnknownLink
    return render(request, "campaigns/withdraw.html", links.context(request, signature, token))


@links.page()
def correct(request: HttpRequest, token: str) -> HttpResponseBase:
    """Let the owner of a signature change what it says."""
    signature = queries.by_token(token)
    if signature is None or signature.state == Signature.State.WITHDRAWN:
        raise actions.UnknownLink
    now = {name: getattr(signature, name) for name in ("name", "country", "workplace", "show_name", "news")}
    form = forms.CorrectForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        actions.correct(token=token, **form.cleaned_data)
        return HttpResponseRedirect(reverse("campaigns:confirm", kwargs={"token": token}))
    return render(request, "campaigns/correct.html", links.context(request, signature, token) | {"form": form})


@access.cached
def thanks(request: HttpRequest, number: int) -> HttpResponse:
    """Thank, and give words and address to pass on."""
    request.section = "campaigns"  # type: ignore[attr-defined]
    language = languages.current()
    campaign = publications.one(number=number, reader=request.reader, language=reading.now(request), kind="campaign")  # type: ignore[attr-defined]
    context = {"campaign": campaign, "facts": queries.facts(number), "tally": queries.tally(number, language=language)}
    context["other"] = queries.related(number, reader=request.reader, read=reading.now(request))  # type: ignore[attr-defined]
    return render(request, "campaigns/thanks.html", context)
