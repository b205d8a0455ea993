"""Django's e-mail interface onto the queue, so that no request waits for a mail server."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.mail.backends.base import BaseEmailBackend

from usi.spine.mail import actions


class QueueBackend(BaseEmailBackend):
    """Queues each message for each of its recipients."""

    def send_messages(self, email_messages: Sequence[Any]) -> int:
        """Queue messages; returns how many."""
        for message in email_messages:
            html = next((str(part[0]) for part in getattr(message, "alternatives", []) if part[1] == "text/html"), "")
            for to in message.recipients():
                actions.queue(key=actions.unique_key("account"), to=to, subject=message.subject, body=str(message.body), html=html)
        return len(email_messages)
