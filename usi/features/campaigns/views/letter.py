"""Writing to the targets of a campaign. Nothing here needs a session, and no GET changes anything: scanners follow links."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from usi.base import access, admission, languages, reading
from usi.base.access import Reader
from usi.features.campaigns import actions, forms, queries
from usi.features.campaigns import writing_sealing as sealing
from usi.features.campaigns.models import Writing
from usi.features.campaigns.views import helping, links
from usi.spine.publications import queries as publications
from usi.spine.publications import versions
from usi.spine.publications.models import Publication
from usi.spine.taxonomy import countries


@access.everyone
@admission.limited
def write(request: HttpRequest, number: int) -> HttpResponseBase:
    """Show the letter in the language of the targets, with the reader's own beside it, and take what is written."""
    request.section = "campaigns"  # type: ignore[attr-defined]
    reader: Reader = request.reader  # type: ignore[attr-defined]
    campaign = queries.shown(number=number, reader=reader, language=reading.now(request))
    found = queries.written_to(campaign)
    if not found:
        raise Http404
    if campaign.campaign.closed:
        return _closed(request, campaign)
    letters = queries.model_letters(number)
    desks = queries.desks(found, letters, original=campaign.language)
    asked = request.POST.get("language") or request.GET.get("language", "")
    desk = next((row for row in desks if row.language == asked), desks[0])
    known = queries.known_of(reader) if reader.signed_in else {}
    form = forms.WriteForm(request.POST or None, targets=desk.targets, proposed=desk.proposed, initial=known)
    status = 200
    if request.method == "POST":
        if refusal := helping.too_often(request, "campaigns.write", helping.CALLER):
            return refusal
        if form.is_valid():
            response = _take(request, campaign, form)
            if response is not None:
                return response
            status = 429
    published = [sealing.unseal_target(bytes(row.address)) for row in desk.targets if row.public_address and row.address]
    context = {
        "campaign": campaign, "form": form, "desk": desk, "desks": desks, "published": published,
        "own": _own(request, campaign, letters, desk.language),
    }  # fmt: skip
    return render(request, "campaigns/letter/write.html", context, status=status)


def _take(request: HttpRequest, campaign: Publication, form: forms.WriteForm) -> HttpResponseBase | None:
    if not helping.address_may(form):
        return None
    data = form.cleaned_data
    try:
        actions.write(campaign=campaign.pk, address=data["email"], draft=form.draft(), targets=data["targets"])
    except actions.Closed:
        return _closed(request, campaign)
    return HttpResponseRedirect(reverse("campaigns:written", kwargs={"number": campaign.pk}))


def _own(request: HttpRequest, campaign: Publication, letters: dict[str, Any], language: str) -> Any:
    """Return the letter in a language that the reader reads, else in English, where the target reads another."""
    reads = languages.current()
    own = letters.get(reads) or queries.letter_in(versions.text_in(campaign, reading.now(request))) or letters.get("en")
    return own if own is not None and own.language != language else None


@access.cached
def written(request: HttpRequest, number: int) -> HttpResponse:
    """Ask to look into the mailbox; the same page for every address."""
    request.section = "campaigns"  # type: ignore[attr-defined]
    campaign = publications.one(number=number, reader=request.reader, language=reading.now(request), kind="campaign")  # type: ignore[attr-defined]
    return render(request, "campaigns/letter/written.html", {"campaign": campaign})


@links.page(gone="campaigns/letter/link.html")
def send(request: HttpRequest, token: str) -> HttpResponseBase:
    """Show the letter and a button; the button sends it."""
    changed = False
    if request.method == "POST":
        try:
            actions.send(token=token, seen=request.POST.get("seen", ""))
            return HttpResponseRedirect(reverse("campaigns:send_letter", kwargs={"token": token}))
        except actions.Changed:
            changed = True
        except actions.Closed:
            pass
    writing = queries.writing_by_token(token)
    if writing is None:
        raise actions.UnknownLink
    context = _context(request, writing, token)
    context |= {"changed": changed, "open": queries.writable(writing.campaign_id)}
    context["mark"] = queries.mark_of_writing(writing, context["letters"])
    return render(request, "campaigns/letter/send.html", context)


@links.page(gone="campaigns/letter/link.html")
def drop(request: HttpRequest, token: str) -> HttpResponseBase:
    """Show what will be erased and a button; the button erases it."""
    if request.method == "POST":
        row = actions.drop(token=token)
        return render(request, "campaigns/letter/dropped.html", {"campaign": row.campaign})
    writing = queries.writing_by_token(token)
    if writing is None:
        raise actions.UnknownLink
    return render(request, "campaigns/letter/drop.html", _context(request, writing, token))


def _context(request: HttpRequest, writing: Writing, token: str) -> dict[str, Any]:
    language = languages.current()
    return {
        "writing": writing,
        "letters": queries.letters_of(writing),
        "campaign": writing.campaign,
        "country": countries.name(writing.country, language),
        "text": versions.text_in(writing.campaign, reading.now(request)),
        "token": token,
    }


def _closed(request: HttpRequest, campaign: Publication) -> HttpResponse:
    return render(request, "campaigns/closed.html", {"campaign": campaign, "facts": queries.facts(campaign.pk)}, status=409)
