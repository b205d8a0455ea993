"""Stores and removes pictures and documents."""

from __future__ import annotations

import hashlib
import secrets
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from usi.base import text, time
from usi.spine.journal import actions as journal
from usi.spine.media import documents, images
from usi.spine.media.models import Document, Picture


def store(upload: IO[bytes] | images.Drawn, *, alt: str, language: str, credit: str = "", by: int | None = None) -> Picture:
    """Check a picture, draw it anew and store its renditions under a random name; what was brought is thrown away.

    `alt` says what it shows, in `language`; `by` is the actor id of who brought it.

    :raises images.PictureRefused: if there is no description or the file cannot be used
    """
    alt = _described(alt)
    drawn = upload if isinstance(upload, images.Drawn) else images.redraw(upload)
    small = min((r for r in drawn.renditions if r.format == "webp"), key=lambda r: r.width)
    picture = Picture(
        name=secrets.token_hex(16), width=drawn.width, height=drawn.height, alt=alt, alt_language=language,
        credit=text.line(credit)[:200], bytes_small=len(small.content), uploaded_by=by, created_at=time.now(),
    )
    written: list[str] = []
    try:
        for rendition in drawn.renditions:
            name = picture.file(rendition.width, rendition.format)
            # Noted first: a write that fails half-way has made the file already. The name is random, so nobody else's.
            written.append(name)
            default_storage.save(name, ContentFile(rendition.content))
        with transaction.atomic():
            picture.save(force_insert=True)
            journal.record("picture.stored", picture, by=by)
    except BaseException:
        # A full disk must not leave half a picture behind.
        for name in written:
            default_storage.delete(name)
        raise
    return picture


@transaction.atomic
def describe(picture: Picture, *, alt: str, language: str, credit: str = "", by: int | None = None) -> None:
    """Change what is said of a picture; the picture itself stays.

    :raises images.PictureRefused: if there is no description
    """
    alt = _described(alt)
    picture.alt, picture.alt_language, picture.credit = alt, language, text.line(credit)[:200]
    picture.save(update_fields=["alt", "alt_language", "credit"])
    journal.record("picture.described", picture, by=by)


def _described(alt: str) -> str:
    alt = text.line(alt)[:500]
    if not alt:
        raise images.PictureRefused(_("Say in a few words what the picture shows, for people who cannot see it."))
    return alt


def take_document(upload: IO[bytes] | documents.Cleaned, *, by: int | None = None) -> Document:
    """Check a document, make it anew and store it under a random name; what was brought is thrown away.

    A form that checked it already (`media.forms.DocumentField`) hands on what came of that. `by` is the actor id of who brought it.

    :raises documents.DocumentRefused: if the file cannot be used
    """
    cleaned = upload if isinstance(upload, documents.Cleaned) else documents.clean(upload)
    document = Document(
        name=secrets.token_hex(16), format=cleaned.format, bytes=len(cleaned.content), pages=cleaned.pages,
        sha256=hashlib.sha256(cleaned.content).hexdigest(), uploaded_by=by, created_at=time.now(),
    )
    name = default_storage.save(document.file, ContentFile(cleaned.content))
    try:
        with transaction.atomic():
            document.save(force_insert=True)
            journal.record("document.stored", document, by=by)
    except BaseException:
        default_storage.delete(name)
        raise
    return document


def remove_document(document: Document, *, by: int | None) -> None:
    """Remove a document and its file."""
    with transaction.atomic():
        journal.record("document.removed", document, by=by)
        name = document.file
        document.delete()
        transaction.on_commit(lambda: _delete([name]))


def remove(picture: Picture, *, by: int | None) -> None:
    """Remove a picture and its files."""
    names = [picture.file(width, format) for width in picture.widths for format in ("webp", "jpg")]
    with transaction.atomic():
        journal.record("picture.removed", picture, by=by)
        picture.delete()
        transaction.on_commit(lambda: _delete(names))


def _delete(names: list[str]) -> None:
    for name in names:
        default_storage.delete(name)
