"""Objects to a decision, and answers objections."""

from __future__ import annotations

from django.db import transaction

from usi.base import text as texts
from usi.base import time
from usi.spine.actors.models import Actor
from usi.spine.journal import actions as journal
from usi.surfaces.moderation import mails, queries, tokens
from usi.surfaces.moderation.actions.decide import lock, reverse
from usi.surfaces.moderation.actions.refusals import NotAppealable, Overtaken, OwnContent, OwnDecision
from usi.surfaces.moderation.models import Appeal, Decision


def appealable(decision: Decision) -> bool:
    """Whether a decision can be objected to now."""
    fits = decision.weighs and decision.appeal_state == Decision.Appeal.NONE
    return fits and decision.at + tokens.APPEAL_TIME > time.now() and not Decision.objects.filter(reverses=decision).exists()


@transaction.atomic
def appeal(decision: Decision, *, by: Actor, text: str) -> Appeal:
    """Object to a decision; a second time gives the first appeal back and changes nothing.

    :raises NotAppealable: if it cannot be objected to
    """
    lock(decision.subject)
    current = Decision.objects.select_related("publication", "actor").get(pk=decision.pk)
    earlier = Appeal.objects.filter(decision=current).first()
    if earlier is not None:
        return earlier
    if not appealable(current):
        raise NotAppealable
    made = Appeal(decision=current, by=by, text=texts.prose(text), at=time.now())
    made.save(force_insert=True)
    Decision.objects.filter(pk=current.pk).update(appeal_state=Decision.Appeal.OPEN)
    journal.record("moderation.appealed", made, by=by.pk, data={"decision": current.pk})
    return made


@transaction.atomic
def answer(found: Appeal, *, by: Actor, grant: bool, text: str) -> Appeal:
    """Grant an appeal, which takes the decision back if things still stand as it left them, or refuse it.

    :raises OwnContent: if the moderator is involved
    :raises OwnDecision: if it is against their own decision and another moderator could answer
    :raises Overtaken: if it was answered meanwhile
    """
    subject = lock(found.decision.subject)
    current = Appeal.objects.select_related("decision__publication__author", "decision__actor").get(pk=found.pk)
    decision = current.decision
    if queries.involved(by.pk, subject):
        raise OwnContent
    if decision.by_id == by.pk and queries.other_moderator(than=by.pk, found=subject):
        raise OwnDecision
    if current.state != Appeal.State.OPEN:
        raise Overtaken
    state = Appeal.State.GRANTED if grant else Appeal.State.REFUSED
    current.state, current.answer, current.answered_by, current.answered_at = state, texts.prose(text), by, time.now()
    current.save(update_fields=["state", "answer", "answered_by", "answered_at"])
    # Before the reversal, which would close an appeal that is still open.
    Decision.objects.filter(pk=decision.pk).update(appeal_state=state)
    last = queries.reversible(subject)
    if grant and last is not None and last.pk == decision.pk:
        reverse(last, by=by, text=text, tell=False)
    journal.record(f"moderation.appeal_{state}", current, by=by.pk, data={"decision": decision.pk})
    mails.tell_appellants(current)
    return current
