"""Creates a publication, and places it with what it is about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models, transaction

from usi.base import ids, text, time
from usi.spine.actors.models import Actor
from usi.spine.journal import actions as journal
from usi.spine.media.models import Picture
from usi.spine.publications import figures
from usi.spine.publications.models import Placement, Publication, Reason, Revision, State, Visibility

TWICE_SECONDS = 120


@transaction.atomic
def create(
    *,
    kind: str,
    author: Actor,
    typed_by: Actor | None,
    language: str,
    title: str,
    summary: str = "",
    body: str = "",
    cover: Picture | None = None,
    country: str = "",
    visibility: str = Visibility.PUBLIC,
    subjects: Iterable[Actor] = (),
    facts: models.Model | None = None,
    once: bool = False,
) -> Publication:
    """Create a draft in an actor's name, with its placements, its first version and its facts, in one transaction.

    `facts` is an unsaved row of the feature's table whose one-to-one field is named `publication`. `once`: a form sent twice within
    `TWICE_SECONDS` gives the draft that the first one made, as long as it is untouched.
    """
    if once and (same := _just_made(kind=kind, author=author, typed_by=typed_by, language=language, title=text.line(title))):
        return same
    number, moment = ids.new(), time.now()
    publication = Publication(
        id=number,
        kind=kind,
        uri=f"{settings.URL}/publications/{number}",
        author=author,
        typed_by=typed_by,
        language=language,
        title=text.line(title),
        summary=text.prose(summary),
        body=text.prose(body),
        cover=cover,
        country=country,
        visibility=visibility,
        position=number,
        changed_at=moment,
        created_at=moment,
    )
    publication.save(force_insert=True)
    if facts is not None:
        linked: Any = facts
        linked.publication = publication
        linked.save(force_insert=True)
    Revision.objects.create(
        publication=publication,
        version=1,
        title=publication.title,
        summary=publication.summary,
        body=publication.body,
        by=typed_by,
        at=moment,
    )
    _placement(publication, author, Reason.AUTHOR).save(force_insert=True)
    place(publication, subjects=subjects)
    journal.record("publication.created", publication, by=typed_by.pk if typed_by else author.pk, data={"kind": kind, "author": author.pk})
    return publication


def _just_made(**said: Any) -> Publication | None:
    since = time.now() - timedelta(seconds=TWICE_SECONDS)
    found: Publication | None = Publication.objects.filter(**said, version=1, state=State.DRAFT, created_at__gte=since).first()
    return found


@transaction.atomic
def place(publication: Publication, *, subjects: Iterable[Actor]) -> None:
    """Set what a publication is about; placements that no longer hold are taken away."""
    wanted = {actor.pk: actor for actor in subjects}
    before = figures.actor_ids(publication)
    present = set(Placement.objects.filter(publication=publication, reason=Reason.SUBJECT).values_list("actor_id", flat=True))
    Placement.objects.filter(publication=publication, reason=Reason.SUBJECT, actor_id__in=present - wanted.keys()).delete()
    Placement.objects.bulk_create(
        [_placement(publication, actor, Reason.SUBJECT) for number, actor in wanted.items() if number not in present]
    )
    if figures.counts(publication):
        figures.add(publication.kind, before - figures.actor_ids(publication), -1)
        figures.add(publication.kind, figures.actor_ids(publication) - before, 1)
    if publication.state == State.PUBLISHED and present != wanted.keys():
        journal.record("publication.placed", publication, data={"subjects": sorted(wanted)})


def _placement(publication: Publication, actor: Actor, reason: str) -> Placement:
    return Placement(
        actor=actor,
        publication=publication,
        reason=reason,
        kind=publication.kind,
        language=publication.language,
        position=publication.position,
    )
