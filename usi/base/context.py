"""What every page knows: the languages, the same page in each of them, the reader, the section."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse
from django.utils import translation

from usi.base import access, languages


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the values of the page frame."""
    language = languages.current()
    return {
        "reader": getattr(request, "reader", access.ANONYMOUS),
        "language": language,
        "direction": languages.direction(language),
        "script": languages.script(language),
        "interface_languages": _switcher(request, language),
        "text_only": request.COOKIES.get("text_only") == "1",
        "node": {"name": settings.NODE_NAME, "url": settings.URL, "domain": settings.DOMAIN, "demo": settings.DEMO},
        "section": getattr(request, "section", ""),
    }


def _switcher(request: HttpRequest, current: str) -> list[dict[str, Any]]:
    return [
        {"code": code, "name": name, "direction": languages.direction(code), "url": same_page(request, code), "current": code == current}
        for code, name in languages.interface()
    ]


def same_page(request: HttpRequest, language: str) -> str:
    """Return the address of the page being read in another interface language, query included."""
    path = request.path_info
    first, _, rest = path.lstrip("/").partition("/")
    if languages.canonical(first) in dict(languages.interface()) or languages.canonical(first) in languages.PSEUDO:
        query = request.META.get("QUERY_STRING", "")
        return f"/{language.lower()}/{rest}" + (f"?{query}" if query and request.method == "GET" else "")
    try:
        resolve(path)
        return path
    except Resolver404:
        with translation.override(language):
            return reverse("website:front")
