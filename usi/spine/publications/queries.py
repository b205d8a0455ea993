"""Reads of publications, named after the question. All start from what the reader may see."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import Sum
from django.http import Http404

from usi.base import pages
from usi.base.access import Reader
from usi.spine.actors.models import Actor
from usi.spine.publications import kinds
from usi.spine.publications.models import Figure, Placement, Publication, PublicationQuerySet, Reason

# As many as SQLite takes as parameters of one query in its oldest builds, and a little room.
MOST_AT_ONCE = 900


def listed(
    *, reader: Reader, language: str, actor: Actor | None = None, kind: str = "", written_in: str = "", reason: str = ""
) -> PublicationQuerySet:
    """Return what a reader may see, everywhere or with one actor, ready for cards; order and cut it with `page`.

    `language` is the reader's; `written_in` and `kind` narrow the list; `reason` keeps one reason of appearing with the actor.
    """
    found: PublicationQuerySet = Publication.objects.visible_to(reader)
    if actor is not None:
        # One filter call, so that all conditions meet the same placement and its index.
        narrow = {"placements__actor": actor}
        if kind:
            narrow["placements__kind"] = kind  # type: ignore[assignment]
        if written_in:
            narrow["placements__language"] = written_in  # type: ignore[assignment]
        if reason:
            narrow["placements__reason"] = reason  # type: ignore[assignment]
        found = found.filter(**narrow)
    else:
        found = found.filter(kind=kind) if kind else found
        found = found.filter(language=written_in) if written_in else found
    return found.for_cards(language)


def page(
    *,
    reader: Reader,
    language: str,
    actor: Actor | None = None,
    kind: str = "",
    written_in: str = "",
    before: int = 0,
    size: int = pages.SIZE,
) -> pages.Page[Publication]:
    """Return one page of a list, newest first."""
    if actor is None:
        return pages.cut(listed(reader=reader, language=language, kind=kind, written_in=written_in), before=before, size=size)
    return _actor_page(reader=reader, language=language, actor=actor, kind=kind, written_in=written_in, before=before, size=size)


def _actor_page(
    *, reader: Reader, language: str, actor: Actor, kind: str, written_in: str, before: int, size: int
) -> pages.Page[Publication]:
    walk = Placement.objects.filter(actor=actor)
    walk = walk.filter(kind=kind) if kind else walk
    walk = walk.filter(language=written_in) if written_in else walk
    return _gather(
        walk.values_list("publication_id", "position").order_by("-position"), reader=reader, language=language, before=before, size=size
    )


def _gather(walk: Any, *, reader: Reader, language: str, before: int, size: int) -> pages.Page[Publication]:
    """Walk placements from the cursor, a batch at a time, until the page is full of what the reader may see.

    Each batch is four times the one before, so that a page behind many drafts takes few queries too.
    """
    items: dict[int, Publication] = {}
    position, batch = before, 2 * size
    while True:
        rows = list((walk.filter(position__lt=position) if position else walk)[:batch])
        fresh = [number for number, _ in rows if number not in items]
        found = {row.pk: row for row in Publication.objects.visible_to(reader).filter(pk__in=fresh).for_cards(language)} if fresh else {}
        for number, _ in rows:
            if number in found:
                items.setdefault(number, found[number])
        if len(items) > size or len(rows) < batch:
            break
        position, batch = rows[-1][1], min(4 * batch, MOST_AT_ONCE)
    kept = sorted(items.values(), key=lambda row: -row.position)
    more = len(kept) > size
    return pages.Page(kept[:size], older=kept[size - 1].position if more else 0, at_start=not before)


def home(
    *, reader: Reader, language: str, before: int = 0, size: int = pages.SIZE, kind: str = "", written_in: str = ""
) -> tuple[pages.Page[Publication], dict[int, list[tuple[int, str]]]]:
    """Return a page of what the actors one follows said or are subject of, and why each item is there: (actor id, reason)."""
    items: dict[int, Publication] = {}
    why: dict[int, list[tuple[int, str]]] = {}
    position, batch = before, 2 * size
    while True:
        rows = _home_rows(follower_id=reader.actor_id or 0, before=position, size=batch, kind=kind, written_in=written_in)
        numbers = list(dict.fromkeys(row[0] for row in rows))
        fresh = [number for number in numbers if number not in items]
        found = {row.pk: row for row in Publication.objects.visible_to(reader).filter(pk__in=fresh).for_cards(language)} if fresh else {}
        items.update(found)
        for number, _, actor_id, reason in rows:
            why.setdefault(number, []).append((actor_id, reason))
        if len(items) > size or len(rows) < batch:
            break
        position, batch = rows[-1][1], min(4 * batch, MOST_AT_ONCE)
    kept = sorted(items.values(), key=lambda row: -row.position)
    more = len(kept) > size
    return pages.Page(kept[:size], older=kept[size - 1].position if more else 0, at_start=not before), why


def _home_rows(*, follower_id: int, before: int, size: int, kind: str, written_in: str) -> list[tuple[int, int, int, str]]:
    """Return the newest placements over all followed actors.

    For each follow, one index walk finds where its newest `size` placements begin; only those are merged. The cost depends on the
    number of follows, not on how much was ever said.
    """
    narrow, values = "", []
    if kind:
        narrow, values = " AND {0}.kind = %s", [kind]
    elif written_in:
        narrow, values = " AND {0}.language = %s", [written_in]
    bound = before or 2**63 - 1
    statement = (
        "SELECT p.publication_id, p.position, p.actor_id, p.reason FROM actors_follow f"
        " JOIN publications_placement p ON p.actor_id = f.target_id AND p.position < %s"
        " AND p.position >= COALESCE((SELECT q.position FROM publications_placement q WHERE q.actor_id = f.target_id AND q.position < %s"
        f"{narrow.format('q')} ORDER BY q.position DESC LIMIT 1 OFFSET %s), 0){narrow.format('p')}"
        " WHERE f.follower_id = %s ORDER BY p.position DESC LIMIT %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [bound, bound, *values, size - 1, *values, follower_id, size])
        return [(row[0], row[1], row[2], row[3]) for row in cursor.fetchall()]


def facts_of(items: Iterable[Publication]) -> dict[int, Any]:
    """Return what each publication's kind adds to its card: at most one query for each kind present."""
    by_kind: dict[str, list[Publication]] = {}
    for publication in items:
        by_kind.setdefault(publication.kind, []).append(publication)
    facts: dict[int, Any] = {}
    for name, group in by_kind.items():
        kind = kinds.find(name)
        if kind is not None:
            facts.update(kind.facts(group))
    return facts


