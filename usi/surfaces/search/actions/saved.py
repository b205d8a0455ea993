"""Searches that people keep, and the one mail a day that tells what is new in them."""

from __future__ import annotations

import logging

from django.db import IntegrityError, transaction

from usi.base import time
from usi.base.access import Reader
from usi.spine.journal.models import Head
from usi.spine.organisations.queries import reader_of
from usi.spine.people.models import Person
from usi.surfaces.search import mails
from usi.surfaces.search.models import SavedSearch
from usi.surfaces.search.queries import news, saved
from usi.surfaces.search.queries.question import Question

logger = logging.getLogger(__name__)
MOST = 20
LONGEST = 500


class TooMany(Exception):
    """A person keeps as many searches as one may."""


def save(question: Question, *, reader: Reader) -> SavedSearch:
    """Keep a question for a reader who is signed in; keeping it twice changes nothing.

    :raises TooMany: if they keep `MOST` already, or the question is too long to be kept
    """
    address = question.asking(question.q).address(sort="")
    known = SavedSearch.objects.filter(person_id=reader.actor_id)
    if (same := known.filter(address=address).first()) is not None:
        return same
    if known.count() >= MOST or len(address) > LONGEST:
        raise TooMany
    number = Head.objects.filter(pk=1).values_list("number", flat=True).first() or 0
    row = SavedSearch(person_id=reader.actor_id, address=address, language=question.reading, seen=number, created_at=time.now())
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return known.get(address=address)
    return row


def forget(number: int, *, person_id: int) -> None:
    """Drop one of a person's searches; one that is gone already stays gone."""
    SavedSearch.objects.filter(pk=number, person_id=person_id).delete()


def tell() -> int:
    """Tell everyone who keeps searches what is new in them; returns how many mails were queued.

    A person gets at most one mail a day: its key holds the day, and what was looked at is remembered in the same transaction.
    """
    upto = saved.settled()
    told = 0
    waiting = SavedSearch.objects.filter(seen__lt=upto).order_by("person_id").values_list("person_id", flat=True).distinct()
    for person_id in list(waiting):
        try:
            told += _tell(person_id, upto)
        except Exception:
            # One person's search must not keep the others from theirs.
            logger.exception("Person %s could not be told of what is new in saved searches.", person_id)
    return told


@transaction.atomic
def _tell(person_id: int, upto: int) -> int:
    person = Person.objects.select_related("actor", "account").get(pk=person_id)
    rows = list(SavedSearch.objects.filter(person=person, seen__lt=upto))
    account = person.account
    if account is None or not account.is_active or person.actor.state != person.actor.State.ACTIVE or mails.told_today(person):
        return 0
    reader = reader_of(account_id=account.pk)
    told = [(row, found) for row in rows if (found := news.news(row, reader=reader, upto=upto))]
    SavedSearch.objects.filter(pk__in=[row.pk for row in rows]).update(seen=upto)
    if told:
        mails.send(person, told)
    return int(bool(told))
