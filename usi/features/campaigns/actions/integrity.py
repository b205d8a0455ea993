"""Looks for signatures that machines may have made, in the background, and sets groups of them aside when an officer says so.

Nobody who signs learns of it: their pages and mails stay the same. Everything can be taken back.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import NamedTuple

from disposable_email_domains import blocklist
from django.db import transaction

from usi.base import text, time
from usi.features.campaigns import queries, sealing
from usi.features.campaigns.actions import counts
from usi.features.campaigns.models import Change, Signature, Suspicion
from usi.spine.actors.models import Actor
from usi.spine.journal import actions as journal
from usi.spine.publications.models import Publication

LOOKED_BACK = timedelta(hours=26)
MANY_OF_A_DOMAIN = 30
MANY_QUICK = 20
SOME_DISPOSABLE = 3
_BATCH = 500
# So many people have an address there that many of them in an hour say nothing.
_LARGE = frozenset(
    {
        "gmail.com", "outlook.com", "hotmail.com", "live.com", "yahoo.com", "icloud.com", "proton.me", "protonmail.com", "gmx.de",
        "gmx.net", "web.de", "aol.com", "mail.ru", "yandex.ru", "qq.com", "163.com", "naver.com", "orange.fr", "free.fr", "libero.it",
        "uol.com.br", "terra.com.br", "bol.com.br", "mail.com", "zoho.com", "riseup.net",
    }
)


class _Group(NamedTuple):
    """Signatures that share what people seldom share: by which rule, what, as officers read it, and how many."""

    rule: str
    key: str
    label: str
    size: int


def look() -> int:
    """Look at the campaigns that were signed lately; returns how many groups were found or have grown."""
    since = time.now() - LOOKED_BACK
    recent = Signature.objects.filter(signed_at__gte=since).order_by().values_list("campaign_id", flat=True).distinct()
    return sum(_look_at(number) for number in list(recent))


def _look_at(number: int) -> int:
    since, found = time.now() - LOOKED_BACK, []
    for group in queries.groups_by_domain(number, since=since, at_least=SOME_DISPOSABLE):
        domain = sealing.unseal(bytes(group.address)).rpartition("@")[2].strip().casefold().rstrip(".")
        if domain in blocklist:
            found.append(_Group(Suspicion.Rule.DISPOSABLE, group.key.hex(), domain, group.size))
        elif group.in_an_hour >= MANY_OF_A_DOMAIN and domain not in _LARGE:
            found.append(_Group(Suspicion.Rule.DOMAIN, group.key.hex(), domain, group.size))
    for hour, size in queries.quick_hours(number, since=since, at_least=MANY_QUICK):
        found.append(_Group(Suspicion.Rule.QUICK, hour, hour, size))
    return _note(number, found) if found else 0


@transaction.atomic
def _note(number: int, groups: Iterable[_Group]) -> int:
    """Keep the groups found, in one transaction: one for each would keep people from signing for as long as they last."""
    rows = {(row.rule, row.key): row for row in Suspicion.objects.select_for_update().filter(campaign_id=number)}
    fresh, grown = [], []
    for group in groups:
        row = rows.get((group.rule, group.key))
        if row is None:
            made = {"rule": group.rule, "key": group.key, "label": group.label[:255], "size": group.size, "seen_at": time.now()}
            fresh.append(Suspicion(campaign_id=number, **made))
        elif group.size > row.size:
            row.size, row.seen_at = group.size, time.now()
            # What an officer has let pass stays decided until it has grown by half; what was set aside is asked about anew at once.
            if row.state == Suspicion.State.SET_ASIDE or row.size > 1.5 * row.decided_size:
                row.state = Suspicion.State.OPEN
            grown.append(row)
    Suspicion.objects.bulk_create(fresh, ignore_conflicts=True)
    Suspicion.objects.bulk_update(grown, ["size", "seen_at", "state"])
    for row in (*fresh, *grown):
        journal.record("campaign.suspected", Publication(pk=number), data={"rule": row.rule, "size": row.size})
    return len(fresh) + len(grown)


@transaction.atomic
def decide(suspicion: Suspicion, *, by: Actor, to: str, reason: str = "") -> int:
    """Set a group aside, or let it count (again); returns how many signatures changed.

    :raises ValueError: for a state that nobody decides, or a group set aside without a reason
    """
    reason = text.line(reason)[:300]
    if to not in (Suspicion.State.SET_ASIDE, Suspicion.State.KEPT) or (to == Suspicion.State.SET_ASIDE and not reason):
        raise ValueError("state or reason")
    row = Suspicion.objects.select_for_update().get(pk=suspicion.pk)
    aside = to == Suspicion.State.SET_ASIDE
    changed = _mark(row.campaign_id, queries.members_of(row).exclude(set_aside=aside).values_list("pk", flat=True), aside=aside)
    row.state, row.reason, row.decided_at, row.decided_size = to, reason, time.now(), row.size
    row.save(update_fields=["state", "reason", "decided_at", "decided_size"])
    data = {"rule": row.rule, "count": changed, "reason": reason}
    journal.record(f"campaign.signatures_{'set_aside' if aside else 'restored'}", Publication(pk=row.campaign_id), by=by.pk, data=data)
    return changed


def _mark(number: int, members: Iterable[int], *, aside: bool) -> int:
    numbers = list(members)
    for start in range(0, len(numbers), _BATCH):
        rows = list(Signature.objects.select_for_update().filter(pk__in=numbers[start : start + _BATCH]))
        moves = []
        for row in rows:
            before = counts.part(row)
            row.set_aside = aside
            moves.append((before, counts.part(row)))
        Signature.objects.filter(pk__in=[row.pk for row in rows]).update(set_aside=aside)
        Change.objects.bulk_create(counts.changes(number, moves))
    return len(numbers)
