"""Lets browsers and reverse proxies keep pages for readers who are not signed in, and ask whether they have changed (RFC 9110, 5861)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers

from usi.base import access

# Together with the node's own memory of five seconds a change is seen everywhere within ten.
SHARED = "public, max-age=0, s-maxage=2, stale-while-revalidate=3"
# The moment at which a form was made is no change of its page.
_STAMP = re.compile(rb'name="at" value="\d*"')


def unchanged(request: HttpRequest, tag: str) -> bool:
    """Whether the asker has this version already."""
    known = request.headers.get("If-None-Match", "")
    return bool(known) and (known.strip() == "*" or tag in [part.strip() for part in known.split(",")])


def not_modified(headers: dict[str, str]) -> HttpResponse:
    """Answer 304 with what RFC 9110 wants repeated."""
    kept = {name: value for name, value in headers.items() if name.lower() in {"etag", "cache-control", "vary", "content-location"}}
    return HttpResponseNotModified(headers=kept)


class FreshnessMiddleware:
    """Marks answers of cached views with a tag of their content; stands inside compression, which changes the bytes each time."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next step."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Mark the answer, or leave it out if the asker has it."""
        response = self.get_response(request)
        match = request.resolver_match
        rule = access.rule_of(match.func) if match else None
        if not (rule and rule.cached and response.status_code == 200 and not response.streaming and request.method in ("GET", "HEAD")):
            return response
        patch_vary_headers(response, ["Cookie", "Accept-Language"])
        if settings.SESSION_COOKIE_NAME in request.COOKIES or response.cookies:
            response.headers.setdefault("Cache-Control", "private, no-cache")
            return response
        response.headers.setdefault("Cache-Control", SHARED)
        tag = f'W/"{hashlib.blake2b(_STAMP.sub(b"", response.content), digest_size=12).hexdigest()}"'
        response.headers.setdefault("ETag", tag)
        return not_modified(dict(response.items())) if unchanged(request, response.headers["ETag"]) else response
