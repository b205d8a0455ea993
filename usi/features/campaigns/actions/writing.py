"""Takes letters to targets in, and sends them off when their writer presses the button behind the mailed link."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import timedelta

from django.db import IntegrityError, OperationalError, transaction

from usi.base import ids, kill, text, time
from usi.features.campaigns import queries
from usi.features.campaigns import writing_sealing as sealing
from usi.features.campaigns.actions.confirm import Changed
from usi.features.campaigns.actions.sign import LONGEST_NAME, MINUTES_BETWEEN_LETTERS, Closed
from usi.features.campaigns.actions.targets import LONGEST_BODY, LONGEST_SUBJECT
from usi.features.campaigns.actions.withdraw import UnknownLink
from usi.features.campaigns.models import Target, TargetLetter, Writing
from usi.spine.taxonomy import countries

_TRIES = 5


@dataclass(frozen=True)
class Draft:
    """What somebody writes and tells of themselves; `language` is that of the page, `letter_language` that of the letter."""

    name: str
    country: str
    subject: str
    body: str
    letter_language: str
    workplace: str = ""
    language: str = "en"

    def columns(self) -> dict[str, str]:
        """Return the values of a writing's columns.

        :raises ValueError: for an empty or overlong text or an unknown country
        """
        found = asdict(self) | {"name": text.line(self.name), "workplace": text.line(self.workplace), "subject": text.line(self.subject)}
        found["body"] = text.prose(self.body)
        longest = {"name": LONGEST_NAME, "workplace": LONGEST_NAME, "subject": LONGEST_SUBJECT, "body": LONGEST_BODY}
        if any(len(found[name]) > most for name, most in longest.items()) or not countries.is_country(self.country):
            raise ValueError("something is too long, or no country")
        if not (found["name"] and found["subject"] and found["body"]):
            raise ValueError("something is empty")
        return found


def write(*, campaign: int, address: str, draft: Draft, targets: Collection[int]) -> Writing:
    """Take a letter to some targets in; its writer is mailed the link that sends it. The caller cannot tell who has written before.

    What an address has not confirmed is replaced. Targets it has written to are passed over; if none is left, its owner is told so.
    No address gets more than five mails for a campaign.

    :raises Closed: if nobody can write for this campaign now
    :raises ValueError: for an empty or overlong text, an unknown country or target, or something that is no address
    """
    address, columns = text.line(address), draft.columns()
    key = sealing.address_key(campaign, address)
    for _ in range(_TRIES):
        try:
            return _write(campaign, address, key, columns, set(targets))
        except IntegrityError:
            # Another request of the same address came between our look and our insert.
            continue
    raise OperationalError("the same address writes without end")


@transaction.atomic
def _write(campaign: int, address: str, key: bytes, columns: dict[str, str], wanted: set[int]) -> Writing:
    if not queries.writable(campaign):
        raise Closed
    known = set(Target.objects.filter(campaign_id=campaign, pk__in=wanted).values_list("pk", flat=True))
    if not wanted or known != wanted:
        raise ValueError("targets")
    rows = Writing.objects.select_for_update().filter(campaign_id=campaign, address_key=key).order_by("-written_at")
    row: Writing | None = rows.filter(state=Writing.State.WAITING).first()
    sent = TargetLetter.objects.filter(target_id__in=wanted, address_key=key).exclude(state=TargetLetter.State.WAITING)
    left = sorted(wanted - set(sent.values_list("target_id", flat=True)))
    if not left:
        last = rows.filter(state=Writing.State.CONFIRMED).first()
        return _ask_for_mail(last, Writing.Mail.ALREADY) if last else Writing()
    if row is None:
        number = ids.new()
        row = Writing.objects.create(
            id=number, campaign_id=campaign, address=sealing.seal(address), address_key=key, mail=Writing.Mail.CONFIRM,
            token_key=sealing.token_key(sealing.token(number)), written_at=time.now(), **columns,
        )  # fmt: skip
    else:
        TargetLetter.objects.filter(writing=row).delete()
        for name, value in columns.items():
            setattr(row, name, value)
        row.save(update_fields=list(columns))
        _ask_for_mail(row, Writing.Mail.CONFIRM)
    kill.point("write.inserted")
    TargetLetter.objects.bulk_create([TargetLetter(id=ids.new(), target_id=pk, writing=row, address_key=key) for pk in left])
    return row


def _ask_for_mail(row: Writing, which: str) -> Writing:
    recent = row.mailed_at is not None and row.mailed_at > time.now() - timedelta(minutes=MINUTES_BETWEEN_LETTERS)
    # The news that a letter is on its way is not held up by the mail that asked to confirm it.
    sent_since = row.mailed_at is not None and row.confirmed_at is not None and row.mailed_at < row.confirmed_at
    just_sent = which == Writing.Mail.ALREADY and sent_since
    if not recent or just_sent:
        row.mail = which
        row.save(update_fields=["mail"])
    return row


@transaction.atomic
def send(*, token: str, seen: str) -> Writing:
    """Let the letters behind a link go out; a second press changes nothing. `seen` is the mark of what the page showed.

    :raises UnknownLink: if there is nothing behind it, or it was taken back
    :raises Closed: if nobody can write for this campaign now
    :raises Changed: if the letter was replaced since the page was shown
    """
    row = _locked(token)
    if row.state == Writing.State.CONFIRMED:
        return row
    if not queries.writable(row.campaign_id):
        raise Closed
    letters = queries.letters_of(row)
    if seen != queries.mark_of_writing(row, letters):
        raise Changed
    row.state, row.confirmed_at, row.mail = Writing.State.CONFIRMED, time.now(), Writing.Mail.NONE
    row.save(update_fields=["state", "confirmed_at", "mail"])
    kill.point("send.confirmed")
    # Locked, so that a target does not go over to paper meanwhile.
    for target in Target.objects.select_for_update().filter(pk__in=[letter.target_id for letter in letters]).order_by("pk"):
        state = TargetLetter.State.QUEUED if target.state == Target.State.MAIL else TargetLetter.State.PRINTED
        TargetLetter.objects.filter(writing=row, target=target, state=TargetLetter.State.WAITING).update(state=state)
    kill.point("send.queued")
    return row


@transaction.atomic
def drop(*, token: str) -> Writing:
    """Erase what somebody wrote. Letters that have not been handed to the mail room do not go out; of the others the number is left.

    :raises UnknownLink: if there is nothing behind the link, or it was taken back before
    """
    row = _locked(token)
    gone = (TargetLetter.State.WAITING, TargetLetter.State.QUEUED, TargetLetter.State.PRINTED)
    TargetLetter.objects.filter(writing=row, state__in=gone).delete()
    TargetLetter.objects.filter(writing=row).update(writing=None, address_key=None)
    Writing.objects.filter(pk=row.pk).delete()
    return row


def _locked(token: str) -> Writing:
    row = Writing.objects.select_for_update().filter(token_key=sealing.token_key(token)).first()
    if row is None:
        raise UnknownLink
    return row


__all__ = ["Changed", "Closed", "Draft", "UnknownLink", "drop", "send", "write"]
