"""Hands letters to the mail room when their target works, and writes down what its mail server said of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q

from usi.base import ids, kill, time
from usi.base.access import ANONYMOUS
from usi.features.campaigns import hours, letter_mails
from usi.features.campaigns.models import Target, TargetLetter
from usi.spine.journal import actions as journal
from usi.spine.mail.models import Mail
from usi.spine.publications.models import Publication

MOST_BOUNCES = 3
AT_ONCE = 25
TARGETS_AT_ONCE = 20
SETTLED_AT_ONCE = 200
_HOUR = timedelta(hours=1)
# Mail servers give up within five days and then say so; whoever says nothing has delivered.
_SILENCE = timedelta(days=7)


def post_letters(*, most: int = TARGETS_AT_ONCE) -> int:
    """Hand letters that are due to the mail room; returns for how many targets. Each target waits for its next moment afterwards.

    Letters of a campaign that is withdrawn, hidden or over with an outcome stay where they are.
    """
    queued = TargetLetter.objects.filter(target=OuterRef("pk"), state=TargetLetter.State.QUEUED)
    out = Publication.objects.visible_to(ANONYMOUS).filter(
        pk=OuterRef("campaign_id"), campaign__outcome="", campaign__erased_at__isnull=True
    )
    due = Target.objects.filter(Exists(queued), Exists(out), state=Target.State.MAIL, next_at__lte=time.now())
    return sum(_post(pk) for pk in due.order_by("next_at").values_list("pk", flat=True)[:most])


@transaction.atomic
def _post(pk: int) -> int:
    now = time.now()
    target = _locked(Target.objects.filter(pk=pk, state=Target.State.MAIL, next_at__lte=now)).first()
    if target is None:
        return 0
    opening = hours.next_open(now, zone=target.zone, country=target.country, opens=target.opens, shuts=target.shuts)
    handed = TargetLetter.objects.filter(target=target, handed_at__gt=now - _HOUR).order_by("handed_at").values_list("handed_at", flat=True)
    room = target.hourly - handed.count()
    if opening > now:
        target.next_at = opening
    elif room <= 0:
        target.next_at = (handed.first() or now) + _HOUR
    else:
        _hand(target, now, room)
    target.save(update_fields=["next_at"])
    kill.point("letters.handed")
    return 1


def _hand(target: Target, now: datetime, room: int) -> None:
    each = target.pace == Target.Pace.EACH
    most = 1 if each else min(room, AT_ONCE)
    rows = TargetLetter.objects.filter(target=target, state=TargetLetter.State.QUEUED, writing__isnull=False)
    taken = list(rows.select_related("writing__campaign").order_by("pk")[:most])
    for letter in taken:
        letter.tries += 1
        letter.mail, letter.state, letter.handed_at = letter_mails.to_target(letter, target), TargetLetter.State.HANDED, now
        letter.save(update_fields=["tries", "mail", "state", "handed_at"])
    if each:
        target.next_at = now + _HOUR / target.hourly
    elif len(taken) < AT_ONCE or most == room:
        target.next_at = now + _HOUR


@transaction.atomic
def settle_letters(*, most: int = SETTLED_AT_ONCE) -> int:
    """Take over what became of the mails of letters; returns how many letters moved."""
    settled = Q(mail__state__in=[Mail.State.SENT, Mail.State.FAILED])
    settled |= Q(mail__state=Mail.State.DELAYED, handed_at__lt=time.now() - _SILENCE)
    put_off = Q(state=TargetLetter.State.HANDED) & (Q(mail__attempts__gt=0) | Q(mail__state=Mail.State.DELAYED))
    rows = TargetLetter.objects.filter(settled | put_off, state__in=[TargetLetter.State.HANDED, TargetLetter.State.DEFERRED]).order_by("pk")
    taken = list(_locked(rows).select_related("mail")[:most])
    for letter in taken:
        _settle(letter)
    return len(taken)


def _settle(letter: TargetLetter) -> None:
    mail: Mail = letter.mail
    if mail.state == Mail.State.SENT or (mail.state == Mail.State.DELAYED and letter.state == TargetLetter.State.DEFERRED):
        _move(letter, TargetLetter.State.ACCEPTED)
        Target.objects.filter(pk=letter.target_id, state=Target.State.MAIL, bounces__gt=0).update(bounces=0, answer="")
    elif mail.state in (Mail.State.WAITING, Mail.State.DELAYED):
        _move(letter, TargetLetter.State.DEFERRED)
        Target.objects.filter(pk=letter.target_id).update(answer=mail.answer)
    elif mail.answer[:1].isdigit():
        _refused(letter, mail)
    else:
        # It never reached a mail server of the target: that is no answer, so the letter goes out again.
        _move(letter, TargetLetter.State.QUEUED if letter.writing_id else TargetLetter.State.UNSENT)
        Target.objects.filter(pk=letter.target_id).update(next_at=time.now() + _HOUR)


def _refused(letter: TargetLetter, mail: Mail) -> None:
    """Put a letter that was refused on paper, and with it all others once the address is bad or three were refused on end.

    What comes back from an address that was corrected since goes out to the right one.
    """
    target: Target = Target.objects.select_for_update().get(pk=letter.target_id)
    since = _corrected_at(target)
    outdated = since is not None and letter.handed_at is not None and letter.handed_at < since
    if outdated and letter.writing_id and target.state == Target.State.MAIL:
        _move(letter, TargetLetter.State.QUEUED)
        return
    letter.bounced = True
    _move(letter, TargetLetter.State.PRINTED if letter.writing_id else TargetLetter.State.UNSENT)
    if outdated:
        return
    target.bounces, target.answer = _refused_on_end(target, since), mail.answer
    target.save(update_fields=["bounces", "answer"])
    if mail.refused or target.bounces >= MOST_BOUNCES:
        _to_paper(target)


def _refused_on_end(target: Target, since: datetime | None) -> int:
    """Return how many of the letters that went out last were refused, `MOST_BOUNCES` at most: some come back long after they were taken."""
    under_way = [TargetLetter.State.QUEUED, TargetLetter.State.HANDED, TargetLetter.State.DEFERRED]
    rows = TargetLetter.objects.filter(target=target, handed_at__isnull=False).exclude(state__in=under_way)
    last = (rows.filter(handed_at__gte=since) if since else rows).order_by("-handed_at", "-pk").values_list("bounced", flat=True)
    return len(list(takewhile(bool, last[:MOST_BOUNCES])))


def _corrected_at(target: Target) -> datetime | None:
    return datetime.fromisoformat(target.notes[-1]["at"]) if target.notes else None


def _to_paper(target: Target) -> None:
    """Let letters to a target that refuses mail go on paper."""
    if target.state == Target.State.MAIL:
        target.state = Target.State.PAPER
        target.save(update_fields=["state"])
        waiting = TargetLetter.objects.filter(target=target, state=TargetLetter.State.QUEUED).update(state=TargetLetter.State.PRINTED)
        journal.record("campaign.target_refuses_mail", Publication(pk=target.campaign_id), data={"target": target.pk, "letters": waiting})


def letter_came_back(mail: Mail) -> None:
    """Let a letter that was taken be settled anew; belongs in the transaction that writes down that it came back or is delayed."""
    TargetLetter.objects.filter(mail=mail, state=TargetLetter.State.ACCEPTED).update(state=TargetLetter.State.HANDED)


def digest_came_back(mail: Mail) -> None:
    """Let letters go on paper where the count could not be mailed because the address is bad; belongs in the same transaction."""
    if not mail.refused:
        return
    target = Target.objects.select_for_update().filter(pk=int(mail.key.split(":")[1])).first()
    if target is None or target.state != Target.State.MAIL:
        return
    since = _corrected_at(target)
    if since is None or ids.moment(mail.pk) >= since.timestamp():
        target.answer = mail.answer
        target.save(update_fields=["answer"])
        _to_paper(target)


def _move(letter: TargetLetter, state: str) -> None:
    letter.state = state
    letter.save(update_fields=["state", "bounced"])


def _locked(rows: Any) -> Any:
    return rows.select_for_update(skip_locked=True, of=("self",)) if connection.features.has_select_for_update_skip_locked else rows
