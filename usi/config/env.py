"""Reads every setting from the environment; the table below is the whole list, and `docs/settings.md` is kept equal to it by a test."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


class SettingError(Exception):
    """A setting is missing or unusable; the message names it and says what to do."""


@dataclass(frozen=True)
class Setting:
    """One `USI_…` variable: its name, kind, default and meaning."""

    name: str
    kind: str
    default: str
    meaning: str


SETTINGS: tuple[Setting, ...] = (
    Setting("USI_DEMO", "flag", "off", "Demonstration: makes its own secrets, allows a folder as mail outbox, shows invented log-ins. Never use it for a real node."),
    Setting("USI_DATA", "folder", "var", "Folder for the embedded database, the task queue, uploads and compiled files."),
    Setting("USI_URL", "text", "http://localhost:8000", "Public address of the node, without a path. Its host is the node's domain; other Host headers are refused."),
    Setting("USI_HOST", "text", "127.0.0.1", "Address the web server listens on."),
    Setting("USI_PORT", "number", "8000", "Port the web server listens on."),
    Setting("USI_NODE_NAME", "text", "USI", "Name of the node in mails, feeds and titles."),
    Setting("USI_SECRET_KEY", "secret", "", "Signs sessions and links: at least 50 random characters. Required outside the demonstration."),
    Setting("USI_FIELD_KEY", "secret", "", "Encrypts addresses at rest and keys their look-up: at least 50 random characters, kept apart from the database. Required outside the demonstration."),
    Setting("USI_DATABASE_URL", "text", "", "PostgreSQL as postgresql://user:password@host:port/name. Empty: SQLite in USI_DATA."),
    Setting("USI_REDIS_URL", "text", "", "Valkey or Redis for cache and task queue, as redis://host:port/0. Empty: memory and a SQLite file."),
    Setting("USI_MAIL_URL", "text", "", "Mail transport: smtp://user:password@host:587?tls=starttls (or tls=tls, tls=none), or folder: for USI_DATA/outbox. Required outside the demonstration."),
    Setting("USI_MAIL_FROM", "text", "usi@localhost", "Sender address of the node's mails."),
    Setting("USI_MAIL_BOUNCES", "address", "", "Where mail that cannot be delivered comes back, as bounces@unions.example: the sender on the envelope of each mail is bounces+TOKEN@unions.example, and the mail server hands what arrives there to usi mail bounce. Empty: mails come back to USI_MAIL_FROM and nobody reads them."),
    Setting("USI_WEB_PROCESSES", "number", "1", "Web server processes."),
    Setting("USI_WEB_THREADS", "number", "0", "Threads in each web server process, each with a connection to the database; all but four of them take signatures at one time, further ones are asked to try again. 0: 96 with SQLite, 48 with PostgreSQL, which must allow 40 connections more than that."),
    Setting("USI_PROXIES", "number", "0", "How many reverse proxies stand before the node; limits then tell callers apart by that entry of X-Forwarded-For, counted from the end."),
    Setting("USI_PAGE_CACHE_SECONDS", "number", "5", "How long a page may be served again to readers who are not signed in; 0 turns it off, 10 is the most."),
    Setting("USI_MAX_UPLOAD_MB", "number", "10", "Largest accepted picture or document, in megabytes."),
    Setting("USI_VERIFIERS_NEEDED", "number", "2", "How many verified organisations must vouch before an organisation counts as verified."),
    Setting("USI_ENDORSEMENTS_NEEDED", "number", "1", "How many other verified organisations must endorse a campaign before it opens."),
    Setting("USI_CAMPAIGN_ERASE_DAYS", "number", "60", "How many days after a campaign has closed the names and addresses under it are erased; the counts stay."),
    Setting("USI_TRANSLATE_URL", "text", "", "LibreTranslate-compatible service that suggests translations, as https://translate.example. It is sent public texts only. Empty: no machine translation."),
    Setting("USI_TRANSLATE_KEY", "text", "", "Key for that service, if it asks for one."),
    Setting("USI_PSEUDO", "flag", "off", "Adds two invented languages of long, accented texts (/en-xa/, /ar-xb/) by which tests see what does not fit. Refused outside the demonstration and the tests."),
    Setting("USI_TESTING", "flag", "off", "Set by the test suite: quick password hashing, no page cache. Refused on a node with a public address."),
)

_BY_NAME = {setting.name: setting for setting in SETTINGS}


def text(name: str, environ: Mapping[str, str] | None = None) -> str:
    """Return a setting's value, or its default where the variable is unset or empty."""
    source = os.environ if environ is None else environ
    return source.get(name, "").strip() or _BY_NAME[name].default


def flag(name: str, environ: Mapping[str, str] | None = None) -> bool:
    """Return whether a flag is on; accepts 1/0, on/off, yes/no, true/false.

    :raises SettingError: for any other word
    """
    value = text(name, environ).lower()
    if value in {"1", "on", "yes", "true"}:
        return True
    if value in {"0", "off", "no", "false"}:
        return False
    raise SettingError(f"{name} must be on or off, not {value!r}.")


def pseudo(environ: Mapping[str, str] | None = None) -> bool:
    """Return whether the invented languages are there.

    :raises SettingError: where they are switched on outside the demonstration and the tests
    """
    if not flag("USI_PSEUDO", environ):
        return False
    if not flag("USI_DEMO", environ) and not flag("USI_TESTING", environ):
        raise SettingError("USI_PSEUDO is on, which is for tests and the demonstration only. Unset it.")
    return True


def number(name: str, environ: Mapping[str, str] | None = None) -> int:
    """Return a whole number of zero or more.

    :raises SettingError: if the value is anything else
    """
    value = text(name, environ)
    if not value.isascii() or not value.isdigit():
        raise SettingError(f"{name} must be a whole number, not {value!r}.")
    return int(value)


def address(name: str, environ: Mapping[str, str] | None = None) -> str:
    """Return a mail address to which `+` and a token can be added, or nothing where none is given.

    :raises SettingError: if it is none, or its part before the @ is longer than 30 characters
    """
    value = text(name, environ)
    if value and not re.fullmatch(r"[A-Za-z0-9._-]{1,30}@[A-Za-z0-9.-]+", value):
        raise SettingError(f"{name} must be an address like bounces@unions.example, with 30 plain characters at most before the @.")
    return value


def secret(name: str, *, kept_in: Path | None = None, environ: Mapping[str, str] | None = None) -> str:
    """Return a secret; in the demonstration (`kept_in` given) make one and keep it in that folder.

    :raises SettingError: if it is missing or shorter than 50 characters
    """
    value = text(name, environ)
    if not value and kept_in is not None:
        return _kept_secret(kept_in / name.lower())
    if not value:
        raise SettingError(
            f"{name} is not set. Set it to at least 50 random characters, for example from:"
            ' python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
        )
    if len(value) < 50:
        raise SettingError(f"{name} is too short: it needs at least 50 characters.")
    return value


def _kept_secret(path: Path) -> str:
    import secrets

    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text("ascii").strip()
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text("ascii").strip()
