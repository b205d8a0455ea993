"""Keeps the counts of public publications per actor and kind exact, in the transaction of the change that moves them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Count, F, Q

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
        Figure.objects.filter(actor_id__in=numbers, kind=kind).update(count=F("count") + 1)
    else:
        Figure.objects.filter(actor_id__in=numbers, kind=kind, count__gt=0).update(count=F("count") - 1)


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
    # Held while they are counted; rows stay, so that whoever waits to add one adds it to what was counted.
    kept = Figure.objects.filter(concerned)
    list(kept.select_for_update().values_list("pk"))
    rows = Placement.objects.filter(out, concerned).values("actor_id", "kind").annotate(total=Count("publication_id", distinct=True))
    found = [Figure(actor_id=row["actor_id"], kind=row["kind"], count=row["total"]) for row in rows]
    kept.update(count=0)
    Figure.objects.bulk_create(found, batch_size=500, update_conflicts=True, unique_fields=["actor", "kind"], update_fields=["count"])
    return len(found)
