"""Verification: by verified organisations or by a moderator, always with by whom, how and when; it can be taken back with a reason."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction

from usi.base import text, time
from usi.spine.actors.models import Actor
from usi.spine.journal import actions as journal
from usi.spine.organisations.actions import letters
from usi.spine.organisations.actions.edit import lock
from usi.spine.organisations.models import Membership, Organisation, Role, Verification
from usi.spine.people.models import Person


class CannotVouch(Exception):
    """The organisation has no people of its own yet, is one's own, or whoever vouches is not verified."""


class VouchedAlready(Exception):
    """This organisation or this person has vouched for it already."""


@transaction.atomic
def vouch(organisation: Organisation, *, by_organisation: Organisation, person: Person, how: str) -> Verification:
    """Vouch for an organisation in the name of a verified one; with as many as the node asks for it is verified.

    Each organisation and each person counts once, and nobody for an organisation they belong to.

    :raises CannotVouch: if it has no people, is their own, or theirs is not verified
    :raises VouchedAlready: if the organisation or the person vouched before
    """
    current = lock(organisation)
    voucher = Organisation.objects.listed().filter(pk=by_organisation.pk, verified=True).first()
    own = Membership.objects.filter(organisation=current, person=person).exists()
    if not current.claimed or voucher is None or voucher.pk == current.pk or own:
        raise CannotVouch
    standing = Verification.objects.filter(organisation=current, withdrawn_at__isnull=True)
    if standing.filter(by_organisation=voucher).exists() or standing.filter(person_id=person.pk).exists():
        raise VouchedAlready
    row = Verification.objects.create(
        organisation=current, by_organisation=voucher, person=person.actor, how=text.prose(how), at=time.now()
    )
    journal.record("organisation.vouched", current, by=person.pk, data={"verification": row.pk, "by_organisation": voucher.pk})
    recompute(current, by=person.pk)
    return row


@transaction.atomic
def verify(organisation: Organisation, *, by: Actor, how: str) -> Verification:
    """Verify an organisation as a moderator.

    :raises CannotVouch: if it has no people of its own: whoever claimed it later would be trusted unseen
    :raises VouchedAlready: if a moderator has verified it
    """
    current = lock(organisation)
    if not current.claimed:
        raise CannotVouch
    standing = Verification.objects.filter(organisation=current, withdrawn_at__isnull=True)
    if standing.filter(by_organisation__isnull=True, by_moderator__isnull=False).exists():
        raise VouchedAlready
    row = Verification.objects.create(organisation=current, by_moderator=by, person=by, how=text.prose(how), at=time.now())
    journal.record("organisation.vouched", current, by=by.pk, data={"verification": row.pk, "by_moderator": by.pk})
    recompute(current, by=by.pk)
    return row


@transaction.atomic
def withdraw(verification: Verification, *, by: Actor, reason: str) -> Verification:
    """Take a verification back, with a reason that is shown; taking it back twice changes nothing.

    :raises ValueError: if there is no reason
    """
    reason = text.prose(reason)
    if not reason:
        raise ValueError("reason")
    current = lock(verification.organisation)
    row = Verification.objects.get(pk=verification.pk)
    if row.withdrawn_at is None:
        row.withdrawn_at, row.withdrawn_reason = time.now(), reason
        row.save(update_fields=["withdrawn_at", "withdrawn_reason"])
        journal.record("organisation.verification_withdrawn", current, by=by.pk, data={"verification": row.pk})
        recompute(current, by=by.pk, reason=reason)
    return row


@transaction.atomic
def recompute(organisation: Organisation, *, by: int | None, reason: str = "") -> bool:
    """Decide anew whether an organisation is verified, and tell its owners where that changed; returns whether it is.

    A voucher counts while it is verified itself and neither suspended nor closed. Those it vouched for are not decided anew by that
    alone: one suspension must not silence a network; a moderator looks at each.
    """
    current = lock(organisation)
    verified = _stands(current)
    if verified != current.verified:
        current.verified = verified
        current.save(update_fields=["verified"])
        entry = journal.record("organisation.verified" if verified else "organisation.unverified", current, by=by)
        _tell_owners(current, reason=reason, key=f"verification:{entry.number}")
    organisation.verified = verified
    return verified


def _stands(current: Organisation) -> bool:
    rows = Verification.objects.filter(organisation=current, withdrawn_at__isnull=True)
    if rows.filter(by_organisation__isnull=True, by_moderator__isnull=False).exists():
        return True
    counting = rows.filter(by_organisation__verified=True, by_organisation__actor__state=Actor.State.ACTIVE)
    return counting.count() >= max(1, settings.VERIFIERS_NEEDED)


def _tell_owners(organisation: Organisation, *, reason: str, key: str) -> None:
    owners = Membership.objects.filter(organisation=organisation, role=Role.OWNER).select_related("person__actor", "person__account")
    for row in owners:
        letters.verification_changed(
            organisation, person=row.person, verified=organisation.verified, reason=reason, key=f"{key}:{row.person_id}"
        )
