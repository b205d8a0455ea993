"""Reads of publications, named after the question. All start from what the reader may see."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import Sum
from django.http import Http404

from usi.base import pages, prepared
from usi.base.access import ANONYMOUS, Reader
from usi.base.reading import Read
from usi.spine.actors.models import Actor, ActorQuerySet
from usi.spine.publications import kinds
from usi.spine.publications.models import Figure, Placement, Publication, PublicationQuerySet, Reason

_MEMBER = Reader(actor_id=0)
# As many as SQLite takes as parameters of one query in its oldest builds, and a little room.
MOST_AT_ONCE = 900


def listed(
    *, reader: Reader, language: Read, actor: Actor | None = None, kind: str = "", written_in: str = "", reason: str = ""
) -> PublicationQuerySet:
    """Return what a reader may see, everywhere or with one actor, ready for cards; order and cut it with `page`.

    `language` is what the reader reads; `written_in` and `kind` narrow the list; `reason` keeps one reason of appearing with the actor.
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
    language: Read,
    actor: Actor | None = None,
    kind: str = "",
    written_in: str = "",
    before: int = 0,
    size: int = pages.SIZE,
) -> pages.Page[Publication]:
    """Return one page of a list, newest first."""
    if actor is None:
        items = rows(_newest, reader, language, kind, written_in, size, before=before or pages.LAST)
        return pages.of(items, before=before, size=size)
    return _actor_page(reader=reader, language=language, actor=actor, kind=kind, written_in=written_in, before=before, size=size)


def rows(build: Callable[..., PublicationQuerySet], reader: Reader, *shape: Any, **values: prepared.Value) -> prepared.Rows:
    """Run a query of what a reader may see; it is prepared once for all who belong to no organisation, since they see the same."""
    if reader.roles:
        return prepared.of(list(build(reader, *shape, **values)))
    return prepared.rows(build, _MEMBER if reader.signed_in else ANONYMOUS, *shape, **values)


def _newest(reader: Reader, language: Read, kind: str, written_in: str, size: int, *, before: int) -> PublicationQuerySet:
    found = listed(reader=reader, language=language, kind=kind, written_in=written_in)
    # The first page has a bound too: without one SQLite may walk another table first and sort everything.
    return found.filter(position__lt=before).order_by("-position")[: size + 1]


def _actor_page(
    *, reader: Reader, language: Read, actor: Actor, kind: str, written_in: str, before: int, size: int
) -> pages.Page[Publication]:
    def walk(below: int, most: int) -> prepared.Rows:
        return prepared.rows(_walk, kind, written_in, most, actor=actor.pk, below=below)

    return _gather(walk, reader=reader, language=language, before=before, size=size)


def _walk(kind: str, written_in: str, size: int, *, actor: int, below: int) -> Any:
    walk = Placement.objects.filter(actor_id=actor, position__lt=below)
    walk = walk.filter(kind=kind) if kind else walk
    walk = walk.filter(language=written_in) if written_in else walk
    return walk.values_list("publication_id", "position").order_by("-position")[:size]


def _gather(
    walk: Callable[[int, int], prepared.Rows], *, reader: Reader, language: Read, before: int, size: int
) -> pages.Page[Publication]:
    """Walk placements from the cursor, a batch at a time, until the page is full of what the reader may see.

    Each batch is four times the one before, so that a page behind many drafts takes few queries too.
    """
    found = prepared.Rows([])
    asked: set[int] = set()
    position, batch = before or pages.LAST, 2 * size
    while True:
        rows = walk(position, batch)
        fresh = [number for number, _ in rows if number not in asked]
        found += _seen(list(dict.fromkeys(fresh)), reader=reader, language=language, most=batch)
        asked.update(fresh)
        if len(found) > size or len(rows) < batch:
            break
        position, batch = rows[-1][1], min(4 * batch, MOST_AT_ONCE)
    return pages.of(_newest_first(found), before=before, size=size)


def _newest_first(found: prepared.Rows) -> prepared.Rows:
    positions = found.column("position") if found else []
    return found.chosen(sorted(range(len(found)), key=lambda place: -positions[place]))


def _seen(numbers: list[int], *, reader: Reader, language: Read, most: int) -> prepared.Rows:
    if not numbers:
        return prepared.Rows([])
    return rows(_chosen, reader, language, numbers=prepared.padded(numbers, most))


def _chosen(reader: Reader, language: Read, *, numbers: list[int]) -> PublicationQuerySet:
    found: PublicationQuerySet = Publication.objects.visible_to(reader).filter(pk__in=numbers)
    return found.for_cards(language)


def home(
    *, reader: Reader, language: Read, before: int = 0, size: int = pages.SIZE, kind: str = "", written_in: str = ""
) -> tuple[pages.Page[Publication], dict[int, list[tuple[int, str]]]]:
    """Return a page of what the actors one follows said or are subject of, and why each item is there: (actor id, reason)."""
    found = prepared.Rows([])
    why: dict[int, list[tuple[int, str]]] = {}
    position, batch = before, 2 * size
    while True:
        rows = _home_rows(follower_id=reader.actor_id or 0, before=position, size=batch, kind=kind, written_in=written_in)
        fresh = list(dict.fromkeys(row[0] for row in rows if row[0] not in why))
        found += _seen(fresh, reader=reader, language=language, most=batch)
        for number, _, actor_id, reason in rows:
            why.setdefault(number, []).append((actor_id, reason))
        if len(found) > size or len(rows) < batch:
            break
        position, batch = rows[-1][1], min(4 * batch, MOST_AT_ONCE)
    return pages.of(_newest_first(found), before=before, size=size), why


