"""Turns lists of publications into feed entries."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.utils import timezone

from usi.base import feeds, html
from usi.base.access import ANONYMOUS
from usi.spine.actors.models import Actor
from usi.spine.publications import queries as publications
from usi.spine.publications import versions
from usi.spine.publications.models import Publication, Translation


def public(
    *, language: str, actor: Actor | None = None, kind: str = "", written_in: str = "", before: int = 0
) -> tuple[list[feeds.Item], int]:
    """Return the newest entries that everyone may read, in a language where there is such a text, and the next cursor."""
    page = publications.page(reader=ANONYMOUS, language=language, actor=actor, kind=kind, written_in=written_in, before=before)
    return items(page.items, language=language), page.older


def items(found: Iterable[Publication], *, language: str) -> list[feeds.Item]:
    """Return publications as feed entries, with their whole text."""
    rows = list(found)
    bodies = dict(Publication.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", "body"))
    # The body goes with the title: a summary in one language and a text in another would be read out wrongly.
    translated = [row.pk for row in rows if row.shown.state]
    bodies |= dict(Translation.objects.filter(publication__in=translated, language=language).values_list("publication_id", "body"))
    return [_item(row, bodies.get(row.pk, ""), language) for row in rows]


def _item(row: Publication, body: str, language: str) -> feeds.Item:
    url = settings.URL + row.get_absolute_url()
    return feeds.Item(
        id=row.uri,
        url=url,
        title=row.shown_title,
        summary=row.shown_summary,
        html=versions.note(row.language, row.shown.state, url=url, language=language) + html.render(body),
        language=row.shown_language,
        author=row.author.name,
        published=row.published_at or timezone.now(),
        changed=row.changed_at,
        image=settings.URL + row.cover.url(row.cover.widths[-1], "webp") if row.cover else "",
        image_bytes=0,
        categories=(row.kind,),
    )
