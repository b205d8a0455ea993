"""Error pages: what happened and what to do, in the reader's language, without looking anything up."""

from __future__ import annotations

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
    typed = [(name, value) for name, values in request.POST.lists() for value in values if "password" not in name]
    return render(request, "errors/signed_out.html", {"typed": typed, "status": 401}, status=401)


def too_many(request: HttpRequest, *, seconds: int) -> HttpResponse:
    """Answer 429 with the seconds to wait."""
    response = page(request, 429)
    response.headers["Retry-After"] = str(seconds)
    return response


def unavailable(request: HttpRequest, *, seconds: int = 30) -> HttpResponse:
    """Answer 503: nothing was saved, try again in so many seconds."""
    response = page(request, 503)
    response.headers["Retry-After"] = str(seconds)
    return response
