"""Checks a document that somebody brought and makes it anew, so that pages and links come through and nothing that runs or tells."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings
from django.utils.translation import gettext as _

_SCRUB = Path(__file__).with_name("scrub.py")
SECONDS = 40
# The exit codes of that program, which is not imported here: no reader of PDFs runs inside the node.
LOCKED, BROKEN, TOO_MUCH, EMPTY = 3, 4, 5, 6
# What a PDF must not be as well: pages and programs at its head, an archive at its tail.
_HEADS = (b"<script", b"<html", b"<svg", b"<!doctype", b"<?php", b"<?xml", b"pk\x03\x04", b"mz\x90", b"\x7felf", b"#!/")
_TAILS = (b"PK\x05\x06", b"PK\x06\x07", b"</html>", b"</script>", b"?>")
_TAIL_BYTES = 65_557


class DocumentRefused(Exception):
    """The file cannot be used; the message says why and what to do, in the reader's language."""


@dataclass(frozen=True)
class Cleaned:
    """A document made anew: its format (`pdf`), its bytes and its number of pages."""

    format: str
    content: bytes
    pages: int


def is_pdf(head: bytes) -> bool:
    """Whether a file with these first bytes says that it is a PDF."""
    return head.startswith(b"%PDF-")


def clean(upload: IO[bytes]) -> Cleaned:
    """Return a PDF without author, times, scripts, actions, forms, notes, attached files and earlier versions.

    The type is judged by content, never by name. The file is taken apart in a process of its own, which may use some
    hundred megabytes and twelve seconds and cannot write files.

    :raises DocumentRefused: if it is too large, locked, broken, cut off, of another type, or two things at once
    """
    content = upload.read(settings.MAX_UPLOAD_BYTES + 1)
    if len(content) > settings.MAX_UPLOAD_BYTES:
        raise DocumentRefused(_too_large())
    if not content:
        raise DocumentRefused(_("This file is empty. Choose another document."))
    if not is_pdf(content):
        raise DocumentRefused(_("This file is not a PDF. Open it in the program it was made with and save or print it as PDF."))
    _refuse_two_in_one(content)
    pages, _line, made = _scrubbed(content).partition(b"\n")
    if len(made) > settings.MAX_UPLOAD_BYTES:
        raise DocumentRefused(_too_large())
    return Cleaned("pdf", made, int(pages))


def _too_large() -> str:
    return _("This document is larger than %(size)s MB. Save it smaller, or in parts, and try again.") % {
        "size": settings.MAX_UPLOAD_BYTES // 2**20
    }


def _refuse_two_in_one(content: bytes) -> None:
    head, tail = content[:1024].lower(), content[-_TAIL_BYTES:]
    # After the end of a PDF comes nothing but a line break.
    after = content.rpartition(b"%%EOF")[2] if b"%%EOF" in tail else b""
    if any(mark in head for mark in _HEADS) or _TAILS[0] in tail or any(mark in after.lower() for mark in (*_HEADS, *_TAILS[1:])):
        raise DocumentRefused(_("This file is a PDF and something else at once. Print it as PDF anew and try again."))


def _scrubbed(content: bytes) -> bytes:
    # Isolated: no folder of ours on its path, no environment, so no secret of the node.
    command = [sys.executable, "-I", str(_SCRUB)]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS, check=False, env={}, cwd="/")
    except subprocess.TimeoutExpired as error:
        raise DocumentRefused(_too_much()) from error
    if done.returncode == 0:
        return done.stdout
    raise DocumentRefused(_reason(done.returncode))


def _reason(code: int) -> str:
    if code == LOCKED:
        return _("This PDF is locked with a password. Save it without one and try again.")
    if code == EMPTY:
        return _("This PDF has no pages. Choose another document.")
    # Below zero it was stopped by the system, for time or memory.
    if code == TOO_MUCH or code < 0:
        return _too_much()
    return _("This PDF is cut off or damaged. Send it again, or print it as PDF anew and try once more.")


def _too_much() -> str:
    return _("This PDF is too large or too involved to be checked. Print it as PDF anew, or in parts, and try again.")
