"""Reads the folder into which the demonstration's mails go."""

from __future__ import annotations

import email
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from pathlib import Path

from django.conf import settings

MOST = 50
NAME = re.compile(r"^[0-9]{1,20}$")


@dataclass(frozen=True)
class Letter:
    """A mail in the folder: its file's name, to whom, about what, when, and its text."""

    name: str
    to: str
    subject: str
    at: datetime
    text: str


def letters() -> list[Letter]:
    """Return the newest mails, newest first."""
    paths = sorted(Path(settings.OUTBOX).glob("*.eml"), key=lambda path: path.stem, reverse=True)[:MOST]
    return [_read(path) for path in paths]


def letter(name: str) -> Letter | None:
    """Return one mail by its file's name, None where there is none."""
    path = Path(settings.OUTBOX) / f"{name}.eml"
    return _read(path) if NAME.match(name) and path.is_file() else None


def _read(path: Path) -> Letter:
    message = email.message_from_bytes(path.read_bytes(), policy=policy.default)
    body = message.get_body(preferencelist=("plain",))
    at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return Letter(path.stem, str(message["To"]), str(message["Subject"]), at, body.get_content() if body else "")
