"""Reads of the newsroom."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404

from usi.base import prepared
from usi.base.access import Reader
from usi.features.newsroom.models import Article, Autosave
from usi.spine.actors.models import Actor
from usi.spine.organisations.models import Membership, Organisation
from usi.spine.publications import policies
from usi.spine.publications.models import Publication, Reason, Revision, State


@dataclass(frozen=True)
class Change:
    """A stretch of text in a comparison: `same`, `ins` or `del`."""

    kind: str
    text: str


@dataclass(frozen=True)
class Version:
    """A version and what it changed against the one before."""

    revision: Revision
    title: list[Change]
    summary: list[Change]
    body: list[Change]


def draft(number: int) -> Publication:
    """Return an article in whatever state, for those whom the policy let in."""
    found = prepared.rows(_draft, number=number)
    if not found:
        raise Http404
    article: Publication = found[0]
    return article


def _draft(*, number: int) -> QuerySet[Publication]:
    found: QuerySet[Publication] = Publication.objects.filter(pk=number, kind="article")
    return found.select_related("author", "cover", "typed_by", "article__byline")


def byline(publication: Publication) -> Actor | None:
    """Return the person named as the author of an article, if one is."""
    return next((row.byline for row in prepared.rows(_article, number=publication.pk)), None)


def _article(*, number: int) -> QuerySet[Article]:
    return Article.objects.filter(publication_id=number).select_related("byline")


def organisations_for(reader: Reader) -> list[Organisation]:
    """Return the organisations in whose name a reader may draft, the one acted as first."""
    numbers = [number for number, role in reader.roles.items() if role in policies.WRITING_ROLES]
    found = Organisation.objects.listed().filter(pk__in=numbers).select_related("actor").order_by("actor__name")
    return sorted(found, key=lambda row: row.pk != reader.acting_as)


def organisation_of(publication: Publication) -> Organisation | None:
    """Return the organisation in whose name it stands."""
    found: Organisation | None = Organisation.objects.filter(pk=publication.author_id).first()
    return found


def people_of(publication: Publication) -> list[Actor]:
    """Return the people who can be named as author."""
    numbers = Membership.objects.filter(organisation_id=publication.author_id).values("person_id")
    return list(Actor.objects.active().filter(pk__in=numbers).order_by("name"))


def subject_handles(publication: Publication) -> tuple[list[str], list[str]]:
    """Return the handles of its themes and the codes of its countries."""
    rows = publication.placements.filter(reason=Reason.SUBJECT).values_list("actor__type", "actor__handle")
    pairs = list(rows)
    return [handle for type_, handle in pairs if type_ == "theme"], [handle.upper() for type_, handle in pairs if type_ == "country"]


def unsaved(publication: Publication, reader: Reader) -> Autosave | None:
    """Return text that this reader typed and did not save."""
    return Autosave.objects.filter(publication=publication, person_id=reader.actor_id).first()


def moves_for(reader: Reader, publication: Publication) -> list[str]:
    """Return the states a reader may bring an article into from where it stands."""
    allowed = [to for to in State.values if policies.may_move(reader, publication, to)]
    organisation = organisation_of(publication)
    if organisation is not None and not organisation.verified:
        return [to for to in allowed if to not in (State.PUBLISHED, State.SCHEDULED)]
    return allowed


def versions(publication: Publication) -> list[Version]:
    """Return all versions, newest first, each compared with the one before."""
    rows = list(Revision.objects.filter(publication=publication).select_related("by"))
    shown = []
    for index, row in enumerate(rows):
        before = rows[index + 1] if index + 1 < len(rows) else None
        parts = [compare(getattr(before, field) if before else "", getattr(row, field)) for field in ("title", "summary", "body")]
        shown.append(Version(row, *parts))
    return shown


def compare(before: str, after: str) -> list[Change]:
    """Return a word-by-word comparison of two texts."""
    old, new = re.findall(r"\s+|\S+", before), re.findall(r"\s+|\S+", after)
    changes: list[Change] = []
    for tag, i1, i2, j1, j2 in (
        difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if len(old) * len(new) < 25_000_000 else []
    ):
        if tag == "equal":
            changes.append(Change("same", "".join(old[i1:i2])))
            continue
        if i2 > i1:
            changes.append(Change("del", "".join(old[i1:i2])))
        if j2 > j1:
            changes.append(Change("ins", "".join(new[j1:j2])))
    return changes or ([Change("same", after)] if before == after else [Change("del", before), Change("ins", after)])
