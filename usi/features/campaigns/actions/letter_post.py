"""Hands letters to the mail room when their target works, and writes down what its mail server said of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q

from usi.base import kill, time
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
    put_off = Q(state=TargetLetter.State.HANDED, mail__attempts__gt=0)
    rows = TargetLetter.objects.filter(settled | put_off, state__in=[TargetLetter.State.HANDED, TargetLetter.State.DEFERRED]).order_by("pk")
    taken = list(_locked(rows).select_related("mail")[:most])
    for letter in taken:
        _settle(letter)
    return len(taken)


def _settle(letter: TargetLetter) -> None:
    mail: Mail = letter.mail
    if mail.state == Mail.State.SENT:
        _move(letter, TargetLetter.State.ACCEPTED)
        Target.objects.filter(pk=letter.target_id, bounces__gt=0).update(bounces=0, answer="")
    elif mail.state == Mail.State.WAITING:
        _move(letter, TargetLetter.State.DEFERRED)
        Target.objects.filter(pk=letter.target_id).update(answer=mail.answer)
    elif mail.answer[:1].isdigit():
        _refused(letter, mail)
    else:
        # It never reached a mail server of the target: that is no answer, so the letter goes out again.
        _move(letter, TargetLetter.State.QUEUED if letter.writing_id else TargetLetter.State.UNSENT)
        Target.objects.filter(pk=letter.target_id).update(next_at=time.now() + _HOUR)


def _refused(letter: TargetLetter, mail: Mail) -> None:
    """Put a letter that was refused on paper, and with it all others once the address is bad or three were refused on end."""
    letter.bounced = True
    _move(letter, TargetLetter.State.PRINTED if letter.writing_id else TargetLetter.State.UNSENT)
    target: Target = Target.objects.select_for_update().get(pk=letter.target_id)
    target.bounces, target.answer = target.bounces + 1, mail.answer
    if target.state == Target.State.MAIL and (mail.refused or target.bounces >= MOST_BOUNCES):
        target.state = Target.State.PAPER
        waiting = TargetLetter.objects.filter(target=target, state=TargetLetter.State.QUEUED).update(state=TargetLetter.State.PRINTED)
        journal.record("campaign.target_refuses_mail", Publication(pk=target.campaign_id), data={"target": target.pk, "letters": waiting})
    target.save(update_fields=["bounces", "answer", "state"])


def _move(letter: TargetLetter, state: str) -> None:
    letter.state = state
    letter.save(update_fields=["state", "bounced"])


def _locked(rows: Any) -> Any:
    return rows.select_for_update(skip_locked=True, of=("self",)) if connection.features.has_select_for_update_skip_locked else rows
