"""Serves pictures and documents from the local storage; a node that grows puts a web server or object store in front."""

from __future__ import annotations

import re

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase

from usi.base import access

_NAME = re.compile(r"pictures/[0-9a-f]{2}/[0-9a-f]{32}-\d{1,5}\.(webp|jpg)|documents/[0-9a-f]{2}/[0-9a-f]{32}\.(pdf)")
_TYPES = {"webp": "image/webp", "jpg": "image/jpeg", "pdf": "application/pdf"}


@access.everyone
def file(request: HttpRequest, name: str) -> HttpResponseBase:
    """Send a file; its random name never changes content, so it may be kept for a year. A document is saved, never shown."""
    found = _NAME.fullmatch(name)
    if not found:
        raise Http404
    try:
        handle = default_storage.open(name)
    except FileNotFoundError as error:
        raise Http404 from error
    format = found[1] or found[2]
    response = FileResponse(handle, content_type=_TYPES[format])
    if format == "pdf":
        response.headers["Content-Disposition"] = f'attachment; filename="{name[-36:-28]}.pdf"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
