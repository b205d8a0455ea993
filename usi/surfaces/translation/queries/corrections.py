"""Reads of what readers say is wrong with translations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from usi.base import pages
from usi.base.access import Reader
from usi.spine.publications import kinds
from usi.spine.publications import queries as publications
from usi.spine.publications.models import Moderation, Publication, State, Translation, Visibility
from usi.surfaces.translation.models import Correction
from usi.surfaces.translation.queries.people import checks_of

OWN_ROLES = ("owner", "editor", "translator")
TEXTS = ("title", "summary", "body")


@dataclass(frozen=True)
class Part:
    """One text that can be corrected: what it is called, how the original says it, and how the translation does."""

    key: str
    label: str
    original: str
    said: str
    long: bool


@dataclass(frozen=True)
class Change:
    """One text as it was, as it should be, and as it stands now."""

    label: str
    original: str
    was: str
    now: str
    stands: str

    @property
    def overtaken(self) -> bool:
        """Whether somebody has changed it since."""
        return self.stands not in (self.was, self.now)


def translation_of(number: int, language: str, *, reader: Reader) -> Translation:
    """Return a translation of what a reader may see, with its publication.

    :raises Http404: if there is none, or the reader may not see it
    """
    publication = publications.one(number=number, reader=reader, language=language)
    found = Translation.objects.filter(publication=publication, language=language).first()
    if found is None:
        raise Http404
    found.publication = publication
    return found


def parts(translation: Translation) -> list[Part]:
    """Return what can be corrected, in the order of the page."""
    publication: Publication = translation.publication
    labels = {"title": _("Title"), "summary": _("Summary"), "body": _("Text")}
    originals: dict[str, str] = {name: getattr(publication, name) for name in TEXTS}
    originals |= kinds.pieces_of([(publication.pk, publication.kind)]).get(publication.pk, {})
    found = []
    for place, (key, original) in enumerate(originals.items(), 1 - len(TEXTS)):
        said = said_in(translation, key)
        if original and (said or key in TEXTS):
            label = labels.get(key) or _("Part %(number)s") % {"number": place}
            found.append(Part(key, label, original, said, key == "body" or "\n" in original))
    return found


def said_in(translation: Translation, key: str) -> str:
    """Return one text of a translation."""
    return str(getattr(translation, key)) if key in TEXTS else translation.pieces.get(key, "")


def changes(correction: Correction, translation: Translation | None) -> list[Change]:
    """Return what a suggestion would change."""
    known = {part.key: part for part in parts(translation)} if translation else {}
    wanted: Mapping[str, Any] = correction.changes
    return [
        Change(
            known[key].label if key in known else key, known[key].original if key in known else "", row["was"], row["now"],
            said_in(translation, key) if translation else "",
        )
        for key, row in wanted.items()
    ]


def decidable(reader: Reader) -> QuerySet[Correction]:
    """Return what a reader may decide: a moderator all, others for organisations for which they translate and in pairs they check."""
    rows = Correction.objects.filter(state=Correction.State.OPEN).filter(
        publication__state=State.PUBLISHED, publication__moderation=Moderation.CLEAR
    )
    if reader.moderates():
        return rows
    own = [number for number, role in reader.roles.items() if role in OWN_ROLES]
    allowed = Q(publication__author_id__in=own)
    for original, language in checks_of(reader.actor_id):
        allowed |= Q(publication__language=original, language=language, publication__visibility=Visibility.PUBLIC)
    return rows.filter(allowed).exclude(by_id=reader.actor_id or 0)


def waiting(reader: Reader, *, before: int = 0) -> pages.Page[Correction]:
    """Return one page of what a reader may decide, newest first."""
    rows = decidable(reader).filter(pk__lt=before or pages.LAST).select_related("publication", "by").order_by("-pk")
    return pages.of(list(rows[: pages.SIZE + 1]), before=before, size=pages.SIZE)


def mine(reader: Reader, translation: Translation) -> list[Correction]:
    """Return what a reader has suggested for a translation, newest first, with what came of it."""
    rows = Correction.objects.filter(publication=translation.publication, language=translation.language, by_id=reader.actor_id or 0)
    return list(rows.order_by("-pk")[:5])
