"""Writes to the actor envelope."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction

from usi.base import ids, text, time
from usi.spine.actors.models import Actor, ActorText, Follow
from usi.spine.journal import actions as journal

RESERVED = frozenset(
    {
        "admin",
        "join",
        "root",
        "usi",
        "node",
        "moderator",
        "moderation",
        "support",
        "security",
        "abuse",
        "postmaster",
        "webmaster",
        "www",
        "api",
        "all",
        "help",
        "news",
    }
)


class HandleTaken(Exception):
    """Another actor has this handle, or it is reserved."""


def create(*, type: str, handle: str, name: str, language: str, summary: str = "", reserved: bool = False, state: str = "active") -> Actor:
    """Create a local actor with a permanent uri.

    :raises HandleTaken: if the handle is in use or reserved
    """
    handle = handle.lower()
    if (handle in RESERVED and not reserved) or Actor.objects.filter(handle=handle, domain="").exists():
        raise HandleTaken(handle)
    number = ids.new()
    return Actor.objects.create(
        id=number,
        type=type,
        handle=handle,
        uri=f"{settings.URL}/actors/{number}",
        name=text.line(name),
        summary=text.prose(summary),
        language=language,
        state=state,
        created_at=time.now(),
    )


def set_text(*, actor: Actor, language: str, name: str, summary: str = "") -> ActorText:
    """Give an actor a name and summary in another language."""
    row, _ = ActorText.objects.update_or_create(
        actor=actor, language=language, defaults={"name": text.line(name), "summary": text.prose(summary)}
    )
    return row


def follow(*, follower: Actor, target: Actor) -> Follow:
    """Follow an actor; following twice changes nothing."""
    with transaction.atomic():
        row, created = Follow.objects.get_or_create(follower=follower, target=target)
        if created:
            journal.record("actor.followed", target, by=follower.pk)
    return row


def unfollow(*, follower: Actor, target: Actor) -> None:
    """Stop following an actor."""
    with transaction.atomic():
        deleted, _ = Follow.objects.filter(follower=follower, target=target).delete()
        if deleted:
            journal.record("actor.unfollowed", target, by=follower.pk)


def set_state(actor: Actor, *, state: str, by: int | None, reason: str = "") -> None:
    """Suspend, restore or close an actor; what it said follows its state at once, since every list asks for it."""
    with transaction.atomic():
        Actor.objects.filter(pk=actor.pk).update(state=state)
        actor.state = state
        journal.record(f"actor.{state}", actor, by=by, data={"reason": reason})