def one(*, number: int, reader: Reader, language: str, kind: str = "") -> Publication:
    """Return one publication as a reader may see it.

    :raises Http404: if there is none or the reader may not see it
    """
    found = Publication.objects.visible_to(reader).filter(pk=number)
    found = found.filter(kind=kind) if kind else found
    publication = found.with_text(language).select_related("author", "author__picture", "cover", "typed_by").first()
    if publication is None:
        raise Http404
    return publication  # type: ignore[no-any-return]


def subjects_of(publication: Publication, *, language: str) -> list[Actor]:
    """Return the themes and countries a publication is about."""
    return list(
        Actor.objects.active()
        .filter(placements__publication=publication, placements__reason=Reason.SUBJECT)
        .with_text(language)
        .order_by("type", "name")
    )


def figures_of(actor: Actor) -> dict[str, int]:
    """Return how many public publications of each kind appear with an actor."""
    return dict(Figure.objects.filter(actor=actor, count__gt=0).values_list("kind", "count"))


def figures_by_actor(*, type: str) -> dict[int, int]:
    """Return the number of public publications with each actor of a type."""
    rows = Figure.objects.filter(actor__type=type, count__gt=0).values("actor_id").annotate(total=Sum("count"))
    return {row["actor_id"]: row["total"] for row in rows}
