"""Who is told when a mail is refused, comes back or is delayed: whoever knows the occasion it was written for."""

from __future__ import annotations

from collections.abc import Callable

from usi.spine.mail.models import Mail

_listeners: dict[str, Callable[[Mail], None]] = {}


def listen(occasion: str, told: Callable[[Mail], None]) -> None:
    """Let a function be called with every mail that did not arrive and whose key begins so, in the transaction that writes it down.

    It is called again if what was delayed is given up. `Mail.refused` says that the address itself is bad.
    """
    _listeners[occasion] = told


def tell(mail: Mail) -> None:
    """Call whoever listens for the occasion of a mail."""
    for occasion, told in _listeners.items():
        if mail.key.startswith(occasion):
            told(mail)
