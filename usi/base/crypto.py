"""Encrypts single values at rest and keys their look-up, with a key that is not in the database."""

from __future__ import annotations

import functools
import hmac
import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


@functools.cache
def _key(purpose: str, master: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(master.encode())


def encrypt(value: str, *, context: str) -> bytes:
    """Encrypt with AES-256-GCM under a key of this context (`table.column`); returns nonce and ciphertext."""
    nonce = os.urandom(12)
    return nonce + AESGCM(_key(f"encrypt {context}", settings.FIELD_KEY)).encrypt(nonce, value.encode(), context.encode())


def decrypt(sealed: bytes, *, context: str) -> str:
    """Return what `encrypt` was given.

    :raises cryptography.exceptions.InvalidTag: if it was changed, or another key or context was used
    """
    sealed = bytes(sealed)
    return AESGCM(_key(f"encrypt {context}", settings.FIELD_KEY)).decrypt(sealed[:12], sealed[12:], context.encode()).decode()


def blind(value: str, *, context: str) -> bytes:
    """Return 32 bytes equal for equal values, by which an encrypted value can be found but not guessed without the key."""
    return hmac.digest(_key(f"blind {context}", settings.FIELD_KEY), value.encode(), "sha256")
