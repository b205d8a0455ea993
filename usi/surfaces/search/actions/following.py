"""What the index does when something happened: functions that take a journal entry (see `config/reactions.py`). Each may run twice."""

from __future__ import annotations

from django.db.models import QuerySet

from usi.spine.actors.models import Actor
from usi.spine.journal.models import Entry
from usi.spine.publications import kinds
from usi.spine.publications.models import Moderation, Publication, State
from usi.surfaces.search.actions.writing import ACTOR, PUBLICATION, index

AT_ONCE = 2000


def publication(entry: Entry) -> None:
    """Index a publication that came out, changed or went, or to which something was added."""
    index(PUBLICATION, [kinds.publication_of(entry)])


def actor(entry: Entry) -> None:
    """Index an actor that came, changed or went."""
    index(ACTOR, [entry.subject_id])


def actor_and_words(entry: Entry) -> None:
    """Index an actor that was suspended, restored or closed, and all it said."""
    index(ACTOR, [entry.subject_id])
    said = Publication.objects.filter(author_id=entry.subject_id, state=State.PUBLISHED, moderation=Moderation.CLEAR)
    _all_of(PUBLICATION, said)


def subjects(entry: Entry) -> None:
    """Index the themes and countries that came or changed with the program."""
    index(ACTOR, entry.data["actors"])


def directory(entry: Entry) -> None:
    """Index all organisations after a list of them was brought in."""
    _all_of(ACTOR, Actor.objects.filter(type="organisation"))


def _all_of(subject_type: str, rows: QuerySet[Publication] | QuerySet[Actor]) -> None:
    last = 0
    while numbers := list(rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        index(PUBLICATION if subject_type == PUBLICATION else ACTOR, numbers)
        last = numbers[-1]
