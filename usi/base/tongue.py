"""Chooses the language of a page by its address, in whatever case that is written."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase, HttpResponsePermanentRedirect
from django.middleware.locale import LocaleMiddleware


class LanguageMiddleware(LocaleMiddleware):
    """Django's own, which also leads from `/pt-BR/` to `/pt-br/`: tags are written the one way everywhere else."""


    def process_request(self, request: HttpRequest) -> HttpResponseBase | None:  # type: ignore[override]
        """Lead to the address in small letters, or choose the language."""
        first, slash, rest = request.path_info.removeprefix("/").partition("/")
        if slash and first != first.lower() and first.lower() in dict(settings.LANGUAGES) and request.method in {"GET", "HEAD"}:
            query = request.META.get("QUERY_STRING", "")
            return HttpResponsePermanentRedirect(f"/{first.lower()}/{rest}" + (f"?{query}" if query else ""))
        super().process_request(request)
        return None
