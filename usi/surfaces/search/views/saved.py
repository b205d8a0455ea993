"""The searches that a person keeps, and the end of the mails about them."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from usi.base import access, languages
from usi.base.access import Reader
from usi.surfaces.search import actions, tokens
from usi.surfaces.search.queries import Question, saved


@access.members
@require_GET
def list(request: HttpRequest) -> HttpResponse:
    """Show the searches a person keeps."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    return render(request, "search/saved.html", {"searches": saved.of(reader.actor_id or 0)})


@access.members
@require_POST
def save(request: HttpRequest) -> HttpResponseBase:
    """Keep a search and go back to it."""
    question = Question.read(request.POST, language=languages.current())
    if question.empty:
        messages.error(request, _("There is nothing to look for in this search, so it was not saved. Type a word first."))
        return HttpResponseRedirect(reverse("search:search"))
    try:
        actions.save(question, reader=request.reader)  # type: ignore[attr-defined]
    except actions.TooMany:
        messages.error(request, _("You can save up to %(most)s searches. Remove one, then save this one.") % {"most": actions.MOST})
        return HttpResponseRedirect(reverse("search:saved"))
    messages.success(request, _("Saved. When something new comes that fits you get a mail, one a day at most."))
    return HttpResponseRedirect(reverse("search:search") + question.address())


@access.members
@require_POST
def forget(request: HttpRequest, number: int) -> HttpResponseBase:
    """Drop one of the reader's searches."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    actions.forget(number, person_id=reader.actor_id or 0)
    messages.success(request, _("Removed. You get no more mails about it."))
    return HttpResponseRedirect(reverse("search:saved"))


@access.everyone
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponseBase:
    """Ask whether the mails about a saved search, or all, shall end, and end them on the button."""
    known = tokens.read(token)
    if known is None:
        raise Http404
    person_id, number = known
    searches = [row for row in saved.of(person_id) if number in (0, row.pk)]
    if request.method == "POST":
        for row in searches:
            actions.forget(row.pk, person_id=person_id)
        searches = []
    response = render(request, "search/stop.html", {"searches": searches, "all": number == 0})
    response.headers["Cache-Control"] = "private, no-store"
    return response
