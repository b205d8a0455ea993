"""Who belongs to whom."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from usi.spine.actors.models import Actor
from usi.spine.journal import actions as journal
from usi.spine.organisations.actions.edit import lock, touch
from usi.spine.organisations.models import Affiliation, Organisation

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?")


class BadDates(Exception):
    """A date is none, or the end is before the start."""


class Loop(Exception):
    """An organisation would belong to itself, directly or through others."""


@dataclass(frozen=True)
class Stated:
    """An affiliation as somebody states it; dates as YYYY, YYYY-MM or YYYY-MM-DD, empty where not known or still standing."""

    parent: Organisation
    since: str = ""
    until: str = ""


@transaction.atomic
def set_affiliations(organisation: Organisation, *, by: Actor | None, version: int, stated: Iterable[Stated]) -> Organisation:
    """Set all that an organisation belongs or belonged to; what is not given goes.

    :raises edit.Stale: if the version is no longer the current one
    :raises BadDates: if a date cannot be
    :raises Loop: if it would belong to itself
    """
    current = lock(organisation, version=version)
    wanted = {(row.parent.pk, row.since): row for row in stated}
    for row in wanted.values():
        check_dates(row.since, row.until)
    parents = {row.parent.pk for row in wanted.values() if not row.until}
    if any(row.parent.pk == current.pk for row in wanted.values()) or _reaches(parents, current.pk):
        raise Loop
    present = {(row.parent_id, row.since): row for row in Affiliation.objects.filter(member=current)}
    if {key: row.until for key, row in wanted.items()} == {key: row.until for key, row in present.items()}:
        return current
    Affiliation.objects.filter(pk__in=[row.pk for key, row in present.items() if key not in wanted]).delete()
    for key, row in wanted.items():
        Affiliation.objects.update_or_create(member=current, parent_id=key[0], since=key[1], defaults={"until": row.until})
    touch(current)
    numbers = sorted(number for number, _ in wanted)
    data = {"version": current.version, "parents": numbers}
    journal.record("organisation.affiliations_set", current, by=by.pk if by else None, data=data)
    return current


@transaction.atomic
def drop_affiliate(parent: Organisation, *, member: Organisation, by: Actor) -> None:
    """Say, for the organisation that another one names as its own, that it does not belong there."""
    deleted, _ = Affiliation.objects.filter(parent=parent, member=member).delete()
    if deleted:
        touch(lock(member))
        journal.record("organisation.affiliate_dropped", parent, by=by.pk, data={"member": member.pk})


def check_dates(since: str, until: str) -> None:
    """Refuse dates that cannot be, and an end before its start.

    :raises BadDates: then
    """
    if since and until and until < since[: len(until)]:
        raise BadDates
    for value in filter(None, (since, until)):
        found = _DATE.fullmatch(value)
        try:
            date(*(int(part or 1) for part in found.groups())) if found else None
        except ValueError:
            found = None
        if found is None:
            raise BadDates


def _reaches(parents: set[int], number: int) -> bool:
    """Whether one comes to `number` by going up from these; one query for each level."""
    seen: set[int] = set()
    while parents:
        if number in parents:
            return True
        seen |= parents
        parents = set(Affiliation.objects.filter(member__in=parents, until="").values_list("parent_id", flat=True)) - seen
    return False
