"""Invites people by e-mail. The address is encrypted, the link's token is kept as a keyed hash only."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.db import transaction

from usi.base import crypto, time
from usi.spine.journal import actions as journal
from usi.spine.mail import actions as mail
from usi.spine.organisations import queries
from usi.spine.organisations.actions import letters
from usi.spine.organisations.actions.edit import lock
from usi.spine.organisations.actions.members import add_member
from usi.spine.organisations.models import Invitation, Membership, Organisation
from usi.spine.organisations.queries.people import ADDRESS, TOKEN
from usi.spine.people.models import Person

DAYS = 14


class InvitationGone(Exception):
    """The invitation was accepted, withdrawn or is too old, or the organisation is no longer there."""


@transaction.atomic
def invite(organisation: Organisation, *, by: Person, address: str, role: str, language: str = "en") -> Invitation:
    """Invite an address to a role; a second invitation of the same address replaces the first, whose link then ends."""
    lock(organisation)
    token = secrets.token_urlsafe(32)
    Invitation.objects.filter(organisation=organisation, expires_at__lte=time.now()).delete()
    row, _created = Invitation.objects.update_or_create(
        organisation=organisation,
        address_key=crypto.blind(address.casefold(), context=ADDRESS),
        accepted_at=None,
        defaults={
            "role": role,
            "address": crypto.encrypt(address, context=ADDRESS),
            "token_key": crypto.blind(token, context=TOKEN),
            "invited_by": by.actor,
            "expires_at": time.now() + timedelta(days=DAYS),
        },
    )
    letters.invitation(row, to=address, token=token, inviter=by.actor.name, language=language, key=mail.unique_key(f"invitation:{row.pk}"))
    journal.record("organisation.invited", organisation, by=by.pk, data={"invitation": row.pk, "role": role})
    return row


@transaction.atomic
def accept_invitation(token: str, *, person: Person) -> Membership:
    """Take the role one is invited to; the link is good once, and the address is forgotten.

    :raises InvitationGone: if there is no such invitation any more
    """
    found = queries.invitation_of(token)
    if found is None:
        raise InvitationGone
    lock(found.organisation)
    # Whoever comes second changes nothing here; the address is of no more use.
    fields = {"accepted_at": time.now(), "address": b"", "address_key": b""}
    if not Invitation.objects.filter(pk=found.pk, accepted_at__isnull=True).update(**fields):
        raise InvitationGone
    return add_member(found.organisation, person=person, role=found.role, by=person.actor)


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: Person) -> None:
    """Take an invitation back; its link ends."""
    deleted, _rows = Invitation.objects.filter(pk=invitation.pk, accepted_at__isnull=True).delete()
    if deleted:
        journal.record("organisation.invitation_withdrawn", invitation.organisation, by=by.pk, data={"invitation": invitation.pk})
