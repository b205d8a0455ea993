"""Pages that everyone may read."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from usi.base import access, languages, pages, reading
from usi.base.access import Reader
from usi.features.newsroom import policies, queries
from usi.spine.publications import corrections, versions
from usi.spine.publications import policies as publication_policies
from usi.spine.publications import queries as publications
from usi.spine.publications.models import Moderation, Publication, State


@access.cached
def list(request: HttpRequest) -> HttpResponse:
    """Show the news, newest first, narrowed by language if asked."""
    request.section = "news"  # type: ignore[attr-defined]
    reader: Reader = request.reader  # type: ignore[attr-defined]
    written = request.GET.get("written", "")
    written = written if languages.is_language(written) else ""
    read = reading.now(request)
    page = publications.page(reader=reader, language=read, kind="article", written_in=written, before=pages.cursor(request))
    context = {
        "page": page,
        "facts": publications.facts_of(page.items, read),
        "written": written,
        "may_write": policies.may_start(reader),
    }
    return render(request, "newsroom/list.html", context)


@access.cached
def page(request: HttpRequest, number: int) -> HttpResponse:
    """Show an article in the version that suits the reader best; `?original=1` shows the original, `?in=tr` another version."""
    request.section = "news"  # type: ignore[attr-defined]
    reader: Reader = request.reader  # type: ignore[attr-defined]
    try:
        article = publications.one(number=number, reader=reader, language=reading.now(request), kind="article")
    except Http404:
        return _not_out(request, number, reader)
    return render(request, "newsroom/page.html", _context(request, article, reader))


def _context(request: HttpRequest, article: Publication, reader: Reader) -> dict[str, object]:
    version = versions.of_request(request, article)
    return {
        "article": article,
        "version": version,
        "text": version.text,
        "subjects": publications.subjects_of(article, language=languages.current()),
        "corrections": corrections.of(article, version.text),
        "may_edit": publication_policies.may_edit(reader, article),
        "byline": queries.byline(article),
    }


def _not_out(request: HttpRequest, number: int, reader: Reader) -> HttpResponse:
    article = Publication.objects.filter(pk=number, kind="article").select_related("author").first()
    if article is None:
        raise Http404
    if article.state == State.WITHDRAWN and article.moderation == Moderation.CLEAR and article.visibility == "public":
        return render(request, "newsroom/withdrawn.html", {"article": article}, status=410)
    if not policies.may_see_draft(reader, number=number):
        raise Http404
    context = _context(request, queries.draft(number), reader) | {"not_out": True}
    return render(request, "newsroom/page.html", context)
