"""Queues mails and delivers them through the node's transport."""

from __future__ import annotations

import hashlib
import json
import smtplib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from typing import Literal

from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.db import connection, transaction

from usi.base import crypto, ids, kill, text, time, turns
from usi.spine.mail import envelopes, reports, returns, transports
from usi.spine.mail.models import Mail
from usi.spine.mail.wire import WIRE

CONTEXT = "mail.sealed"
MOST_ATTEMPTS = 8
AT_ONCE = 50
MARKED_TOGETHER = 25
LEASE_SECONDS = 300
OUR_OWN_FAULT = (smtplib.SMTPSenderRefused, smtplib.SMTPAuthenticationError, smtplib.SMTPConnectError, smtplib.SMTPHeloError)


@dataclass(frozen=True)
class Draft:
    """One mail for one occasion, named by `key`. `body` is plain text, `html` the same as HTML; both carry the whole message."""

    key: str
    to: str
    subject: str
    body: str
    html: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    def row(self) -> Mail:
        """Return the unsaved row: sealed, due now."""
        content = {"to": self.to, "subject": text.line(self.subject), "body": self.body, "html": self.html, "headers": dict(self.headers)}
        # One column holds 120 characters; a longer occasion is known by its digest.
        key = self.key if len(self.key) <= 120 else hashlib.sha256(self.key.encode()).hexdigest()
        return Mail(id=ids.new(), key=key, sealed=crypto.encrypt(json.dumps(content), context=CONTEXT), due_at=time.now())


def queue(*, key: str, to: str, subject: str, body: str, html: str = "", headers: Mapping[str, str] | None = None) -> Mail:
    """Queue one mail for an occasion; a second call with the same key changes nothing.

    `body` is plain text; `html` the same as HTML. Both carry the whole message. Headers such as List-Unsubscribe go in `headers`.
    """
    row = Draft(key, to, subject, body, html, headers or {}).row()
    return Mail.objects.get_or_create(key=row.key, defaults={"id": row.pk, "sealed": row.sealed, "due_at": row.due_at})[0]


def queue_many(drafts: Iterable[Draft]) -> None:
    """Queue mails in one statement; those whose occasion was mailed before are passed over."""
    Mail.objects.bulk_create([draft.row() for draft in drafts], ignore_conflicts=True)


def deliver_due(*, most: int = AT_ONCE) -> int:
    """Send mails that are due, oldest first, over one connection; returns how many were tried."""
    due, sent = _claim(most), []
    with transports.line() as line:
        for mail in due:
            if _deliver(mail, line):
                kill.point("mail.sent")
                sent.append(mail.pk)
            # A folder takes the same mail twice without harm, so marks can be saved together; a server does not.
            if sent and (not line.repeatable or len(sent) == MARKED_TOGETHER):
                _mark_sent(sent)
                sent = []
    _mark_sent(sent)
    return len(due)


def _mark_sent(numbers: list[int]) -> None:
    if numbers:
        # One that came back meanwhile stays given up.
        Mail.objects.filter(pk__in=numbers, state=Mail.State.WAITING).update(state=Mail.State.SENT, sealed=b"", answer="")


def _claim(most: int) -> list[Mail]:
    """Return mails that are due. Where several workers run, a lease keeps the others away from them."""
    now = time.now()
    due = Mail.objects.filter(state=Mail.State.WAITING, due_at__lte=now).order_by("due_at")
    if not connection.features.has_select_for_update_skip_locked:
        return list(due[:most])
    with transaction.atomic():
        taken = list(due.select_for_update(skip_locked=True)[:most])
        Mail.objects.filter(pk__in=[mail.pk for mail in taken]).update(due_at=now + timedelta(seconds=LEASE_SECONDS))
    return taken


