"""Keeps the counts of public publications per actor and kind exact, in the transaction of the change that moves them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import Count, F, Q, QuerySet

from usi.spine.actors.models import Actor
from usi.spine.publications.models import Figure, Moderation, Placement, Publication, State, Visibility


def counts(publication: Publication) -> bool:
    """Whether a publication is out for everyone."""
    out = publication.state == State.PUBLISHED and publication.moderation == Moderation.CLEAR
    return out and publication.visibility == Visibility.PUBLIC and publication.author.state == Actor.State.ACTIVE


def actor_ids(publication: Publication) -> set[int]:
    """Return the actors it appears with."""
    return set(Placement.objects.filter(publication=publication).values_list("actor_id", flat=True))


def add(kind: str, actors: Iterable[int], step: int) -> None:
    """Move the figures of some actors by one, up or down."""
    numbers = sorted(actors)
    if step > 0:
        Figure.objects.bulk_create([Figure(actor_id=number, kind=kind) for number in numbers], ignore_conflicts=True)
        _in_order(numbers, kind).update(count=F("count") + 1)
    else:
        _in_order(numbers, kind).filter(count__gt=0).update(count=F("count") - 1)


def _in_order(numbers: list[int], kind: str) -> QuerySet[Figure]:
    """Return the figures, locked one after the other, so that no two who move the same ones wait for each other."""
    held = Figure.objects.filter(actor_id__in=numbers, kind=kind).order_by("actor_id").select_for_update()
    return Figure.objects.filter(pk__in=held.values("pk"))


def moved(publication: Publication, *, counted_before: bool) -> None:
    """Bring the figures up to date after a change of state, moderation or visibility."""
    after = counts(publication)
    if after != counted_before:
        add(publication.kind, actor_ids(publication), 1 if after else -1)


@transaction.atomic
def rebuild(author: int = 0) -> int:
    """Count everything anew, or all actors with whom one author's publications appear; returns the number of figures."""
    concerned = Q(actor__in=Placement.objects.filter(publication__author_id=author).values("actor")) if author else Q()
    out = Q(
        publication__state=State.PUBLISHED, publication__moderation=Moderation.CLEAR, publication__visibility=Visibility.PUBLIC,
        publication__author__state=Actor.State.ACTIVE,
    )  # fmt: skip
    _hold()
    rows = Placement.objects.filter(out, concerned).values("actor_id", "kind").annotate(total=Count("publication_id", distinct=True))
    found = [Figure(actor_id=row["actor_id"], kind=row["kind"], count=row["total"]) for row in rows]
    Figure.objects.filter(concerned).delete()
    return len(Figure.objects.bulk_create(found, batch_size=500))


def _hold() -> None:
    """Let whoever would move a figure wait for the end of this transaction: what they add comes on top of what is counted."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {Figure._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
