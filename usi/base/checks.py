"""System check: no address without a declared rule."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core import checks
from django.urls import URLPattern, URLResolver, get_resolver

from usi.base import access


def patterns(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Yield every address of the node with its pattern."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, route)
        else:
            yield route, entry


@checks.register()
def every_view_declares_who_may_call_it(**_: Any) -> list[checks.CheckMessage]:
    """Name every address whose view has no rule."""
    return [
        checks.Error(
            f"The view at “{route}” does not say who may call it.",
            hint="Declare it with access.everyone, access.members, access.moderators or access.only.",
            id="usi.E001",
        )
        for route, pattern in patterns()
        if access.rule_of(pattern.callback) is None
    ]
