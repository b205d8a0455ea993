"""Refuses posts that another site makes a browser send.

Browsers say where a request comes from (Fetch Metadata's `Sec-Fetch-Site`, else RFC 6454 `Origin`, else `Referer`); checking
that needs no token, so forms never expire and pages without a session can be cached.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse

from usi.base import errors

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def is_ours(request: HttpRequest) -> bool:
    """Whether an unsafe request comes from a page of this node, or from no page at all."""
    origin = request.headers.get("Origin", "")
    if origin and origin != "null":
        return urlsplit(origin).netloc == request.get_host()
    site = request.headers.get("Sec-Fetch-Site", "")
    if site:
        return site in ("same-origin", "none")
    referer = request.headers.get("Referer", "")
    return bool(referer) and urlsplit(referer).netloc == request.get_host()


class CrossSiteGuard:
    """Answers 403 to unsafe requests from elsewhere, unless the view is marked `cross_site = True`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next step."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Mark the request as checked for Django's own guard and pass it on."""
        request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., HttpResponse], args: object, kwargs: object) -> HttpResponse | None:
        """Refuse a post from elsewhere."""
        if request.method in _SAFE or getattr(view, "cross_site", False) or is_ours(request):
            return None
        return errors.forbidden(request, reason="cross-site")
