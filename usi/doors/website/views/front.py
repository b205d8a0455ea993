"""The front page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from usi.base import access, languages, onward, reading
from usi.doors.website import queries


@access.everyone
def root(request: HttpRequest) -> HttpResponse:
    """Lead to the front page in the language the browser asks for."""
    response = HttpResponseRedirect(reverse("website:front"))
    response.headers["Vary"] = "Accept-Language, Cookie"
    return response


def _front(request: HttpRequest) -> dict[str, Any]:
    return queries.front(reader=access.reader_of(request), language=get_language() or "en", read=reading.now(request))


@access.cached
def front(request: HttpRequest) -> HttpResponse:
    """Show the leading campaign, the news, where it happens, and the way in."""
    return render(request, "website/front.html", _front(request))


@access.everyone
@require_POST
def text_only(request: HttpRequest) -> HttpResponse:
    """Turn text-only pages on or off, and go back."""
    response = HttpResponseRedirect(onward.address(request, request.POST.get("next", ""), otherwise=reverse("website:front")))
    if request.COOKIES.get("text_only") == "1":
        response.delete_cookie("text_only")
    else:
        response.set_cookie("text_only", "1", max_age=365 * 24 * 3600, httponly=True, secure=request.is_secure(), samesite="Lax")
    return response


@access.everyone
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Remember in which version texts are to be shown: always the original, always in one language, or as the reader's languages say."""
    response = HttpResponseRedirect(onward.address(request, request.POST.get("next", ""), otherwise=reverse("website:front")))
    wanted = request.POST.get("read", "")
    if wanted == reading.ORIGINAL or wanted in languages.NETWORK:
        # One word, which says nothing of who it is.
        response.set_cookie(reading.COOKIE, wanted, max_age=365 * 24 * 3600, httponly=True, secure=request.is_secure(), samesite="Lax")
    else:
        response.delete_cookie(reading.COOKIE)
    return response
