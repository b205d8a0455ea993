"""Reports: anybody may send one about what they can see."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from usi.base import access, errors, languages, limits
from usi.base.access import Reader
from usi.spine.actors.models import Actor
from usi.surfaces.moderation import actions, forms, queries

TIMES, SECONDS = 12, 3600


@access.everyone
def report(request: HttpRequest, what: str, number: int) -> HttpResponseBase:
    """Report a publication, person or organisation."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    subject = queries.reportable(what, number, reader)
    if subject is None:
        raise Http404
    form = forms.ReportForm(request.POST or None, signed_in=reader.signed_in)
    if request.method == "POST" and form.is_valid():
        if not _allowed(request, reader):
            return errors.too_many(request, seconds=SECONDS)
        reporter = Actor.objects.filter(pk=reader.actor_id or 0).first()
        actions.report(subject, reporter=reporter, language=languages.current(), **form.cleaned_data)
        return HttpResponseRedirect(reverse("moderation:thanks", kwargs={"what": what, "number": number}))
    return render(request, "moderation/report.html", {"form": form, **_about(what, number, reader)})


def _allowed(request: HttpRequest, reader: Reader) -> bool:
    who = limits.pseudonym(f"actor {reader.actor_id}") if reader.signed_in else limits.caller(request)
    return limits.allow("moderation.report", who, times=TIMES, seconds=SECONDS)


def _about(what: str, number: int, reader: Reader) -> dict[str, object]:
    subject = queries.reportable(what, number, reader)
    if subject is None:
        return {"what": what}
    return {
        "what": what,
        "subject": subject,
        "title": queries.title_of(subject),
        "author": queries.author_of(subject),
        "address": queries.address(subject),
    }


@access.everyone
def thanks(request: HttpRequest, what: str, number: int) -> HttpResponse:
    """Say what happens next; the same page whether or not the report was a new one."""
    return render(request, "moderation/thanks.html", _about(what, number, request.reader))  # type: ignore[attr-defined]
