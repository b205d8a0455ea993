"""Writes of the newsroom; the text itself is written through the envelope's actions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import IO, Any

from django.db import transaction

from usi.base import text, time
from usi.features.newsroom.models import Article, Autosave
from usi.spine.actors.models import Actor
from usi.spine.media import actions as media
from usi.spine.organisations.models import Organisation
from usi.spine.publications import actions as publications
from usi.spine.publications.models import Publication, State


class NotVerified(Exception):
    """The organisation is not verified yet, so nothing can come out in its name."""


@transaction.atomic
def start(*, by: Actor, organisation: Organisation, language: str, title: str) -> Publication:
    """Start a draft in an organisation's name; a form sent twice in a row gives the draft that the first one started."""
    return publications.create(
        kind="article", author=organisation.actor, typed_by=by, language=language, title=title, facts=Article(), once=True
    )


@transaction.atomic
def save(
    article: Publication, *, by: Actor, version: int, byline: Actor | None, subjects: Iterable[Actor], note: str = "", **changes: Any
) -> Publication:
    """Save an article's text, byline, themes and countries; what had been kept unsaved is dropped.

    :raises publications.Stale: if somebody else saved meanwhile; nothing is changed
    """
    saved = publications.edit(article, by=by, version=version, note=note, **changes)
    publications.place(saved, subjects=subjects)
    Article.objects.filter(publication=saved).update(byline=byline)
    Autosave.objects.filter(publication=saved, person=by).delete()
    return saved


def keep(article: Publication, *, by: Actor, version: int, title: str, summary: str, body: str) -> Autosave:
    """Keep text that was typed but not saved."""
    row, _ = Autosave.objects.update_or_create(
        publication=article,
        person=by,
        defaults={
            "version": version, "title": text.line(title)[:200], "summary": text.prose(summary)[:5000], "body": text.prose(body)[:100_000],
            "at": time.now(),
        },
    )
    return row


@transaction.atomic
def set_cover(article: Publication, *, by: Actor, upload: IO[bytes], alt: str, credit: str) -> Publication:
    """Give an article a picture.

    :raises usi.spine.media.images.PictureRefused: if it cannot be used
    """
    picture = media.store(upload, alt=alt, language=article.language, credit=credit, by=by.pk)
    return publications.edit(article, by=by, version=article.version, cover=picture)


def move(article: Publication, *, to: str, by: Actor, reason: str = "", scheduled_for: datetime | None = None) -> Publication:
    """Bring an article into another state.

    :raises NotVerified: if it would come out in the name of an organisation that is not verified
    :raises publications.MoveRefused: if no such move is possible
    """
    if to in (State.PUBLISHED, State.SCHEDULED) and Organisation.objects.filter(pk=article.author_id, verified=False).exists():
        raise NotVerified
    return publications.move(article, to=to, by=by, reason=reason, scheduled_for=scheduled_for)
