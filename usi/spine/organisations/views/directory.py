"""The directory, as a page, as a feed and as a file."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.html import linebreaks
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from usi.base import access, feeds, languages, limits, pages, reading
from usi.base.errors import too_many
from usi.spine.organisations import download as files
from usi.spine.organisations import queries
from usi.spine.publications import versions

FILES = {"csv": (files.as_csv, "text/csv; charset=utf-8"), "json": (files.as_json, "application/json; charset=utf-8")}


@access.cached
@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """Show the organisations that a choice leaves, and what else could be chosen."""
    request.section = "directory"  # type: ignore[attr-defined]
    language = languages.current()
    choice = queries.Choice.read(request.GET)
    listing = queries.listing(choice, language=reading.now(request), after=pages.cursor(request, "after"))
    context = {
        "choice": choice,
        "listing": listing,
        "facets": queries.facets(choice, language=language),
        "hidden": {name: value for name, value in choice.chosen.items() if name != "q"},
        "parent": queries.parent_name(choice, language=language),
        "next": f"{choice.address()}&after={listing.after}".replace("?&", "?") if listing.after else "",
        "address": choice.address() if choice.chosen else "",
        "lift_of": choice.address(of=""),
        "lift_language": choice.address(language=""),
    }
    return render(request, "organisations/directory.html", context)


@access.cached
@require_safe
def feed(request: HttpRequest, language: str, format: str) -> HttpResponse:
    """Tell of the organisations that came in last, of those a choice leaves, as a feed."""
    if language not in dict(languages.interface()) or format not in feeds.TYPES:
        raise Http404
    choice = queries.Choice.read(request.GET)
    with translation.override(language):
        own = f"{settings.URL}{request.path}" + (choice.address() if choice.chosen else "")
        page = f"{settings.URL}{reverse('organisations:directory')}" + (choice.address() if choice.chosen else "")
        rows, older = queries.newest(choice, language=language, before=pages.cursor(request))
        items = [_item(row, language) for row in rows]
        title = f"{settings.NODE_NAME}: {_('New in the directory')}"
        found = feeds.Feed(
            title=title, description=str(settings.STRAP), page_url=page, own_url=own, language=language, items=items,
            next_url=f"{own}{'&' if choice.chosen else '?'}before={older}" if older else "",
        )  # fmt: skip
        return feeds.respond(found, format)


def _item(row: queries.Newcomer, language: str) -> feeds.Item:
    actor = row.organisation.actor
    url = settings.URL + actor.get_absolute_url()
    note = versions.note(actor.language, row.state, url=url, language=language)
    return feeds.Item(
        id=actor.uri, url=url, title=actor.shown_name, summary=actor.shown_summary,
        html=note + linebreaks(actor.shown_summary, autoescape=True) if note else "",
        language=row.language, author=actor.shown_name, published=actor.created_at, changed=actor.created_at,
        categories=(str(row.organisation.get_kind_display()),),
    )  # fmt: skip


@access.everyone
@require_safe
def download(request: HttpRequest, language: str, format: str) -> HttpResponseBase:
    """Give what is public of the organisations that a choice leaves, as a file that is sent while it is read."""
    if language not in dict(languages.interface()) or format not in FILES:
        raise Http404
    if not limits.allow("directory-file", limits.caller(request), times=20, seconds=600):
        return too_many(request, seconds=600)
    write, content_type = FILES[format]
    rows = queries.filtered(queries.Choice.read(request.GET))
    response = StreamingHttpResponse(write(rows, language=language), content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="organisations.{format}"'
    return response
