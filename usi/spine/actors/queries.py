"""Reads of the actor envelope."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q

from usi.base import prepared
from usi.spine.actors.models import Actor, ActorQuerySet, Follow


def by_handle(handle: str, *, type: str = "", language: str = "") -> Actor | None:
    """Return the active local actor of a handle, with name and summary in a language where one is given and they are there."""
    found = Actor.objects.active().local().filter(handle=handle.lower())
    found = found.with_text(language) if language else found
    return (found.filter(type=type) if type else found).select_related("picture").first()


def follows(*, follower_id: int | None, target_id: int) -> bool:
    """Whether one actor follows another."""
    return follower_id is not None and Follow.objects.filter(follower_id=follower_id, target_id=target_id).exists()


def followed_by(follower_id: int, *, language: str) -> ActorQuerySet:
    """Return the active actors that one follows, by name."""
    found: ActorQuerySet = Actor.objects.active().filter(followers__follower_id=follower_id)
    return found.with_text(language).order_by("name")


def followers_of(target_id: int, *, follower_id: int | None) -> tuple[int, bool]:
    """Return how many follow an actor, and whether somebody is among them."""
    total, mine = next(iter(prepared.rows(_followers, target=target_id, follower=follower_id or 0)), (0, 0))
    return total, mine > 0


def _followers(*, target: int, follower: int) -> Any:
    rows = Follow.objects.filter(target_id=target).order_by().values("target_id")
    counted = rows.annotate(total=Count("pk"), mine=Count("pk", filter=Q(follower_id=follower)))
    return counted.values_list("total", "mine")
