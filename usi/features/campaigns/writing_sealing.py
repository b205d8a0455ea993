"""How addresses of targets and writers are sealed, and how a writer's links are made."""

from __future__ import annotations

import base64

from usi.base import crypto
from usi.features.campaigns.sealing import address_key, normalise, seen

__all__ = ["address_key", "normalise", "seal", "seal_target", "seen", "token", "token_key", "unseal", "unseal_target"]

_TABLE = "campaigns_writing"
_TARGET = "campaigns_target.address"


def seal(address: str) -> bytes:
    """Encrypt a writer's address."""
    return crypto.encrypt(address, context=f"{_TABLE}.address")


def unseal(sealed: bytes) -> str:
    """Return the writer's address that was sealed."""
    return crypto.decrypt(sealed, context=f"{_TABLE}.address")


def seal_target(address: str) -> bytes:
    """Encrypt a target's address; nothing where there is none."""
    return crypto.encrypt(address, context=_TARGET) if address else b""


def unseal_target(sealed: bytes) -> str:
    """Return the target's address that was sealed."""
    return crypto.decrypt(sealed, context=_TARGET) if sealed else ""


def token(number: int) -> str:
    """Return the secret of a writing's links, made of its id and the field key, so that it cannot be read from the database."""
    return base64.urlsafe_b64encode(crypto.blind(str(number), context=f"{_TABLE}.token")).decode().rstrip("=")


def token_key(secret: str) -> bytes:
    """Return what is stored of a link's secret."""
    return crypto.blind(secret, context=f"{_TABLE}.token_key")