def _deliver(mail: Mail, line: transports.Line) -> bool:
    """Send one mail; returns whether it was sent. What was refused is given up or tried again later.

    The Message-ID is made of the row's id, so a mail sent twice after a crash is one mail to its reader.
    """
    try:
        message, to = _message(mail)
    except (InvalidTag, ValueError):
        # One that cannot be read any more must not hold up those behind it.
        return _later(mail, "unreadable", final=True)
    try:
        line.send(message, to=to, name=str(mail.pk), sender=envelopes.sender(mail.pk))
    except smtplib.SMTPRecipientsRefused as error:
        code, answer = next(iter(error.recipients.values()))
        return _later(mail, f"{code} {answer.decode('utf-8', 'replace')}", final=code >= 500, refused=code >= 500)
    except OUR_OWN_FAULT as error:
        # It is the node that the server does not let in: no mail is to be lost by that, and no address is bad.
        return _later(mail, type(error).__name__, final=False)
    except smtplib.SMTPResponseException as error:
        said = error.smtp_error if isinstance(error.smtp_error, str) else error.smtp_error.decode("utf-8", "replace")
        return _later(mail, f"{error.smtp_code} {said}", final=error.smtp_code >= 500)
    except (OSError, smtplib.SMTPException) as error:
        return _later(mail, type(error).__name__, final=False)
    return True


def _later(mail: Mail, answer: str, *, final: bool, refused: bool = False) -> Literal[False]:
    mail.answer, mail.attempts = reports.without_addresses(answer), mail.attempts + 1
    if not final and mail.attempts < MOST_ATTEMPTS:
        mail.due_at = time.now() + timedelta(minutes=2**mail.attempts)
        mail.save(update_fields=["answer", "attempts", "due_at"])
    else:
        _give_up(mail, refused=refused)
    return False


@turns.in_turn
@transaction.atomic
def _give_up(mail: Mail, *, refused: bool) -> None:
    mail.state, mail.sealed, mail.refused = Mail.State.FAILED, b"", refused
    mail.save(update_fields=["answer", "attempts", "state", "sealed", "refused"])
    returns.tell(mail)


@turns.in_turn
@transaction.atomic
def take_back(report: reports.Report) -> bool:
    """Write down what a server reports of a mail that another had taken; returns whether it was news.

    What is given up stays so; of a mail that is not here any more nothing is written.
    """
    mail = Mail.objects.select_for_update().filter(pk=report.number).first()
    if mail is None or mail.state == Mail.State.FAILED or (mail.state == Mail.State.DELAYED and not report.final):
        return False
    mail.answer, mail.sealed = report.answer, b""
    mail.state = Mail.State.FAILED if report.final else Mail.State.DELAYED
    mail.refused = report.final and reports.is_nowhere(report.answer)
    mail.save(update_fields=["answer", "sealed", "state", "refused"])
    returns.tell(mail)
    return True


def _message(mail: Mail) -> tuple[EmailMessage, str]:
    content = json.loads(crypto.decrypt(bytes(mail.sealed), context=CONTEXT))
    message = EmailMessage(policy=WIRE)
    message["From"] = settings.DEFAULT_FROM_EMAIL
    to = ascii_domain(content["to"])
    message["To"] = to
    message["Subject"] = _plain(content["subject"])
    message["Date"] = format_datetime(time.now())
    message["Message-ID"] = f"<{mail.pk}@{(settings.DOMAIN or make_msgid()).split(':')[0]}>"
    message["Auto-Submitted"] = "auto-generated"
    for name, value in content["headers"].items():
        message[name] = _plain(value)
    message.set_content(content["body"])
    if content["html"]:
        message.add_alternative(content["html"], subtype="html")
    return message, to


def _plain(value: str) -> str:
    """Return a header's value without encoded words (RFC 2047): the library would read them, and in them may stand line breaks."""
    return text.line(value).replace("=?", "= ?")


def ascii_domain(address: str) -> str:
    """Return an address with its domain in Punycode, which every mail server takes; unchanged where that is not possible."""
    local, _, domain = address.rpartition("@")
    try:
        return f"{local}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        return address


def unique_key(occasion: str) -> str:
    """Return a key for an occasion that may come again, such as a request for a sign-in link."""
    return f"{occasion}:{ids.new()}"
