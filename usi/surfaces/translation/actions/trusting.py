"""Gives and takes back the trust to check what others translate."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from usi.base import time
from usi.base.access import Reader
from usi.spine.journal import actions as journal
from usi.spine.people.models import Person
from usi.surfaces.translation import policies
from usi.surfaces.translation.actions.refusals import AlreadyTrusted, NotAllowed
from usi.surfaces.translation.models import Checker
from usi.surfaces.translation.queries import people


@transaction.atomic
def trust(person: Person, *, from_language: str, language: str, reader: Reader) -> Checker:
    """Let a person check what others translate between two languages.

    :raises NotAllowed: if the reader may not give this pair, or the person cannot be given any
    :raises AlreadyTrusted: if they have it
    """
    pair = (from_language, language)
    fits = people.known_pair(pair) and policies.can_be_trusted(person) and person.pk != reader.actor_id
    if not fits or not policies.may_give(reader, pair):
        raise NotAllowed
    row = Checker(person=person.actor, from_language=from_language, language=language, given_by_id=reader.actor_id, given_at=time.now())
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise AlreadyTrusted from None
    journal.record("translation.trusted", row, by=reader.actor_id, data={"person": person.pk, "from": from_language, "into": language})
    return row


@transaction.atomic
def take_back(number: int, *, reader: Reader) -> Checker:
    """Take the trust back; what was checked stays checked. Who has it may lay it down.

    :raises NotAllowed: if there is no such trust now, or the reader may not take it back
    """
    row = Checker.objects.select_for_update().filter(pk=number, taken_back_at__isnull=True).first()
    if row is None:
        raise NotAllowed
    if row.person_id != reader.actor_id and not policies.may_give(reader, (row.from_language, row.language)):
        raise NotAllowed
    row.taken_back_by_id, row.taken_back_at = reader.actor_id, time.now()
    row.save(update_fields=["taken_back_by", "taken_back_at"])
    journal.record("translation.trust_taken_back", row, by=reader.actor_id, data={"person": row.person_id})
    return row
