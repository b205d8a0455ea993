"""Who does what in an organisation. It is never left without an owner."""

from __future__ import annotations

from django.db import transaction

from usi.base import time
from usi.spine.actors.models import Actor
from usi.spine.journal import actions as journal
from usi.spine.organisations.actions.edit import lock
from usi.spine.organisations.models import Invitation, JoinRequest, Membership, Organisation, Role
from usi.spine.people.models import Person


class LastOwner(Exception):
    """The organisation would be left without an owner."""


@transaction.atomic
def add_member(organisation: Organisation, *, person: Person, role: str, by: Actor | None) -> Membership:
    """Give a person a role; who is an owner already stays one."""
    lock(organisation)
    row, created = Membership.objects.get_or_create(
        person=person, organisation=organisation, defaults={"role": role, "since": time.now()}
    )
    if not created and row.role not in (Role.OWNER, role):
        row.role = role
        row.save(update_fields=["role"])
    # Who came in another way no longer asks.
    asking = JoinRequest.objects.filter(organisation=organisation, person=person, state=JoinRequest.State.OPEN)
    asking.update(note="", state=JoinRequest.State.ACCEPTED, decided_by=by, decided_at=time.now())
    journal.record("organisation.joined", organisation, by=by.pk if by else None, data={"person": person.pk, "role": row.role})
    return row


@transaction.atomic
def set_role(membership: Membership, *, role: str, by: Actor) -> Membership:
    """Change what a person does in an organisation.

    :raises LastOwner: if nobody would own it any more
    """
    lock(membership.organisation)
    row = Membership.objects.get(pk=membership.pk)
    if row.role == role:
        return row
    if row.role == Role.OWNER:
        _need_another_owner(row)
        _forget_invitations(row)
    row.role = role
    row.save(update_fields=["role"])
    journal.record("organisation.role_changed", row.organisation, by=by.pk, data={"person": row.person_id, "role": role})
    return row


@transaction.atomic
def remove(membership: Membership, *, by: Actor) -> None:
    """End a person's membership.

    :raises LastOwner: if nobody would own the organisation any more
    """
    lock(membership.organisation)
    row = Membership.objects.filter(pk=membership.pk).first()
    if row is None:
        return
    if row.role == Role.OWNER:
        _need_another_owner(row)
    _forget_invitations(row)
    verb = "organisation.left" if by.pk == row.person_id else "organisation.removed"
    journal.record(verb, row.organisation, by=by.pk, data={"person": row.person_id})
    row.delete()


def leave(organisation: Organisation, *, person: Person) -> None:
    """Leave an organisation; not belonging to it changes nothing.

    :raises LastOwner: if nobody would own it any more
    """
    row = Membership.objects.filter(organisation=organisation, person=person).first()
    if row is not None:
        remove(row, by=person.actor)


def _need_another_owner(row: Membership) -> None:
    # An owner whose account is closed or suspended can do nothing, so does not count.
    others = Membership.objects.filter(organisation_id=row.organisation_id, role=Role.OWNER, person__actor__state=Actor.State.ACTIVE)
    if not others.exclude(pk=row.pk).exists():
        raise LastOwner


def _forget_invitations(row: Membership) -> None:
    # Whoever may no longer invite must not have left a door open.
    Invitation.objects.filter(organisation_id=row.organisation_id, invited_by_id=row.person_id, accepted_at__isnull=True).delete()
