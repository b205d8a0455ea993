"""What must be in order before the node starts: folder, port, database, texts, static files, the demonstration."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import socket
from pathlib import Path
from typing import Protocol

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands
from django.db import DatabaseError, connection

from usi.doors.operators import catalogues, pseudo, queries


class NotPossible(Exception):
    """The node cannot start; the message says why and what to do."""


class Say(Protocol):
    """Tells the operator what is going on."""

    def __call__(self, text: str) -> object:
        """Print one line."""


def folder() -> None:
    """Make sure that the data folder is there and can be written.

    :raises NotPossible: if it cannot
    """
    probe = settings.DATA / f".probe-{os.getpid()}"
    try:
        settings.DATA.mkdir(parents=True, exist_ok=True, mode=0o700)
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise NotPossible(
            f"The folder {settings.DATA} cannot be written ({reason}). Set USI_DATA to a folder that your user may write to."
        ) from None


def port(host: str, number: int) -> None:
    """Make sure that the port is free.

    :raises NotPossible: if it is taken, not allowed, or the address is not this machine's
    """
    if not 1 <= number <= 65535:
        raise NotPossible(f"{number} is no port. Choose a number from 1 to 65535, for example: make run PORT=8000")
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, number, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as line:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            line.bind(address)
            line.listen(1)
    except OSError as error:
        raise NotPossible(_port_fault(host, number, error.errno)) from None


def _port_fault(host: str, number: int, code: int | None) -> str:
    if code == errno.EADDRINUSE:
        return f"Port {number} is taken by another program. End it, or choose another port, for example: make run PORT={_other(number)}"
    if code == errno.EACCES:
        return f"Port {number} needs more rights than your user has. Choose a port from 1024 up, for example: make run PORT=8000"
    return f"The node cannot listen on {host}, port {number}. Set USI_HOST to an address of this machine."


def _other(number: int) -> int:
    return number + 1 if number < 65535 else 8000


def database() -> None:
    """Make sure that the database can be reached.

    :raises NotPossible: if it cannot
    """
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        reason = " ".join(str(error).split())
        raise NotPossible(f"The database cannot be reached ({reason}). Start it, or correct USI_DATABASE_URL.") from None


def everything(say: Say) -> None:
    """Bring database, texts, themes, static files and, where it belongs, the demonstration up to date."""
    _messages(say)
    database()
    if queries.waiting_migrations():
        say("Preparing the database …")
        call_command("migrate", interactive=False, verbosity=0)
    if "install_taxonomy" in get_commands():
        call_command("install_taxonomy", stdout=io.StringIO())
    if "install_glossary" in get_commands():
        call_command("install_glossary", stdout=io.StringIO())
    _static(say)
    if settings.DEMO and "demo" in get_commands() and queries.is_empty():
        say("Filling the empty node with the demonstration network …")
        call_command("demo", stdout=io.StringIO())


def _messages(say: Say) -> None:
    try:
        if settings.PSEUDO:
            pseudo.write(settings.LOCALE_PATHS[-1], settings.LOCALE_PATHS[0])
        if catalogues.compile_stale(settings.LOCALE_PATHS):
            say("Translations compiled.")
    except OSError as error:
        # A read-only installation has its catalogues compiled when it is packed.
        say(f"Translations could not be compiled ({error.strerror}).")


def _static(say: Say) -> None:
    """Collect and compress the static files if one of them changed since the last time."""
    stamp = Path(settings.STATIC_ROOT).with_suffix(".stamp")
    content = _static_digest()
    collected = (Path(settings.STATIC_ROOT) / "staticfiles.json").exists()
    if collected and stamp.exists() and stamp.read_text("ascii") == content:
        return
    say("Collecting static files …")
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(content, "ascii")


def _static_digest() -> str:
    total = hashlib.sha256(django.__version__.encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            total.update(path.encode())
            with storage.open(path) as file:
                total.update(hashlib.sha256(file.read()).digest())
    return total.hexdigest()


def logins() -> str:
    """Return the log-ins of the demonstration, or nothing outside it."""
    if not settings.DEMO or "demo" not in get_commands():
        return ""
    text = io.StringIO()
    call_command("demo", "--logins", stdout=text)
    return text.getvalue().strip()
