"""Queues mails and delivers them through the node's transport."""

from __future__ import annotations

import hashlib
import json
import logging
import re
import smtplib
from collections.abc import Mapping
from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid

from django.conf import settings
from django.db import transaction

from usi.base import crypto, ids, text, time
from usi.spine.mail import transports
from usi.spine.mail.models import Mail

logger = logging.getLogger(__name__)
CONTEXT = "mail.sealed"
MOST_ATTEMPTS = 8


def queue(*, key: str, to: str, subject: str, body: str, html: str = "", headers: Mapping[str, str] | None = None) -> Mail:
    """Queue one mail for an occasion; a second call with the same key changes nothing.

    `body` is plain text; `html` the same as HTML. Both carry the whole message. Headers such as List-Unsubscribe go in `headers`.
    """
    content = {"to": to, "subject": text.line(subject), "body": body, "html": html, "headers": dict(headers or {})}
    # One column holds 120 characters; a longer occasion is known by its digest.
    key = key if len(key) <= 120 else hashlib.sha256(key.encode()).hexdigest()
    with transaction.atomic():
        mail, created = Mail.objects.get_or_create(
            key=key, defaults={"sealed": crypto.encrypt(json.dumps(content), context=CONTEXT), "due_at": time.now()}
        )
        if created:
            transaction.on_commit(lambda: _hint(mail.pk))
    return mail


def _hint(number: int) -> None:
    from usi.spine.mail import tasks

    try:
        tasks.deliver(number)
    except Exception:  # noqa: BLE001 - the row is committed; the next round finds it
        logger.warning("The task queue did not take the hint for mail %s; the next round will find it.", number)


def deliver(number: int) -> bool:
    """Send one waiting mail; returns whether it is settled (sent or given up).

    The Message-ID is made of the row's id, so a mail sent twice after a crash is one mail to its reader.
    """
    mail = Mail.objects.filter(pk=number, state=Mail.State.WAITING).first()
    if mail is None:
        return True
    message, to = _message(mail)
    try:
        transports.send(message, to=to, name=str(mail.pk))
    except smtplib.SMTPRecipientsRefused as error:
        code, answer = next(iter(error.recipients.values()))
        return _later(mail, f"{code} {answer.decode('utf-8', 'replace')}", final=code >= 500)
    except smtplib.SMTPResponseException as error:
        said = error.smtp_error if isinstance(error.smtp_error, str) else error.smtp_error.decode("utf-8", "replace")
        return _later(mail, f"{error.smtp_code} {said}", final=error.smtp_code >= 500)
    except (OSError, smtplib.SMTPException) as error:
        return _later(mail, type(error).__name__, final=False)
    Mail.objects.filter(pk=mail.pk).update(state=Mail.State.SENT, sealed=b"", answer="")
    return True


def _later(mail: Mail, answer: str, *, final: bool) -> bool:
    # The server's answer may repeat the address, which must not stay in the clear.
    answer = re.sub(r"\S+@\S+", "…", answer)[:200]
    attempts = mail.attempts + 1
    final = final or attempts >= MOST_ATTEMPTS
    changes = {"state": Mail.State.FAILED, "sealed": b""} if final else {"due_at": time.now() + timedelta(minutes=2**attempts)}
    Mail.objects.filter(pk=mail.pk).update(attempts=attempts, answer=answer, **changes)
    return final


def _message(mail: Mail) -> tuple[EmailMessage, str]:
    content = json.loads(crypto.decrypt(bytes(mail.sealed), context=CONTEXT))
    message = EmailMessage(policy=SMTP)
    message["From"] = settings.DEFAULT_FROM_EMAIL
    message["To"] = content["to"]
    message["Subject"] = content["subject"]
    message["Date"] = format_datetime(time.now())
    message["Message-ID"] = f"<{mail.pk}@{(settings.DOMAIN or make_msgid()).split(':')[0]}>"
    message["Auto-Submitted"] = "auto-generated"
    for name, value in content["headers"].items():
        message[name] = value
    message.set_content(content["body"])
    if content["html"]:
        message.add_alternative(content["html"], subtype="html")
    return message, content["to"]


def deliver_due(*, most: int = 200) -> int:
    """Send every mail that is due; returns how many were tried."""
    due = list(Mail.objects.filter(state=Mail.State.WAITING, due_at__lte=time.now()).order_by("due_at").values_list("pk", flat=True)[:most])
    for number in due:
        deliver(number)
    return len(due)


def unique_key(occasion: str) -> str:
    """Return a key for an occasion that may come again, such as a request for a sign-in link."""
    return f"{occasion}:{ids.new()}"
