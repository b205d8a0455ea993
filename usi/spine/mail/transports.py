"""Hands a message to the mail server, or to a folder in the demonstration."""

from __future__ import annotations

import contextlib
import os
import smtplib
import ssl
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings

TIMEOUT_SECONDS = 30


class Line:
    """The way to the node's mail server, or into a folder; one connection for all that goes over it."""

    def __init__(self) -> None:
        """Connect when the first message is sent."""
        self._server: smtplib.SMTP | None = None

    @property
    def repeatable(self) -> bool:
        """Whether sending the same message twice is the same as sending it once."""
        return urlsplit(settings.MAIL_URL).scheme == "folder"

    def send(self, message: EmailMessage, *, to: str, name: str, sender: str = "") -> None:
        """Send one message by the transport of `USI_MAIL_URL`. An empty `sender` of the envelope is the From address.

        :raises smtplib.SMTPException: if the server refuses it
        :raises OSError: if the server cannot be reached or the folder cannot be written
        """
        parts = urlsplit(settings.MAIL_URL)
        if parts.scheme == "folder":
            _to_folder(message, Path(parts.path) if parts.path else Path(settings.OUTBOX), name)
            return
        if self._server is None:
            self._server = connect()
        try:
            self._server.send_message(message, from_addr=sender or None, to_addrs=[to])
        except (OSError, smtplib.SMTPException):
            self.close()
            raise

    def close(self) -> None:
        """Say good-bye, if the server still listens."""
        server, self._server = self._server, None
        if server is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                server.quit()


@contextlib.contextmanager
def line() -> Iterator[Line]:
    """Open a way for some messages and close it after them."""
    opened = Line()
    try:
        yield opened
    finally:
        opened.close()


def connect() -> smtplib.SMTP:
    """Open an authenticated connection to the mail server."""
    parts = urlsplit(settings.MAIL_URL)
    mode = parse_qs(parts.query).get("tls", ["starttls"])[0]
    host, port = parts.hostname or "localhost", parts.port or (465 if mode == "tls" else 587)
    server: smtplib.SMTP
    if mode == "tls":
        server = smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context())
    else:
        server = smtplib.SMTP(host, port, timeout=TIMEOUT_SECONDS)
        if mode != "none":
            server.starttls(context=ssl.create_default_context())
    if parts.username:
        server.login(unquote(parts.username), unquote(parts.password or ""))
    return server


def _to_folder(message: EmailMessage, folder: Path, name: str) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Named after the row and moved into place: sending twice leaves one file.
    part = folder / f".{name}.part"
    part.write_bytes(message.as_bytes())
    os.replace(part, folder / f"{name}.eml")
