"""Finds out who is reading: one query for the person, one for their roles, none for readers who are not signed in."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from usi.base.access import ANONYMOUS, Reader
from usi.spine.organisations import queries


class ReaderMiddleware:
    """Sets `request.reader`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next step."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Attach the reader, found when first asked for."""
        request.reader = SimpleLazyObject(lambda: _reader(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def _reader(request: HttpRequest) -> Reader:
    if not request.user.is_authenticated:
        return ANONYMOUS
    acting_as = request.session.get("acting_as")
    return queries.reader_of(account_id=int(request.user.pk), acting_as=acting_as if isinstance(acting_as, int) else None)
