"""Keeps the counts of public publications per actor and kind exact, in the transaction of the change that moves them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, F, Q

from usi.spine.publications.models import Figure, Moderation, Placement, Publication, State, Visibility


def counts(publication: Publication) -> bool:
    """Whether a publication is out for everyone."""
    return (
        publication.state == State.PUBLISHED and publication.moderation == Moderation.CLEAR and publication.visibility == Visibility.PUBLIC
    )


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


def rebuild() -> int:
    """Count everything anew; returns the number of figures."""
    out = Q(publication__state=State.PUBLISHED, publication__moderation=Moderation.CLEAR, publication__visibility=Visibility.PUBLIC)
    rows = Placement.objects.filter(out).values("actor_id", "kind").annotate(total=Count("publication_id", distinct=True))
    Figure.objects.all().delete()
    return len(
        Figure.objects.bulk_create([Figure(actor_id=row["actor_id"], kind=row["kind"], count=row["total"]) for row in rows], batch_size=500)
    )
