"""Feeds without a language prefix, permanent addresses, and the follow button."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_GET, require_POST

from usi.base import access, feeds, languages, onward, pages
from usi.spine.actors import actions as actors
from usi.spine.actors import queries as actor_queries
from usi.spine.actors import types
from usi.spine.actors.models import Actor
from usi.spine.publications import kinds
from usi.spine.publications import queries as publications
from usi.surfaces.feed import queries
from usi.surfaces.feed.forms import FollowForm


@access.cached
@require_GET
def everything(request: HttpRequest, language: str, format: str) -> HttpResponse:
    """All that is public, newest first."""
    return _feed(request, language, format, title=settings.NODE_NAME, page_url=_front(language))


@access.cached
@require_GET
def of_kind(request: HttpRequest, language: str, kind: str, format: str) -> HttpResponse:
    """All of one kind."""
    found = kinds.find(kind)
    if found is None:
        raise Http404
    with translation.override(language):
        title = f"{settings.NODE_NAME}: {found.label_plural}"
    return _feed(request, language, format, title=title, page_url=_front(language), kind=kind)


@access.cached
@require_GET
def of_language(request: HttpRequest, language: str, written: str, format: str) -> HttpResponse:
    """All that was written in one language."""
    if not languages.is_language(written):
        raise Http404
    return _feed(
        request,
        language,
        format,
        title=f"{settings.NODE_NAME}: {languages.own_name(written)}",
        page_url=_front(language),
        written_in=written,
    )


@access.cached
@require_GET
def of_actor(request: HttpRequest, language: str, handle: str, format: str) -> HttpResponse:
    """All that appears with one actor; `kind` and `written` in the query narrow it."""
    actor = actor_queries.by_handle(handle, language=language)
    if actor is None:
        raise Http404
    kind, written = request.GET.get("kind", ""), request.GET.get("written", "")
    description = actor.shown_summary if types.get(actor.type).summary_public else ""
    with translation.override(language):
        url = settings.URL + actor.get_absolute_url()
    return _feed(
        request, language, format, title=actor.shown_name, description=description, page_url=url, actor=actor, kind=kind, written_in=written
    )


def _front(language: str) -> str:
    with translation.override(language):
        return settings.URL + reverse("website:front")


def _feed(
    request: HttpRequest,
    language: str,
    format: str,
    *,
    title: str,
    page_url: str,
    description: str = "",
    actor: Actor | None = None,
    kind: str = "",
    written_in: str = "",
) -> HttpResponse:
    if language not in dict(languages.interface()):
        raise Http404
    with translation.override(language):
        items, older = queries.public(language=language, actor=actor, kind=kind, written_in=written_in, before=pages.cursor(request))
        chosen = urlencode({name: value for name, value in (("kind", kind), ("written", written_in)) if value and name in request.GET})
        own = settings.URL + request.path + (f"?{chosen}" if chosen else "")
        feed = feeds.Feed(
            title=title,
            description=description or str(settings.STRAP),
            page_url=page_url,
            own_url=own,
            language=language,
            items=items,
            next_url=f"{own}{'&' if chosen else '?'}before={older}" if older else "",
        )
        return feeds.respond(feed, format)


@access.everyone
@require_GET
def actor_uri(request: HttpRequest, number: int) -> HttpResponseBase:
    """Lead from an actor's permanent uri to its page."""
    return HttpResponseRedirect(get_object_or_404(Actor.objects.active().local(), pk=number).get_absolute_url())


@access.everyone
@require_GET
def publication_uri(request: HttpRequest, number: int) -> HttpResponseBase:
    """Lead from a publication's permanent uri to its page."""
    return HttpResponseRedirect(publications.one(number=number, reader=request.reader, language="en").get_absolute_url())  # type: ignore[attr-defined]


@access.members
@require_POST
def follow(request: HttpRequest, number: int) -> HttpResponseBase:
    """Follow or stop following an actor, and go back to where the button was."""
    target = get_object_or_404(Actor.objects.active(), pk=number)
    me = get_object_or_404(Actor, pk=request.reader.actor_id)  # type: ignore[attr-defined]
    form = FollowForm(request.POST)
    if form.is_valid() and me.pk != target.pk:
        (actors.follow if form.cleaned_data["action"] == "follow" else actors.unfollow)(follower=me, target=target)
    return HttpResponseRedirect(onward.address(request, form.cleaned_data.get("next", ""), otherwise=target.get_absolute_url()))
