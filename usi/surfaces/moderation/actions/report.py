"""Takes reports."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from usi.base import crypto, time
from usi.base import text as texts
from usi.spine.actors.models import Actor
from usi.spine.journal import actions as journal
from usi.surfaces.moderation import queries
from usi.surfaces.moderation.models import Report
from usi.surfaces.moderation.queries import Subject


@transaction.atomic
def report(subject: Subject, *, reason: str, language: str, reporter: Actor | None = None, text: str = "", contact: str = "") -> Report:
    """Ask moderators to look at something; the same report sent twice within a day is one.

    Somebody who is not signed in is known by nothing but what they wrote, so equal words without an address are one report too.
    """
    text, contact = texts.prose(text), "" if reporter else texts.line(contact)
    what, today = queries.what_is(subject), time.now().date()
    parts = [what, str(subject.pk), str(reporter.pk if reporter else ""), reason, text, contact.casefold()]
    keys = [_key(today, parts), _key(today - timedelta(days=1), parts)]
    earlier = Report.objects.filter(key__in=keys, at__gt=time.now() - timedelta(days=1)).first()
    if earlier is not None:
        return earlier
    made, created = Report.objects.get_or_create(
        key=keys[0],
        defaults={
            what: subject, "reporter": reporter, "reason": reason, "text": text, "language": language, "at": time.now(),
            "contact": crypto.encrypt(contact, context=queries.CONTACT) if contact else b"",
        },
    )
    if created:
        journal.record("moderation.reported", made, by=reporter.pk if reporter else None, data={"reason": reason, what: subject.pk})
    return made


def _key(day: date, parts: list[str]) -> bytes:
    return crypto.blind("\x00".join([day.isoformat(), *parts]), context="moderation_report.key")
