"""Who is reading, and for whom they may speak."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef

from usi.base.access import ANONYMOUS, Reader
from usi.spine.actors.models import Actor
from usi.spine.organisations.models import Membership
from usi.spine.people.models import Person


def reader_of(*, account_id: int, acting_as: int | None = None) -> Reader:
    """Return the reader an account stands for, in two queries."""
    has_factor = Exists(Authenticator.objects.filter(user_id=OuterRef("account_id")).exclude(type=Authenticator.Type.RECOVERY_CODES))
    people = Person.objects.filter(account_id=account_id, actor__state=Actor.State.ACTIVE)
    person = people.select_related("actor").annotate(factor=has_factor).first()
    if person is None:
        return ANONYMOUS
    rows = Membership.objects.filter(person=person, organisation__actor__state=Actor.State.ACTIVE)
    names = {row[0]: (row[1], row[2]) for row in rows.values_list("organisation_id", "role", "organisation__actor__name")}
    acting_as = acting_as if acting_as in names else None
    return Reader(
        account_id=account_id,
        actor_id=person.pk,
        name=person.actor.name,
        handle=person.actor.handle,
        roles={number: role for number, (role, _) in names.items()},
        moderator=person.is_moderator,
        second_factor=person.factor,
        acting_as=acting_as,
        acting_name=names[acting_as][1] if acting_as else "",
    )
