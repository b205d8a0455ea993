"""What `usi doctor` looks at: each part is looked at on its own, and a fault in one does not hide the others."""

from __future__ import annotations

import shutil
import smtplib
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection, transaction

from usi.base import ids
from usi.doors.operators import queries
from usi.spine.mail import envelopes, transports
from usi.surfaces.translation import machine

LEAST_COMFORTABLE_BYTES = 500 * 1024 * 1024
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1", "testserver"})


class Finding(NamedTuple):
    """One thing looked at: its name, what is wrong with it (empty: nothing) and how to mend that, or a remark."""

    name: str
    wrong: str = ""
    mend: str = ""
    remark: str = ""


def examine() -> Iterator[Finding]:
    """Yield a finding on every part of the node."""
    for look in (_address, _demonstration, _secrets, _database, _migrations, _cache, _mail, _storage, _room, _files, _worker, _translation):
        try:
            yield look()
        except Exception as error:
            name = look.__name__.strip("_")
            yield Finding(name, f"could not be looked at ({type(error).__name__})", "Mend what is named above, then look again")


def _address() -> Finding:
    parts = urlsplit(settings.URL)
    local = parts.hostname in _LOCAL
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return Finding("address", f"USI_URL is not an address: {settings.URL}", "Set USI_URL to something like https://unions.example")
    if parts.path or parts.query or parts.fragment:
        return Finding("address", "USI_URL has a path", f"Set USI_URL to {parts.scheme}://{parts.netloc}")
    if parts.scheme == "http" and not local:
        return Finding("address", "the node's public address is not encrypted", "Put a web server with TLS in front and set USI_URL to https://…")
    return Finding("address", remark=settings.URL)


def _demonstration() -> Finding:
    if settings.DEMO and urlsplit(settings.URL).hostname not in _LOCAL:
        return Finding("demonstration", "the demonstration runs under a public address: its log-ins are known to all", "Set USI_DEMO=off")
    if settings.TESTING:
        return Finding("demonstration", "USI_TESTING is on: passwords are hardly protected", "Unset USI_TESTING")
    return Finding("demonstration", remark="on" if settings.DEMO else "off")


def _secrets() -> Finding:
    if settings.SECRET_KEY == settings.FIELD_KEY:
        mend = "Give USI_SECRET_KEY another value; the field key has encrypted data and must stay"
        return Finding("secrets", "USI_SECRET_KEY and USI_FIELD_KEY are the same", mend)
    weak = [name for name in ("SECRET_KEY", "FIELD_KEY") if len(set(getattr(settings, name))) < 10]
    if weak:
        mend = 'Make one with: python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
        return Finding("secrets", f"not random: USI_{' and USI_'.join(weak)}", mend)
    return Finding("secrets", remark="both set")


def _database() -> Finding:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("CREATE TABLE operators_probe (n integer)")
            cursor.execute("DROP TABLE operators_probe")
    except DatabaseError as error:
        embedded = f"Give your user the right to write in {settings.DATA}"
        mend = embedded if connection.vendor == "sqlite" else "Start it, or correct USI_DATABASE_URL"
        return Finding("database", " ".join(str(error).split()), mend)
    if connection.vendor == "postgresql":
        version = getattr(connection, "pg_version", 0) // 10000
        if version < 15:
            return Finding("database", f"PostgreSQL {version} is too old", "Use PostgreSQL 15 or newer")
        return Finding("database", remark=f"PostgreSQL {version}")
    return Finding("database", remark="SQLite")


def _migrations() -> Finding:
    waiting = queries.waiting_migrations()
    if waiting:
        return Finding("migrations", f"{len(waiting)} not applied, the first is {waiting[0]}", "Run: usi migrate (usi run does it too)")
    return Finding("migrations", remark="all applied")


def _cache() -> Finding:
    if not settings.REDIS_URL:
        return Finding("cache", remark="in memory")
    key = f"doctor-{uuid.uuid4().hex}"
    try:
        cache.set(key, 1, 10)
        found = cache.get(key)
        cache.delete(key)
    except Exception as error:
        return Finding("cache", f"Redis cannot be used ({type(error).__name__})", "Start it, or correct USI_REDIS_URL")
    if found != 1:
        return Finding("cache", "Redis forgets at once", "Give it memory: see its maxmemory setting")
    return Finding("cache", remark="Redis")


