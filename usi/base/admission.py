"""Lets in only as many at a time as can be served well; the others are asked at once to try again, and lose nothing they typed.

A node that takes more than it can serve makes everybody wait until nobody is served. Views that a crowd may meet are marked
`admission.limited`.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.utils.html import format_html_join

from usi.base import access, context, languages

SECONDS_TO_WAIT = 20
# Stands where the fields go, and nowhere else.
_TYPED = "[[fields-as-typed]]"
View = TypeVar("View", bound=Callable[..., Any])
_places = threading.BoundedSemaphore(max(settings.WEB_THREADS - 4, 1))


def limited(view: View) -> View:
    """Mark a view whose posts are let in only while there are places."""
    view.admission = True  # type: ignore[attr-defined]
    return view


class AdmissionMiddleware:
    """Counts the posts under way to limited views in this process and answers 503 to those for whom no place is left."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next step."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Give the place back once the answer is made."""
        try:
            return self.get_response(request)
        finally:
            if getattr(request, "admitted", False):
                _places.release()

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        """Take a place, or send the form back."""
        if request.method != "POST" or not getattr(view, "admission", False):
            return None
        if _places.acquire(blocking=False):
            request.admitted = True  # type: ignore[attr-defined]
            return None
        return busy(request)


def busy(request: HttpRequest) -> HttpResponse:
    """Return a page with all that was typed and a button that sends it again; made in a fraction of the time of a page."""
    typed = ((name, value) for name, values in request.POST.lists() for value in values if "password" not in name)
    fields = format_html_join("", '<input type="hidden" name="{}" value="{}">', typed)
    text = _page(languages.current()).replace(_TYPED, fields)
    return HttpResponse(text, status=503, headers={"Retry-After": str(SECONDS_TO_WAIT), "Cache-Control": "no-store"})


@functools.lru_cache(maxsize=64)
def _page(language: str) -> str:
    request = HttpRequest()
    request.path = request.path_info = f"/{language.lower()}/"
    request.reader = access.ANONYMOUS  # type: ignore[attr-defined]
    return render_to_string("errors/busy.html", context.page(request) | {"typed": _TYPED, "status": 503, "request": request})
