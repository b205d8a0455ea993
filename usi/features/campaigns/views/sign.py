"""Signing, confirming and withdrawing. Nothing here needs a session, and no GET changes anything: scanners follow links."""

from __future__ import annotations

from contextlib import suppress

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from usi.base import access, admission, errors, kill, languages, limits, reading
from usi.features.campaigns import actions, forms, queries, sealing
from usi.features.campaigns.models import Signature
from usi.features.campaigns.views import share, shown
from usi.spine.publications import queries as publications
from usi.spine.publications import versions
from usi.spine.taxonomy import countries

# One line may be a whole union hall; what counts is confirmed from mailboxes anyway.
_CALLER = {"times": 60, "seconds": 600}
_ADDRESS = {"times": 20, "seconds": 86400}
_LINKS = {"times": 120, "seconds": 600}


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
    if not limits.allow("campaigns.sign", limits.caller(request), **_CALLER):
        return errors.too_many(request, seconds=_CALLER["seconds"])
    if not form.is_valid():
        return 200
    data = form.cleaned_data
    if not limits.allow("campaigns.address", limits.pseudonym(sealing.normalise(data["email"])), **_ADDRESS):
        form.add_error("email", _("This address was used very often today. Try again tomorrow."))
        return 429
    try:
        actions.sign(campaign_id=number, address=data["email"], wish=form.wish(languages.current()))
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


@access.everyone
def confirm(request: HttpRequest, token: str) -> HttpResponseBase:
    """Show what will count and a button; the button counts it."""
    request.section = "campaigns"  # type: ignore[attr-defined]
    if not limits.allow("campaigns.link", limits.caller(request), **_LINKS):
        return errors.too_many(request, seconds=_LINKS["seconds"])
    changed = False
    if request.method == "POST":
        try:
            row = actions.confirm(token=token, seen=request.POST.get("seen", ""))
            return _quiet(HttpResponseRedirect(reverse("campaigns:thanks", kwargs={"number": row.campaign_id})))
        except actions.UnknownLink:
            return _no_such_link(request)
        except actions.Changed:
            changed = True
        except actions.Closed:
            pass
    signature = queries.by_token(token)
    if signature is None or signature.state == Signature.State.WITHDRAWN:
        return _no_such_link(request)
    open_ = queries.signable(signature.campaign_id)
    context = _link_context(request, signature, token) | {"changed": changed, "open": open_, "mark": queries.mark_of(signature)}
    return _quiet(render(request, "campaigns/confirm.html", context))


@access.everyone
def withdraw(request: HttpRequest, token: str) -> HttpResponseBase:
    """Show what will be erased and a button; the button erases it."""
    request.section = "campaigns"  # type: ignore[attr-defined]
    if not limits.allow("campaigns.link", limits.caller(request), **_LINKS):
        return errors.too_many(request, seconds=_LINKS["seconds"])
    if request.method == "POST":
        # A second press of the button finds nothing to do: the page that follows says how it stands.
        with suppress(actions.UnknownLink):
            actions.withdraw(token=token)
        return _quiet(HttpResponseRedirect(reverse("campaigns:withdraw", kwargs={"token": token})))
    signature = queries.by_token(token)
    if signature is None:
        return _no_such_link(request)
    return _quiet(render(request, "campaigns/withdraw.html", _link_context(request, signature, token)))


@access.everyone
def correct(request: HttpRequest, token: str) -> HttpResponseBase:
    """Let the owner of a signature change what it says."""
    request.section = "campaigns"  # type: ignore[attr-defined]
    if not limits.allow("campaigns.link", limits.caller(request), **_LINKS):
        return errors.too_many(request, seconds=_LINKS["seconds"])
    signature = queries.by_token(token)
    if signature is None or signature.state == Signature.State.WITHDRAWN:
        return _no_such_link(request)
    now = {name: getattr(signature, name) for name in ("name", "country", "workplace", "show_name", "news")}
    form = forms.CorrectForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        try:
            actions.correct(token=token, **form.cleaned_data)
        except actions.UnknownLink:
            return _no_such_link(request)
        return _quiet(HttpResponseRedirect(reverse("campaigns:confirm", kwargs={"token": token})))
    return _quiet(render(request, "campaigns/correct.html", _link_context(request, signature, token) | {"form": form}))


@access.cached
def thanks(request: HttpRequest, number: int) -> HttpResponse:
    """Thank, and give words and address to pass on."""
    request.section = "campaigns"  # type: ignore[attr-defined]
    language = languages.current()
    campaign = publications.one(number=number, reader=request.reader, language=reading.now(request), kind="campaign")  # type: ignore[attr-defined]
    context = {"campaign": campaign, "facts": queries.facts(number), "tally": queries.tally(number, language=language)}
    context["other"] = queries.related(number, reader=request.reader, read=reading.now(request))  # type: ignore[attr-defined]
    return render(request, "campaigns/thanks.html", context)


def _link_context(request: HttpRequest, signature: Signature, token: str) -> dict[str, object]:
    campaign = signature.campaign
    return {
        "signature": signature,
        "campaign": campaign,
        "facts": queries.facts(campaign.pk),
        "country": countries.name(signature.country, languages.current()) if signature.country else "",
        "text": versions.text_in(campaign, reading.now(request)),
        "token": token,
    }


def _no_such_link(request: HttpRequest) -> HttpResponseBase:
    return _quiet(render(request, "campaigns/link.html", status=404))


def _quiet(response: HttpResponseBase) -> HttpResponseBase:
    """Keep a page with a secret in its address out of caches and search engines."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
