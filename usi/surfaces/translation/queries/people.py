"""Who translates and who checks which pair of languages."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from usi.base import languages
from usi.base.access import Reader
from usi.spine.people.models import PersonLanguage
from usi.surfaces.translation.models import Checker, Job
from usi.surfaces.translation.models.work import OWN_ROLES

Pair = tuple[str, str]


def pairs_of(reader: Reader) -> list[Pair]:
    """Return the pairs (from, into) a reader says they translate, in the order of their profile."""
    rows = PersonLanguage.objects.filter(person_id=reader.actor_id or 0).values_list("language", "translates_into")
    return [(source, into) for source, targets in rows for into in targets if into != source]


def checks_of(person_id: int | None) -> set[Pair]:
    """Return the pairs a person is trusted to check."""
    rows = Checker.objects.filter(person_id=person_id or 0, taken_back_at__isnull=True)
    return set(rows.values_list("from_language", "language"))


def is_own(reader: Reader, job: Job) -> bool:
    """Whether a text is the reader's organisation's, for which they may translate in every pair."""
    return job.publication is not None and reader.roles.get(job.publication.author_id) in OWN_ROLES


def checkers_in(pairs: Iterable[Pair] | None) -> QuerySet[Checker]:
    """Return who is trusted with some pairs (None: with any), by pair and name."""
    found = Checker.objects.filter(taken_back_at__isnull=True).select_related("person", "given_by")
    if pairs is not None:
        wanted = set(pairs)
        found = found.filter(pk__in=[row.pk for row in found if (row.from_language, row.language) in wanted])
    return found.order_by("from_language", "language", "person__name")


def known_pair(pair: Pair) -> bool:
    """Whether both are languages people write in here, and not the same."""
    return pair[0] in languages.NETWORK and pair[1] in languages.NETWORK and pair[0] != pair[1]
