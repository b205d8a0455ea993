"""A reader asks for a text in a language."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from usi.base import access, errors, languages, limits
from usi.base.access import Reader
from usi.spine.actors.models import Actor
from usi.surfaces.translation import actions, forms, queries

TIMES, SECONDS, DAY = 20, 3600, 24 * 3600


@access.everyone
@require_http_methods(["GET", "HEAD", "POST"])
def want(request: HttpRequest, what: str, number: int) -> HttpResponseBase:
    """Ask to read something in a language. Who has no account is counted once a day, by nothing that is stored."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    subject = queries.readable(what, number, reader)
    if subject is None:
        raise Http404
    there = queries.languages_there(subject)
    form = forms.WantForm(request.POST or None, there=there, initial={"language": request.GET.get("language") or languages.current()})
    if request.method == "POST" and form.is_valid():
        who = limits.pseudonym(f"actor {reader.actor_id}") if reader.signed_in else limits.caller(request)
        if not limits.allow("translation.want", who, times=TIMES, seconds=SECONDS):
            return errors.too_many(request, seconds=SECONDS)
        language = form.cleaned_data["language"]
        first = limits.allow(f"translation.want {what} {number} {language}", who, times=1, seconds=DAY)
        by = Actor.objects.filter(pk=reader.actor_id or 0).first()
        actions.want(subject, language=language, by=by, counted=first)
        return HttpResponseRedirect(reverse("translation:want", kwargs={"what": what, "number": number}) + f"?asked={language}")
    asked = request.GET.get("asked", "")
    jobs = queries.wanted_for(**{f"{what}_id": number})
    context = {
        "form": form, "what": what, "subject": subject, "title": queries.title_of(subject), "there": sorted(there),
        "asked": jobs.get(asked) if languages.is_language(asked) else None, "jobs": [job for job in jobs.values() if job.readers],
    }  # fmt: skip
    return render(request, "translation/want.html", context)
