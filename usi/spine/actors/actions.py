"""Writes to the actor envelope."""

from __future__ import annotations

from typing import Any

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


@transaction.atomic
def set_text(
    *,
    actor: Actor,
    language: str,
    name: str,
    summary: str = "",
    state: str = ActorText.State.OWN,
    translated_by: Actor | None = None,
    checked_by: Actor | None = None,
    source: str = "",
) -> ActorText:
    """Give an actor a name and summary in another language.

    With a `state` it is a translation of `source`, the actor's summary as it was. Without one these are the actor's own words; a summary
    that stays as it is stays the translation it was.
    """
    said: dict[str, Any] = {"name": text.line(name), "summary": text.prose(summary)}
    if state or not ActorText.objects.filter(actor=actor, language=language, summary=said["summary"]).exists():
        said |= {
            "state": state, "translated_by": translated_by, "checked_by": checked_by, "source": source,
            "changed_at": time.now() if state else None,
        }  # fmt: skip
    row, _ = ActorText.objects.update_or_create(actor=actor, language=language, defaults=said)
    if state:
        by = translated_by.pk if translated_by else None
        journal.record("actor.translated", actor, by=by, data={"language": language, "state": state})
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
