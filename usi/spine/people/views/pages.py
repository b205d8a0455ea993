"""A person's page, as far as the reader may see it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from usi.base import access, languages, pages, reading
from usi.spine.actors import queries as actors
from usi.spine.people import queries
from usi.spine.publications import queries as publications


@access.cached
def page(request: HttpRequest, handle: str) -> HttpResponse:
    """Show who somebody is, to those whom they let know it, and what they published."""
    reader, language = request.reader, languages.current()  # type: ignore[attr-defined]
    profile = queries.profile(handle, reader=reader, language=language)
    if profile is None:
        raise Http404
    actor = profile.person.actor
    read = reading.now(request)
    found = publications.page(reader=reader, language=read, actor=actor, before=pages.cursor(request))
    context = {
        "profile": profile,
        "actor": actor,
        "page": found,
        "facts": publications.facts_of(found.items, read),
        "follows": actors.follows(follower_id=reader.actor_id, target_id=actor.pk),
        "mine": reader.actor_id == actor.pk,
        "shown": {
            name: profile.shows(name) for name in ("languages", "skills", "country", "sectors", "organisations", "picture", "summary")
        },
    }
    return render(request, "people/page.html", context)
