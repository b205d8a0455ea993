"""Who is reading, and for whom they may speak."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef

from usi.base import prepared
from usi.base.access import ANONYMOUS, Reader
from usi.spine.actors.models import Actor
from usi.spine.people.models import Person


def reader_of(*, account_id: int, acting_as: int | None = None) -> Reader:
    """Return the reader an account stands for, with their roles, in one query."""
    rows = list(prepared.rows(_rows, number=account_id))
    if not rows:
        return ANONYMOUS
    actor_id, name, handle, moderator, factor = rows[0][:5]
    # One row for each membership and language; one without any where there is none.
    names = {number: (role, called) for *_, role, number, called, state in rows if state == Actor.State.ACTIVE}
    acting_as = acting_as if acting_as in names else None
    return Reader(
        account_id=account_id,
        actor_id=actor_id,
        name=name,
        handle=handle,
        roles={number: role for number, (role, _) in names.items()},
        moderator=moderator,
        second_factor=factor,
        acting_as=acting_as,
        acting_name=names[acting_as][1] if acting_as else "",
        languages=tuple(tag for _place, tag in sorted({(row[5], row[6]) for row in rows if row[6]})),
    )


def _rows(*, number: int) -> Any:
    has_factor = Exists(Authenticator.objects.filter(user_id=OuterRef("account_id")).exclude(type=Authenticator.Type.RECOVERY_CODES))
    people = Person.objects.filter(account_id=number, actor__state=Actor.State.ACTIVE).annotate(factor=has_factor)
    union = "memberships__organisation__actor"
    there = ("memberships__role", "memberships__organisation_id", f"{union}__name", f"{union}__state")
    read = ("languages__position", "languages__language")
    return people.values_list("pk", "actor__name", "actor__handle", "is_moderator", "factor", *read, *there)
