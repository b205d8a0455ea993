"""The demonstration's pages exist only on a demonstration node."""

from __future__ import annotations

from django.conf import settings

from usi.base.access import Reader


def is_demonstration(reader: Reader, **_: object) -> bool:
    """Whether this node is a demonstration."""
    return bool(settings.DEMO)
