"""Suggestions by a machine, and what organisations allow it to show."""

from __future__ import annotations

import logging

from django.db import transaction
from django.db.models import Q

from usi.base import time
from usi.spine.actors.models import Actor
from usi.spine.journal import actions as journal
from usi.spine.organisations.models import Organisation
from usi.spine.publications.models import Moderation, State, Translation, Visibility
from usi.surfaces.translation import machine
from usi.surfaces.translation.actions.finishing import publish
from usi.surfaces.translation.actions.following import follow
from usi.surfaces.translation.actions.taking import lock
from usi.surfaces.translation.models import Job, MachineConsent, Segment

logger = logging.getLogger(__name__)
AT_ONCE = 5
_PUBLIC = Q(publication__state=State.PUBLISHED, publication__moderation=Moderation.CLEAR, publication__visibility=Visibility.PUBLIC)


@transaction.atomic
def consent(organisation: Organisation, *, by: Actor, given: bool) -> None:
    """Let machine translations of an organisation's texts be shown unchecked, or not any more; those that are shown go at once."""
    had = MachineConsent.objects.filter(organisation=organisation).exists()
    if given == had:
        return
    if given:
        MachineConsent.objects.create(organisation=organisation, by=by, at=time.now())
    else:
        MachineConsent.objects.filter(organisation=organisation).delete()
        Translation.objects.filter(publication__author_id=organisation.pk, state=Translation.State.MACHINE).delete()
        Job.objects.filter(publication__author_id=organisation.pk).update(suggested_at=None)
    journal.record("translation.machine_allowed" if given else "translation.machine_refused", organisation.actor, by=by.pk)


def suggest_by_machine() -> int:
    """Ask the machine for the empty segments of texts that are being worked on and are public; returns how many texts were done."""
    due = Job.objects.filter(_PUBLIC | Q(actor__isnull=False), state=Job.State.IN_WORK, suggested_at__isnull=True)
    return sum(map(_suggest, due.order_by("taken_until")[:AT_ONCE])) if machine.configured() else 0


def publish_by_machine() -> int:
    """Show machine translations of what nobody has taken yet, where its organisation allows it; returns how many."""
    if not machine.configured():
        return 0
    allowed = Job.objects.filter(_PUBLIC, state=Job.State.WANTED, suggested_at__isnull=True, live_at__isnull=True)
    allowed = allowed.filter(publication__author_id__in=MachineConsent.objects.values("organisation"))
    return sum(_suggest(job) and _publish(job) for job in allowed.order_by("asked_at")[:AT_ONCE])


def _suggest(job: Job) -> int:
    """Ask about one text, outside of every transaction, since the answer may take a minute."""
    with transaction.atomic():
        current = lock(job)
        follow(current, current.subject)
    rows = [row for row in current.segments.order_by("place") if not row.target and not row.suggested]
    between = {"from_language": current.from_language, "to_language": current.language}
    try:
        said = machine.suggest([row.source for row in rows], **between, subject=current.subject)
    except machine.Unavailable as reason:
        logger.warning("The service that suggests translations cannot be used now (%s); it is asked again.", reason)
        return 0
    except machine.NotPublic:
        said = []
    for row, text in zip(rows, said, strict=False):
        # Only while its source is what was sent.
        Segment.objects.filter(pk=row.pk, source=row.source).update(suggested=text)
    Job.objects.filter(pk=job.pk).update(suggested_at=time.now())
    return 1


@transaction.atomic
def _publish(job: Job) -> int:
    current = lock(job)
    rows = list(current.segments.order_by("place"))
    there = Translation.objects.filter(publication=current.publication, language=current.language).exclude(state=Translation.State.MACHINE)
    consents = MachineConsent.objects.filter(organisation_id=current.publication.author_id if current.publication else 0)
    if current.state != Job.State.WANTED or there.exists() or not consents.exists() or not all(row.suggested for row in rows):
        return 0
    for row in rows:
        row.target = row.suggested
    publish(current, rows, state=Translation.State.MACHINE)
    journal.record("translation.by_machine", current, data={"language": current.language})
    return 1
