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
from usi.spine.actors.models import Actor, ActorText
from usi.spine.publications import kinds
from usi.spine.publications import queries as publications
from usi.spine.publications.models import Moderation, Publication, State, Translation, Visibility
from usi.surfaces.translation.models import Correction
from usi.surfaces.translation.models.work import Subject
from usi.surfaces.translation.queries import subjects
from usi.surfaces.translation.queries.people import checks_of

OWN_ROLES = ("owner", "editor", "translator")
Text = Translation | ActorText


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


def translation_of(what: str, number: int, language: str, *, reader: Reader) -> Text:
    """Return a translation of what a reader may see, a publication or an actor, with its original.

    An organisation's own words in another language are no translation.

    :raises Http404: if there is none, or the reader may not see it
    """
    if what == "publication":
        subject: Subject | None = publications.one(number=number, reader=reader, language=language)
    else:
        subject = subjects.readable(what, number, reader)
    found = _translation(subject, language) if subject is not None else None
    if found is None:
        raise Http404
    return found


def text_of(correction: Correction, *, lock: bool = False) -> Text | None:
    """Return the translation that a suggestion is about as it stands, None if it is gone or the organisation has written its own."""
    return _translation(correction.subject, correction.language, lock=lock)


def _translation(subject: Subject, language: str, *, lock: bool = False) -> Text | None:
    if isinstance(subject, Publication):
        rows: Any = Translation.objects.filter(publication=subject, language=language)
    else:
        rows = ActorText.objects.filter(actor=subject, language=language).exclude(state=ActorText.State.OWN)
    found: Any = (rows.select_for_update() if lock else rows).first()
    if found is not None:
        # It is known already, and is not asked for again.
        setattr(found, "publication" if isinstance(subject, Publication) else "actor", subject)
    return found  # type: ignore[no-any-return]


def original_of(translation: Text) -> Subject:
    """Return what was translated."""
    return translation.publication if isinstance(translation, Translation) else translation.actor


def same(translation: Text) -> dict[str, Any]:
    """Return the columns of suggestions for a translation."""
    subject = original_of(translation)
    return {"publication" if isinstance(subject, Publication) else "actor": subject, "language": translation.language}


def fields_of(translation: Text) -> tuple[str, ...]:
    """Return the texts that stand in columns of their own, in the order of the page."""
    return ("title", "summary", "body") if isinstance(translation, Translation) else ("name", "summary")


def parts(translation: Text) -> list[Part]:
    """Return what can be corrected, in the order of the page."""
    subject, names = original_of(translation), fields_of(translation)
    labels = {"title": _("Title"), "name": _("Name"), "summary": _("Summary"), "body": _("Text")}
    originals: dict[str, str] = {name: getattr(subject, name) for name in names}
    if isinstance(subject, Publication):
        originals |= kinds.pieces_of([(subject.pk, subject.kind)]).get(subject.pk, {})
    found = []
    for place, (key, original) in enumerate(originals.items(), 1 - len(names)):
        said = said_in(translation, key)
        if original and (said or key in names):
            label = labels.get(key) or _("Part %(number)s") % {"number": place}
            long = key == "body" or "\n" in original or (key == "summary" and isinstance(translation, ActorText))
            found.append(Part(key, label, original, said, long))
    return found


def said_in(translation: Text, key: str) -> str:
    """Return one text of a translation."""
    if key in fields_of(translation):
        return str(getattr(translation, key))
    return translation.pieces.get(key, "") if isinstance(translation, Translation) else ""


def changes(correction: Correction, translation: Text | None) -> list[Change]:
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
    out = Q(publication__state=State.PUBLISHED, publication__moderation=Moderation.CLEAR)
    rows = Correction.objects.filter(out | Q(actor__state=Actor.State.ACTIVE), state=Correction.State.OPEN)
    if reader.moderates():
        return rows
    own = [number for number, role in reader.roles.items() if role in OWN_ROLES]
    allowed = Q(publication__author_id__in=own) | Q(actor_id__in=own)
    for original, language in checks_of(reader.actor_id):
        public = Q(publication__language=original, publication__visibility=Visibility.PUBLIC) | Q(actor__language=original)
        allowed |= public & Q(language=language)
    return rows.filter(allowed).exclude(by_id=reader.actor_id or 0)


def waiting(reader: Reader, *, before: int = 0) -> pages.Page[Correction]:
    """Return one page of what a reader may decide, newest first."""
    rows = decidable(reader).filter(pk__lt=before or pages.LAST).select_related("publication", "actor", "by").order_by("-pk")
    return pages.of(list(rows[: pages.SIZE + 1]), before=before, size=pages.SIZE)


def mine(reader: Reader, translation: Text) -> list[Correction]:
    """Return what a reader has suggested for a translation, newest first, with what came of it."""
    rows = Correction.objects.filter(**same(translation), by_id=reader.actor_id or 0)
    return list(rows.order_by("-pk")[:5])
