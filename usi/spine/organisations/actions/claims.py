"""People ask to speak for an organisation whose page nobody keeps yet; somebody who can know decides."""

from __future__ import annotations

from django.db import transaction

from usi.base import text, time
from usi.spine.actors.models import Actor
from usi.spine.journal import actions as journal
from usi.spine.organisations.actions import letters
from usi.spine.organisations.actions.edit import lock
from usi.spine.organisations.actions.members import add_member
from usi.spine.organisations.models import Claim, Organisation, Role
from usi.spine.people.models import Person


class AlreadyClaimed(Exception):
    """The organisation has people of its own; they can invite others."""


class Decided(Exception):
    """Somebody else has decided the claim."""


@transaction.atomic
def claim(organisation: Organisation, *, person: Person, evidence: str, evidence_url: str = "") -> Claim:
    """Ask to speak for an unclaimed organisation; asking again while it is open changes the evidence.

    :raises AlreadyClaimed: if it has people of its own
    """
    if lock(organisation).claimed:
        raise AlreadyClaimed
    row, created = Claim.objects.update_or_create(
        organisation=organisation, person=person, state=Claim.State.OPEN,
        defaults={"evidence": text.prose(evidence), "evidence_url": text.line(evidence_url)},
    )  # fmt: skip
    verb = "organisation.claim_opened" if created else "organisation.claim_changed"
    journal.record(verb, organisation, by=person.pk, data={"claim": row.pk})
    return row


@transaction.atomic
def decide_claim(claim: Claim, *, by: Actor, accept: bool, answer: str = "") -> Claim:
    """Accept a claim, which makes the person owner and closes the other claims, or refuse it; each gets the answer by mail.

    :raises Decided: if it is no longer open
    """
    organisation = lock(claim.organisation)
    row = Claim.objects.select_related("organisation__actor", "person__actor", "person__account").get(pk=claim.pk)
    if row.state != Claim.State.OPEN:
        raise Decided
    if accept and organisation.claimed:
        raise AlreadyClaimed
    _settle(row, state=Claim.State.ACCEPTED if accept else Claim.State.REFUSED, by=by, answer=text.prose(answer))
    if not accept:
        return row
    organisation.claimed = True
    organisation.save(update_fields=["claimed"])
    add_member(organisation, person=row.person, role=Role.OWNER, by=by)
    others = Claim.objects.filter(organisation=organisation, state=Claim.State.OPEN)
    for other in others.select_related("organisation__actor", "person__actor", "person__account"):
        _settle(other, state=Claim.State.REFUSED, by=by, answer="")
    return row


def _settle(row: Claim, *, state: str, by: Actor, answer: str) -> None:
    row.state, row.answer, row.decided_by, row.decided_at = state, answer, by, time.now()
    row.save(update_fields=["state", "answer", "decided_by", "decided_at"])
    journal.record(f"organisation.claim_{state}", row.organisation, by=by.pk, data={"claim": row.pk, "person": row.person_id})
    letters.claim_decided(row, answer=answer)
