"""People ask to belong to an organisation; its owners accept or decline, and who asked is told by mail."""

from __future__ import annotations

from django.db import transaction

from usi.base import text, time
from usi.spine.journal import actions as journal
from usi.spine.organisations import queries
from usi.spine.organisations.actions import letters
from usi.spine.organisations.actions.edit import lock
from usi.spine.organisations.actions.members import add_member
from usi.spine.organisations.models import JoinRequest, Membership, Organisation
from usi.spine.people.models import Person


class CannotAsk(Exception):
    """The organisation has no people who could answer, or the person belongs to it."""


class AskedLately(Exception):
    """Its owners declined not long ago; `queries.ask_again_on` says from what day one may ask again."""


class Answered(Exception):
    """The request is no longer open."""


@transaction.atomic
def ask_to_join(organisation: Organisation, *, person: Person, note: str) -> JoinRequest:
    """Ask to belong to an organisation; asking again while it is open changes what one wrote.

    :raises CannotAsk: if nobody there could answer, or one belongs to it
    :raises AskedLately: if its owners declined not long ago
    """
    current = lock(organisation)
    if not current.claimed or Membership.objects.filter(organisation=current, person=person).exists():
        raise CannotAsk
    if queries.ask_again_on(organisation=current, person_id=person.pk) is not None:
        raise AskedLately
    row, created = JoinRequest.objects.update_or_create(
        organisation=current, person=person, state=JoinRequest.State.OPEN,
        defaults={"note": text.prose(note)}, create_defaults={"note": text.prose(note), "asked_at": time.now()},
    )  # fmt: skip
    verb = "organisation.join_asked" if created else "organisation.join_changed"
    journal.record(verb, current, by=person.pk, data={"request": row.pk})
    return row


@transaction.atomic
def take_back_request(organisation: Organisation, *, person: Person) -> None:
    """Take one's open request back; where there is none, nothing changes."""
    row = queries.open_request(organisation=organisation, person_id=person.pk)
    if row is not None:
        journal.record("organisation.join_taken_back", organisation, by=person.pk, data={"request": row.pk})
        row.delete()


@transaction.atomic
def accept_request(request: JoinRequest, *, by: Person, role: str) -> Membership:
    """Take whoever asked in, with a role.

    :raises Answered: if somebody else has answered, or the request was taken back
    """
    row = _settle(request, by=by, state=JoinRequest.State.ACCEPTED)
    membership = add_member(row.organisation, person=row.person, role=role, by=by.actor)
    letters.request_answered(row, role=membership.get_role_display, speaks=membership.speaks)
    return membership


@transaction.atomic
def decline_request(request: JoinRequest, *, by: Person) -> JoinRequest:
    """Say no; who asked may ask again after some time.

    :raises Answered: if somebody else has answered, or the request was taken back
    """
    row = _settle(request, by=by, state=JoinRequest.State.DECLINED)
    letters.request_answered(row)
    return row


def _settle(request: JoinRequest, *, by: Person, state: str) -> JoinRequest:
    organisation = lock(request.organisation)
    rows = JoinRequest.objects.filter(pk=request.pk, state=JoinRequest.State.OPEN)
    row = rows.select_related("organisation__actor", "person__actor", "person__account").first()
    if row is None:
        raise Answered
    # What they wrote was for this decision; it is of no more use.
    row.state, row.note, row.decided_by, row.decided_at = state, "", by.actor, time.now()
    row.save(update_fields=["state", "note", "decided_by", "decided_at"])
    journal.record(f"organisation.join_{state}", organisation, by=by.pk, data={"request": row.pk, "person": row.person_id})
    return row
