"""Decides about a publication or an actor, and takes decisions back."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from usi.base import text as texts
from usi.base import time
from usi.spine.actors import actions as actors
from usi.spine.actors.models import Actor
from usi.spine.journal import actions as journal
from usi.spine.publications import actions as publications
from usi.spine.publications.models import Publication
from usi.surfaces.moderation import mails, queries, verbs
from usi.surfaces.moderation.actions.refusals import NotOffered, NotReversible, Overtaken, OwnContent
from usi.surfaces.moderation.models import Appeal, Decision, Report
from usi.surfaces.moderation.queries import Subject
from usi.surfaces.moderation.reasons import Preset
from usi.surfaces.moderation.verbs import Verb


@transaction.atomic
def decide(subject: Subject, *, verb: str, by: Actor, seen: str, reason: str = "", text: str = "") -> Decision:
    """Carry out a verb, settle the reports about its subject, and tell its author and those who reported.

    `seen` is what `queries.seen` said when the moderator looked.

    :raises OwnContent: if the moderator is involved
    :raises Overtaken: if it was changed or decided meanwhile
    :raises NotOffered: if the verb does not fit, or its reason or words are missing
    """
    current = lock(subject)
    standing, text = queries.standing(current), texts.prose(text)
    if queries.involved(by.pk, current):
        raise OwnContent
    if seen != queries.seen(current):
        raise Overtaken
    rule = verbs.RULES.get(verb)
    if rule is None or verb not in verbs.offered(standing, reported=queries.open_reports(current)):
        raise NotOffered(verb)
    if (rule.needs_reason and reason not in Preset.values) or (rule.needs_text and not text):
        raise NotOffered(verb)
    decision = _enter(current, verb=verb, by=by, to=rule.to or standing, reason=reason if reason in Preset.values else "", text=text)
    if verb != Verb.REFER:
        _settle(decision)
    mails.tell_author(decision)
    return decision


@transaction.atomic
def reverse(decision: Decision, *, by: Actor, text: str = "", tell: bool = True) -> Decision:
    """Take a decision back: all stands as before it, and the reports it settled are open again. `tell` mails the author.

    :raises OwnContent: if the moderator is involved
    :raises NotReversible: if something else was decided since
    """
    current = lock(decision.subject)
    if queries.involved(by.pk, current):
        raise OwnContent
    last = queries.reversible(current)
    if last is None or last.pk != decision.pk:
        raise NotReversible
    made = _enter(current, verb=Verb.REVERSE, by=by, to=last.before, text=texts.prose(text), reverses=last)
    _unsettle(made)
    if last.appeal_state == Decision.Appeal.OPEN:
        Appeal.objects.filter(decision=last, state=Appeal.State.OPEN).update(
            state=Appeal.State.GRANTED, answer=made.text, answered_by=by, answered_at=made.at
        )
        Decision.objects.filter(pk=last.pk).update(appeal_state=Decision.Appeal.GRANTED)
    if tell:
        mails.tell_author(made)
    return made


def lock(subject: Subject) -> Subject:
    """Return a subject as it stands now, locked until the transaction ends."""
    manager: Any = type(subject).objects
    found: Subject = manager.select_for_update().get(pk=subject.pk)
    return found


def _enter(
    current: Subject, *, verb: str, by: Actor, to: str, reason: str = "", text: str = "", reverses: Decision | None = None
) -> Decision:
    """Write a decision down and do what it says."""
    decision = Decision(
        verb=verb, reason=reason, text=text, before=queries.standing(current), after=to, by=by, at=time.now(), reverses=reverses,
        publication=current if isinstance(current, Publication) else None, actor=current if isinstance(current, Actor) else None,
    )
    decision.save(force_insert=True)
    if isinstance(current, Publication):
        publications.moderate(current, to=to, by=by, reason=reason)
    elif to != current.state:
        actors.set_state(current, state=to, by=by.pk, reason=reason)
    data = {"verb": verb, "reason": reason, "after": to, "reverses": reverses.pk if reverses else None}
    journal.record("moderation.decided", decision, by=by.pk, data=data | {queries.what_is(current): current.pk})
    return decision


def _settle(decision: Decision) -> None:
    reports = Report.objects.about(decision.subject).filter(state=Report.State.OPEN)
    mails.tell_reporters(decision, list(reports.select_related("reporter")))
    reports.update(state=Report.State.SETTLED, settled_by=decision, contact=b"")


def _unsettle(decision: Decision) -> None:
    """Open the reports again that the first decision of a chain had settled, or settle them again, as the chain now says."""
    undone, link = False, decision
    while link.reverses is not None:
        undone, link = not undone, link.reverses
    Report.objects.filter(settled_by=link).update(state=Report.State.OPEN if undone else Report.State.SETTLED)
