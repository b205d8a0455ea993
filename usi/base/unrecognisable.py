"""Takes from a request what would tell line and device, before anything else sees it; limits get a pseudonym instead."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from usi.base import limits

NOBODY = "::"
SYSTEMS = ("Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux")
BROWSERS = (("Firefox", "Firefox"), ("Edg", "Edge"), ("OPR", "Opera"), ("Chrom", "Chrome"), ("Safari", "Safari"))


def coarse(user_agent: str) -> str:
    """Return browser and system in two words: enough to know one's own session, too little to know a device by."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "")
    system = next((name for name in SYSTEMS if name in user_agent), "")
    return " · ".join(part for part in (browser, system) if part) or "—"


class UnrecognisableMiddleware:
    """Sets `request.caller`, today's pseudonym of the line, and forgets the line."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next step."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Replace the address, drop what proxies say of it, shorten the browser's name."""
        forwarded = [part.strip() for part in request.META.pop("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
        line = request.META.get("REMOTE_ADDR", "")
        if settings.PROXIES and len(forwarded) >= settings.PROXIES:
            line = forwarded[-settings.PROXIES]
        request.caller = limits.pseudonym(line)  # type: ignore[attr-defined]
        request.META["REMOTE_ADDR"] = NOBODY
        for name in ("HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_CF_CONNECTING_IP", "HTTP_TRUE_CLIENT_IP", "REMOTE_HOST"):
            request.META.pop(name, None)
        request.META["HTTP_USER_AGENT"] = coarse(request.META.get("HTTP_USER_AGENT", ""))
        return self.get_response(request)