_HOME = {
    # Where each follow's newest `size` placements begin; only those are merged.
    "sqlite": (
        "SELECT p.publication_id, p.position, p.actor_id, p.reason FROM actors_follow f"
        " JOIN publications_placement p ON p.actor_id = f.target_id AND p.position < %(before)s{p}"
        " AND p.position >= COALESCE((SELECT q.position FROM publications_placement q WHERE q.actor_id = f.target_id"
        " AND q.position < %(before)s{q} ORDER BY q.position DESC LIMIT 1 OFFSET %(size)s - 1), 0)"
        " WHERE f.follower_id = %(follower)s ORDER BY p.position DESC LIMIT %(size)s"
    ),
    # The same with LATERAL: PostgreSQL would read all placements for the statement above. Rows are fetched for the winners only.
    "postgresql": (
        "SELECT p.publication_id, p.position, p.actor_id, p.reason FROM (SELECT DISTINCT actor_id, position FROM ("
        "SELECT n.actor_id, n.position FROM actors_follow f CROSS JOIN LATERAL ("
        "SELECT q.actor_id, q.position FROM publications_placement q WHERE q.actor_id = f.target_id AND q.position < %(before)s{q}"
        " ORDER BY q.position DESC LIMIT %(size)s) n WHERE f.follower_id = %(follower)s ORDER BY n.position DESC LIMIT %(size)s) t) t"
        " JOIN publications_placement p ON p.actor_id = t.actor_id AND p.position = t.position{p}"
        " ORDER BY p.position DESC LIMIT %(size)s"
    ),
}


def _home_rows(*, follower_id: int, before: int, size: int, kind: str, written_in: str) -> list[tuple[int, int, int, str]]:
    """Return the newest placements over all followed actors.

    For each follow, one index walk finds its newest ones. The cost depends on the number of follows, not on how much was ever said.
    """
    column = "kind" if kind else "language" if written_in else ""
    narrow = {alias: f" AND {alias}.{column} = %(narrow)s" if column else "" for alias in ("p", "q")}
    values: dict[str, int | str] = {"before": before or pages.LAST, "size": size, "follower": follower_id, "narrow": kind or written_in}
    with connection.cursor() as cursor:
        cursor.execute(_HOME[connection.vendor].format(**narrow), values)
        return [(row[0], row[1], row[2], row[3]) for row in cursor.fetchall()]


def facts_of(items: Iterable[Publication], read: Read) -> dict[int, Any]:
    """Return what each publication's kind adds to its card, in what somebody reads: at most one query for each kind present."""
    rows = items if isinstance(items, prepared.Rows) else prepared.of(list(items))
    by_kind: dict[str, list[int]] = {}
    for place, name in enumerate(rows.column("kind")):
        by_kind.setdefault(name, []).append(place)
    facts: dict[int, Any] = {}
    for name, places in by_kind.items():
        kind = kinds.find(name)
        if kind is not None:
            facts.update(kind.facts(rows.chosen(places), read))
    return facts


def one(*, number: int, reader: Reader, language: Read, kind: str = "") -> Publication:
    """Return one publication as a reader may see it.

    :raises Http404: if there is none or the reader may not see it
    """
    found = rows(_one, reader, language, kind, number=number)
    if not found:
        raise Http404
    publication: Publication = found[0]
    return publication


def _one(reader: Reader, language: Read, kind: str, *, number: int) -> PublicationQuerySet:
    found: PublicationQuerySet = Publication.objects.visible_to(reader).filter(pk=number)
    found = found.filter(kind=kind) if kind else found
    return found.with_text(language).select_related("author", "author__picture", "cover", "typed_by")[:1]


def subjects_of(publication: Publication, *, language: Read) -> Sequence[Actor]:
    """Return the themes and countries a publication is about."""
    return prepared.rows(_subjects, language, number=publication.pk)


def _subjects(language: Read, *, number: int) -> ActorQuerySet:
    found: ActorQuerySet = Actor.objects.active().filter(placements__publication_id=number, placements__reason=Reason.SUBJECT)
    return found.with_text(language).order_by("type", "name")


def figures_of(actor: Actor) -> dict[str, int]:
    """Return how many public publications of each kind appear with an actor."""
    return dict(prepared.rows(_figures, number=actor.pk))


def _figures(*, number: int) -> Any:
    return Figure.objects.filter(actor_id=number, count__gt=0).values_list("kind", "count")


def figures_by_actor(*, type: str) -> dict[int, int]:
    """Return the number of public publications with each actor of a type."""
    return dict(prepared.rows(_figures_of_type, type))


def _figures_of_type(type: str) -> Any:
    return Figure.objects.filter(actor__type=type, count__gt=0).values_list("actor_id").annotate(total=Sum("count"))
