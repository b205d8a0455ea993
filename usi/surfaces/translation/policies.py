"""Who may translate, check, and say who checks."""

from __future__ import annotations

from usi.base.access import Reader
from usi.spine.organisations.models import Organisation
from usi.spine.people.models import Person
from usi.surfaces.translation.models import Job
from usi.surfaces.translation.queries import people
from usi.surfaces.translation.queries.people import Pair

_TAKEN_FROM = (Job.State.WANTED, Job.State.IN_WORK, Job.State.OUTDATED)


def may_translate(reader: Reader, job: Job) -> bool:
    """Whether a text is in one of a reader's pairs, or their own organisation's."""
    return reader.signed_in and (people.is_own(reader, job) or (job.from_language, job.language) in people.pairs_of(reader))


def may_take(reader: Reader, job: Job) -> bool:
    """Whether a reader may reserve a text now: it waits, or it is theirs and was not checked yet."""
    if not reader.signed_in or job.held():
        return False
    open_again = job.state == Job.State.TRANSLATED and job.translated_by_id == reader.actor_id
    return (job.state in _TAKEN_FROM or open_again) and may_translate(reader, job)


def may_write(reader: Reader, job: Job) -> bool:
    """Whether what a reader types now is taken: they have it, or it lapsed and they could take it again."""
    return job.held_by(reader.actor_id) or (job.state == Job.State.IN_WORK and may_take(reader, job))


def may_check(reader: Reader, job: Job) -> bool:
    """Whether a reader is trusted to check a text that is ready: never one in which a word is theirs."""
    if not reader.signed_in or job.state != Job.State.TRANSLATED or job.translated_by_id == reader.actor_id:
        return False
    if (job.from_language, job.language) not in people.checks_of(reader.actor_id):
        return False
    return not job.segments.filter(by_id=reader.actor_id).exists()


def may_give(reader: Reader, pair: Pair) -> bool:
    """Whether a reader may say who checks a pair: moderators, and who checks it already."""
    return reader.moderates() or (reader.signed_in and pair in people.checks_of(reader.actor_id))


def may_see_checkers(reader: Reader) -> bool:
    """Whether a reader has anybody to trust or to take trust back from."""
    return reader.moderates() or (reader.signed_in and bool(people.checks_of(reader.actor_id)))


def can_be_trusted(person: Person) -> bool:
    """Whether somebody may be given a pair: a person who can sign in and is not suspended."""
    return person.account_id is not None and person.actor.state == person.actor.State.ACTIVE


def may_decide_for(reader: Reader, *, handle: str) -> bool:
    """Whether a reader decides how an organisation's texts are translated."""
    number = Organisation.objects.filter(actor__handle=handle, actor__domain="").values_list("pk", flat=True).first()
    return number is not None and reader.speaks_for(number)
