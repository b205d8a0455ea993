"""Queues mails and delivers them through the node's transport."""

from __future__ import annotations

import hashlib
import json
import re
import smtplib
from collections.abc import Mapping
from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid

from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.db import connection, transaction

from usi.base import crypto, ids, kill, text, time
from usi.spine.mail import transports
from usi.spine.mail.models import Mail

CONTEXT = "mail.sealed"
MOST_ATTEMPTS = 8
AT_ONCE = 50
LEASE_SECONDS = 300
OUR_OWN_FAULT = (smtplib.SMTPSenderRefused, smtplib.SMTPAuthenticationError, smtplib.SMTPConnectError, smtplib.SMTPHeloError)


def queue(*, key: str, to: str, subject: str, body: str, html: str = "", headers: Mapping[str, str] | None = None) -> Mail:
    """Queue one mail for an occasion; a second call with the same key changes nothing.

    `body` is plain text; `html` the same as HTML. Both carry the whole message. Headers such as List-Unsubscribe go in `headers`.
    """
    content = {"to": to, "subject": text.line(subject), "body": body, "html": html, "headers": dict(headers or {})}
    # One column holds 120 characters; a longer occasion is known by its digest.
    key = key if len(key) <= 120 else hashlib.sha256(key.encode()).hexdigest()
    return Mail.objects.get_or_create(
        key=key, defaults={"sealed": crypto.encrypt(json.dumps(content), context=CONTEXT), "due_at": time.now()}
    )[0]


def deliver_due(*, most: int = AT_ONCE) -> int:
    """Send mails that are due, oldest first, over one connection; returns how many were tried."""
    due = _claim(most)
    with transports.line() as line:
        for mail in due:
            _deliver(mail, line)
    return len(due)


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
    """Send one mail; returns whether it is settled (sent or given up).

    The Message-ID is made of the row's id, so a mail sent twice after a crash is one mail to its reader.
    """
    try:
        message, to = _message(mail)
    except (InvalidTag, ValueError):
        # One that cannot be read any more must not hold up those behind it.
        return _later(mail, "unreadable", final=True)
    try:
        line.send(message, to=to, name=str(mail.pk))
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
    kill.point("mail.sent")
    Mail.objects.filter(pk=mail.pk).update(state=Mail.State.SENT, sealed=b"", answer="")
    return True


def _later(mail: Mail, answer: str, *, final: bool, refused: bool = False) -> bool:
    # The server's answer may repeat the address, which must not stay in the clear.
    answer = re.sub(r"\S+@\S+", "…", answer)[:200]
    attempts = mail.attempts + 1
    final = final or attempts >= MOST_ATTEMPTS
    later = {"due_at": time.now() + timedelta(minutes=2**attempts)}
    changes = {"state": Mail.State.FAILED, "sealed": b"", "refused": refused} if final else later
    Mail.objects.filter(pk=mail.pk).update(attempts=attempts, answer=answer, **changes)
    return final


def _message(mail: Mail) -> tuple[EmailMessage, str]:
    content = json.loads(crypto.decrypt(bytes(mail.sealed), context=CONTEXT))
    message = EmailMessage(policy=SMTP)
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
