"""Looks for signatures that machines may have made, in the background, and sets groups of them aside when an officer says so.

Nobody who signs learns of it: their pages and mails stay the same. Everything can be taken back.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

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


def look() -> int:
    """Look at the campaigns that were signed lately; returns how many groups were found or have grown."""
    since = time.now() - LOOKED_BACK
    recent = Signature.objects.filter(signed_at__gte=since).order_by().values_list("campaign_id", flat=True).distinct()
    return sum(_look_at(number) for number in list(recent))


def _look_at(number: int) -> int:
    since, found = time.now() - LOOKED_BACK, 0
    for group in queries.groups_by_domain(number, since=since, at_least=SOME_DISPOSABLE):
        domain = sealing.unseal(bytes(group.address)).rpartition("@")[2].strip().casefold().rstrip(".")
        if domain in blocklist:
            found += _note(number, Suspicion.Rule.DISPOSABLE, group.key.hex(), domain, group.size)
        elif group.in_an_hour >= MANY_OF_A_DOMAIN and domain not in _LARGE:
            found += _note(number, Suspicion.Rule.DOMAIN, group.key.hex(), domain, group.size)
    for hour, size in queries.quick_hours(number, since=since, at_least=MANY_QUICK):
        found += _note(number, Suspicion.Rule.QUICK, hour, hour, size)
    return found


@transaction.atomic
def _note(number: int, rule: str, key: str, label: str, size: int) -> bool:
    row, created = Suspicion.objects.select_for_update().get_or_create(
        campaign_id=number, rule=rule, key=key, defaults={"label": label[:255], "size": size, "seen_at": time.now()}
    )
    grown = not created and size > row.size
    if grown:
        row.size, row.seen_at = size, time.now()
        # What an officer has let pass stays decided until it has grown by half; what was set aside is asked about anew at once.
        if row.state == Suspicion.State.SET_ASIDE or size > 1.5 * row.decided_size:
            row.state = Suspicion.State.OPEN
        row.save(update_fields=["size", "seen_at", "state"])
    if created or grown:
        journal.record("campaign.suspected", Publication(pk=number), data={"rule": rule, "size": size})
    return created or grown


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
