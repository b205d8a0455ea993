"""How headers are written: addresses for machines stand on one line, as they are."""

from __future__ import annotations

from email.policy import EmailPolicy
from typing import Any

# The library breaks what is longer than 78 characters without a space into encoded words, which mail programs read in no such field.
_FOR_MACHINES = frozenset({"list-unsubscribe", "list-unsubscribe-post", "message-id"})


class WirePolicy(EmailPolicy):
    """SMTP's line ends, and addresses for machines in one piece (RFC 5322 allows lines of 998 characters)."""

    def fold_binary(self, name: str, value: Any) -> bytes:
        """Return a header as bytes."""
        line = f"{name}: {value}"
        if name.lower() in _FOR_MACHINES and line.isascii() and len(line) <= 998:
            return line.encode() + self.linesep.encode()
        return super().fold_binary(name, value)


WIRE = WirePolicy(linesep="\r\n")