def _mail() -> Finding:
    parts = urlsplit(settings.MAIL_URL)
    if parts.scheme == "folder":
        folder = Path(parts.path) if parts.path else Path(settings.OUTBOX)
        if not settings.DEMO:
            return Finding("mail", f"mails go to the folder {folder}, to nobody", "Set USI_MAIL_URL to smtp://user:password@host:587?tls=starttls")
        return Finding("mail", remark=f"kept in {folder}")
    try:
        with transports.connect() as server:
            server.noop()
            comes_back = _may_send_under(server, envelopes.sender(ids.new()))
    except smtplib.SMTPAuthenticationError:
        return Finding("mail", "the mail server refuses user or password", "Correct them in USI_MAIL_URL, with %40 for @ and the like")
    except (OSError, smtplib.SMTPException, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        place = f"{parts.hostname}:{parts.port or 'usual port'}"
        mend = "Check host, port and tls= in USI_MAIL_URL, and that the server can be reached from here"
        return Finding("mail", f"the mail server at {place} cannot be used ({reason})", mend)
    if not comes_back:
        any_sender = settings.MAIL_BOUNCES.replace("@", "+…@")
        mend = f"Let the node's user at the mail server send under {any_sender}, or unset USI_MAIL_BOUNCES"
        return Finding("mail", "the mail server takes no mail with the sender that USI_MAIL_BOUNCES makes", mend)
    return Finding("mail", remark=f"{parts.hostname} answers")


def _may_send_under(server: smtplib.SMTP, sender: str) -> bool:
    """Ask whether a mail with this envelope sender would be taken; none is sent. An empty one is not asked for."""
    if not sender:
        return True
    server.ehlo_or_helo_if_needed()
    code, _said = server.mail(sender)
    server.rset()
    return code < 400


def _storage() -> Finding:
    mend = f"Give your user the right to write in {settings.MEDIA_ROOT}"
    content = uuid.uuid4().bytes
    try:
        name = default_storage.save(f"doctor-{uuid.uuid4().hex}", ContentFile(content))
        with default_storage.open(name) as file:
            same = file.read() == content
        default_storage.delete(name)
    except OSError as error:
        return Finding("storage", f"a file cannot be kept ({error.strerror or type(error).__name__})", mend)
    return Finding("storage", remark="takes files") if same else Finding("storage", "a file came back changed", "Check the disk")


def _room() -> Finding:
    free = shutil.disk_usage(settings.DATA).free
    if free < LEAST_COMFORTABLE_BYTES:
        return Finding("disk", f"only {free // 1024**2} MB are free", f"Make room on the disk of {settings.DATA}")
    return Finding("disk", remark=f"{free / 1024**3:.1f} GB free")


def _files() -> Finding:
    if not settings.TESTING and not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        return Finding("static files", "not collected", "Run: usi collectstatic (usi run does it too)")
    return Finding("static files", remark="collected")


def _worker() -> Finding:
    seconds = queries.seconds_since_heartbeat()
    mend = "Start it with usi run, or with usi worker on a machine of its own"
    if seconds is None:
        return Finding("worker", "has never run here", mend)
    if seconds > queries.SECONDS_WITHOUT_HEARTBEAT:
        return Finding("worker", f"was last heard {seconds:.0f} seconds ago", mend)
    return Finding("worker", remark=f"heard {seconds:.0f} seconds ago")


def _translation() -> Finding:
    if not machine.configured():
        return Finding("translation", remark="by people only")
    parts = urlsplit(settings.TRANSLATE_URL)
    mend = "Start it, or correct USI_TRANSLATE_URL and USI_TRANSLATE_KEY; unset both to do without"
    try:
        count = len(machine.offered(fresh=True))
    except machine.Unavailable as error:
        return Finding("translation", f"the service at {parts.hostname} cannot be used ({error})", mend)
    if parts.scheme == "http" and settings.TRANSLATE_KEY and parts.hostname not in _LOCAL:
        return Finding("translation", "its key goes over the net unencrypted", "Give USI_TRANSLATE_URL as https://…")
    return Finding("translation", remark=f"{parts.hostname} offers {count} languages")
