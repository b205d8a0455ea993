"""Sends pages in Brotli (RFC 7932) to browsers that take it: a fifth less than gzip on a bad line. Others get gzip as before."""

from __future__ import annotations

import brotli  # type: ignore[import-untyped]
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.deprecation import MiddlewareMixin

QUALITY = 5
# A tenth smaller still, for ten times the work: only for what is kept and sent to many.
DENSE = 10
_SHORT = 200


def takes_brotli(request: HttpRequest) -> bool:
    """Whether the asker takes Brotli; browsers say so on secured connections."""
    offered = (part.partition(";") for part in request.headers.get("Accept-Encoding", "").split(","))
    return any(name.strip() == "br" and parameter.replace(" ", "") not in ("q=0", "q=0.0") for name, _, parameter in offered)


def densely(response: HttpResponse) -> HttpResponse:
    """Return an answer that is worth compressing as well as can be if it is kept for other askers."""
    response.dense = True  # type: ignore[attr-defined]
    return response


class BrotliMiddleware(MiddlewareMixin):
    """Stands inside Django's gzip, which leaves alone what is compressed already."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Compress a whole answer that is worth it."""
        content = b"" if response.streaming else bytes(getattr(response, "content", b""))
        if len(content) < _SHORT or response.has_header("Content-Encoding") or not takes_brotli(request):
            return response
        patch_vary_headers(response, ["Accept-Encoding"])
        dense = getattr(response, "dense", False) and getattr(request, "kept_for_others", False)
        response.content = brotli.compress(content, quality=DENSE if dense else QUALITY)  # type: ignore[attr-defined]
        response.headers["Content-Encoding"] = "br"
        response.headers["Content-Length"] = str(len(response.content))  # type: ignore[attr-defined]
        return response
