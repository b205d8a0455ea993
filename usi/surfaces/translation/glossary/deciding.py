"""Who translates proposes a name for a term, a reviewer keeps or refuses it."""

from __future__ import annotations

from typing import NoReturn

from django.db import transaction
from django.db.models import Max, QuerySet

from usi.base import text, time, words
from usi.spine.actors.models import Actor
from usi.spine.journal import actions as journal
from usi.surfaces.translation.models import Term, TermText

MOST_WAITING = 100
State = TermText.State


class Refused(Exception):
    """What was asked for does not follow from how things stand."""


class Known(Refused):
    """The glossary has this name already, or it waits for a reviewer."""


class WasRefused(Refused):
    """Reviewers refused this name before; its text is why."""


class TooMany(Refused):
    """A person has as many proposals waiting as one may."""


class Overtaken(Refused):
    """Somebody decided meanwhile."""


class NotYours(Refused):
    """Nobody decides about a proposal of their own."""


@transaction.atomic
def propose(*, from_language: str, source: str, to_language: str, target: str, note: str = "", by: Actor) -> Term:
    """Propose how a term is called in another language; a term that the glossary does not have yet is proposed with both names.

    :raises Refused: where it is known, was refused, or too many wait
    """
    if TermText.objects.filter(proposed_by=by, state=State.PROPOSED).count() >= MOST_WAITING:
        raise TooMany
    source, target = text.line(source), text.line(target)
    now = time.now()
    named = TermText.objects.filter(language=from_language, folded=folded(source)).exclude(state=State.REFUSED)
    known = named.order_by("place", "pk").first()
    term = known.term if known else Term.objects.create(made_at=now)
    same = TermText.objects.filter(term=term, language=to_language, folded=folded(target)).first()
    if same is not None:
        _stop(same)
    common = {"term": term, "proposed_by": by, "proposed_at": now}
    made = [] if known else [TermText(**common, language=from_language, text=source, folded=folded(source))]
    place = _next_place(term, to_language)
    made.append(TermText(**common, language=to_language, text=target, folded=folded(target), note=text.line(note), place=place))
    for row in made:
        row.save(force_insert=True)
    journal.record("term.proposed", term, by=by.pk, data={"names": [row.pk for row in made]})
    return term


@transaction.atomic
def decide(number: int, *, keep: bool, seen: str, by: Actor, reason: str = "") -> TermText:
    """Keep or refuse a name, with what was proposed together with it; a name that was kept can be refused later, and the other way round.

    `seen` is the state that the reviewer saw.

    :raises Refused: if the name is the reviewer's own, or its state is another one now
    """
    row: TermText = TermText.objects.select_for_update().get(pk=number)
    if row.state != seen or row.state == (State.KEPT if keep else State.REFUSED):
        raise Overtaken
    if row.proposed_by_id == by.pk:
        raise NotYours
    rows = together(row)
    state = State.KEPT if keep else State.REFUSED
    numbers = list(rows.values_list("pk", flat=True))
    rows.update(state=state, decided_by=by, decided_at=time.now(), reason="" if keep else text.line(reason))
    journal.record("term.kept" if keep else "term.refused", row.term, by=by.pk, data={"names": numbers})
    row.refresh_from_db()
    return row


def together(row: TermText) -> QuerySet[TermText]:
    """Return a name with what was proposed in the same step and waits with it."""
    alone = TermText.objects.filter(pk=row.pk)
    if row.state != State.PROPOSED or row.proposed_by_id is None:
        return alone
    return alone | TermText.objects.filter(
        term_id=row.term_id, proposed_by_id=row.proposed_by_id, proposed_at=row.proposed_at, state=State.PROPOSED
    )


def folded(name: str) -> str:
    """Return the words of a name as the glossary compares them."""
    return " ".join(words.words(name))[:250]


def _next_place(term: Term, language: str) -> int:
    last = TermText.objects.filter(term=term, language=language).exclude(state=State.REFUSED).aggregate(last=Max("place"))["last"]
    return 0 if last is None else last + 1


def _stop(same: TermText) -> NoReturn:
    if same.state == State.REFUSED:
        raise WasRefused(same.reason)
    raise Known
