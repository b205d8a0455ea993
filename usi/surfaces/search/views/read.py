"""The search page and the feed of a search."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from usi.base import access, errors, feeds, languages, limits, pages, reading
from usi.base.access import ANONYMOUS, Reader
from usi.spine.publications import versions
from usi.spine.publications.models import Publication
from usi.surfaces.search import queries
from usi.surfaces.search.engine import PUBLICATIONS
from usi.surfaces.search.queries import Question

TIMES, SECONDS = 60, 60
IN_FEED = 30


@access.cached
@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Show what a question finds, what narrows it, and what helps on where it finds nothing."""
    request.section = "search"  # type: ignore[attr-defined]
    language = languages.current()
    question = Question.read(request.GET, language=language)
    context: dict[str, object] = {"question": question, "no_words": bool(question.q) and question.empty}
    if not question.empty:
        if not limits.allow("search", limits.caller(request), times=TIMES, seconds=SECONDS):
            return errors.too_many(request, seconds=SECONDS)
        context |= _found(request, question, request.reader, language)  # type: ignore[attr-defined]
    return render(request, "search/search.html", context)


def _found(request: HttpRequest, question: Question, reader: Reader, language: str) -> dict[str, object]:
    close = queries.near(reader, read=reading.now(request))
    page, after = pages.cursor(request, "page"), pages.cursor(request, "after")
    listing = queries.listing(question, reader=reader, close=close, page=page, after=after)
    tallies = queries.tallies(question, reader=reader, found=listing.candidates)
    context: dict[str, object] = {
        "listing": listing,
        "tally": tallies[""],
        "facets": queries.facets(question, tallies, language=language),
        "hidden": question.chosen | ({"sort": question.sort} if question.sort else {}),
        "address": question.address(),
        "publications_only": queries.groups_of(question) == (PUBLICATIONS,),
        "sorts": [(value, label, question.address(sort=value)) for value, label in _sorts()],
        "next": f"{question.address()}&{'after' if question.sort else 'page'}={listing.next}" if listing.next else "",
        "at_start": page < 2 and not after,
    }
    every = tallies["kind"].total if question.sort and "kind" in tallies else tallies[""].total
    if every <= queries.FEW:
        context["meant"] = queries.meant(question, reader=reader, total=every)
    if not listing.items:
        context["best_first"] = question.address(sort="") if question.sort and every else ""
        context["fewer"] = queries.fewer(question, reader=reader)
        context["everywhere"] = question.asking(question.q).address(**dict.fromkeys(question.chosen, "")) if question.chosen else ""
    return context


def _sorts() -> list[tuple[str, str]]:
    return [("", _("Best first")), ("new", _("Newest first")), ("old", _("Oldest first"))]


@access.cached
@require_GET
def feed(request: HttpRequest, language: str, format: str) -> HttpResponse:
    """Give the newest publications that a question finds as a feed."""
    if language not in dict(languages.interface()) or format not in feeds.TYPES:
        raise Http404
    if not limits.allow("search", limits.caller(request), times=TIMES, seconds=SECONDS):
        return errors.too_many(request, seconds=SECONDS)
    with translation.override(language):
        question = Question.read(request.GET.dict() | {"sort": "new"}, language=language)
        if question.empty:
            raise Http404
        address = question.address(sort="")
        listing = queries.listing(question, reader=ANONYMOUS, close=queries.Near(language), size=IN_FEED)
        found = feeds.Feed(
            title=_("%(node)s: search for %(words)s") % {"node": settings.NODE_NAME, "words": question.q or _("everything")},
            description=str(settings.STRAP), page_url=settings.URL + reverse("search:search") + address,
            own_url=settings.URL + request.path + address, language=language,
            items=[_item(row, row.publication, language) for row in listing.items if row.publication],
        )  # fmt: skip
        return feeds.respond(found, format)


def _item(row: queries.Result, publication: Publication, language: str) -> feeds.Item:
    url = settings.URL + row.url
    note = versions.note(publication.language, row.state, url=url, language=language)
    return feeds.Item(
        id=publication.uri, url=url, title=row.title, summary=row.summary, html=note + row.passage,
        language=row.language, author=publication.author.name,
        published=publication.published_at or timezone.now(), changed=publication.changed_at,
        categories=(publication.kind,),
    )  # fmt: skip
