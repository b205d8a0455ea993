"""The sender on a mail's envelope, by which a report on its delivery finds the way back to it (VERP).

It names the mail and is signed: whoever has not got the mail cannot say that it came back.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import re

from django.conf import settings

from usi.base import crypto

_ID_BYTES = 8
_MARK_BYTES = 10


def sender(number: int) -> str:
    """Return the envelope sender of the mail of this id, empty where `USI_MAIL_BOUNCES` is: then it is the From address."""
    if not settings.MAIL_BOUNCES:
        return ""
    local, _, domain = settings.MAIL_BOUNCES.rpartition("@")
    named = number.to_bytes(_ID_BYTES, "big") + _mark(number)
    # Base32, for servers that write addresses in small letters.
    return f"{local}+{base64.b32encode(named).decode().rstrip('=').lower()}@{domain}"


def number_in(header: str) -> int | None:
    """Return the id of the mail that an address in a header names, if we signed it."""
    local, _, domain = settings.MAIL_BOUNCES.rpartition("@")
    for token in re.findall(rf"(?<![\w.+-]){re.escape(local)}\+([a-z2-7]{{29}})@{re.escape(domain)}", header, re.IGNORECASE | re.ASCII):
        number = _signed(token)
        if number is not None:
            return number
    return None


def _signed(token: str) -> int | None:
    try:
        named = base64.b32decode(token.upper() + "===")
    except binascii.Error:
        return None
    number = int.from_bytes(named[:_ID_BYTES], "big")
    return number if hmac.compare_digest(named[_ID_BYTES:], _mark(number)) else None


def _mark(number: int) -> bytes:
    return crypto.blind(str(number), context="mail.returns")[:_MARK_BYTES]
