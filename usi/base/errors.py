"""Error pages: what happened and what to do, in the reader's language, without looking anything up."""

from __future__ import annotations

from contextlib import suppress

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from usi.base import access


def page(request: HttpRequest, status: int, *, reason: str = "") -> HttpResponse:
    """Render the error page of a status; `reason` picks a more exact text."""
    return render(request, f"errors/{status}.html", {"reason": reason, "status": status}, status=status)


@access.everyone
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400."""
    return page(request, 400)


@access.everyone
def forbidden(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    """Answer 403."""
    return page(request, 403, reason=reason)


@access.everyone
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404."""
    return page(request, 404)


@access.everyone
def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 from a page that needs neither database nor session."""
    return page(request, 500)


def signed_out(request: HttpRequest) -> HttpResponse:
    """Answer 401 to a form sent after the session ended: what was typed is shown and can be sent again after signing in."""
    return render(request, "errors/signed_out.html", {"typed": _typed(request), "status": 401}, status=401)


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Return what a form brought, without passwords; nothing where it cannot be read."""
    if request.method != "POST":
        return []
    with suppress(Exception):
        return [(name, value) for name, values in request.POST.lists() for value in values if "password" not in name]
    return []


def too_many(request: HttpRequest, *, seconds: int) -> HttpResponse:
    """Answer 429 with the seconds to wait."""
    response = page(request, 429)
    response.headers["Retry-After"] = str(seconds)
    return response


def unavailable(request: HttpRequest, *, seconds: int = 30) -> HttpResponse:
    """Answer 503: nothing was saved, what was typed is shown and can be sent again in so many seconds."""
    response = render(request, "errors/503.html", {"typed": _typed(request), "status": 503}, status=503)
    response.headers["Retry-After"] = str(seconds)
    return response
