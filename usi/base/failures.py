"""Turns what can go wrong below a view into a page that says what to do: nothing was half saved, so trying again is safe."""

from __future__ import annotations

import errno
import logging
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, InternalError, OperationalError
from django.http import HttpRequest, HttpResponse, UnreadablePostError

from usi.base import errors

logger = logging.getLogger(__name__)
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})
_MARGIN = 1024 * 1024


def _is_passing(failure: BaseException) -> bool:
    """Whether a failure is the node's, not the reader's, and likely to pass: a database or disk that takes nothing just now."""
    if isinstance(failure, OSError):
        return failure.errno in _NO_ROOM
    # PostgreSQL calls a write on a standby, or on a server that an operator has made read-only, an internal error (25006).
    read_only = isinstance(failure, InternalError) and getattr(failure.__cause__, "sqlstate", "") == "25006"
    return read_only or isinstance(failure, (OperationalError, InterfaceError))


class FailureMiddleware:
    """Answers 413 to what is too big, 400 to what was cut off, 503 when database or disk cannot take it, and dresses 405."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next step."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Refuse what announces itself as too big before reading it; dress a bare 405."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isascii() and length.isdigit() and int(length) > settings.MAX_UPLOAD_BYTES + _MARGIN:
            return errors.page(request, 413)
        try:
            response = self.get_response(request)
        except Exception as failure:
            if not _is_passing(failure):
                raise
            return self._unavailable(request, failure)
        if response.status_code == 405 and not response.content:
            dressed = errors.page(request, 405)
            dressed.headers["Allow"] = response.headers.get("Allow", "")
            return dressed
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer what a view could not."""
        if isinstance(exception, (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)):
            return errors.page(request, 413)
        if isinstance(exception, UnreadablePostError):
            return errors.page(request, 400)
        if _is_passing(exception):
            return self._unavailable(request, exception)
        return None

    @staticmethod
    def _unavailable(request: HttpRequest, failure: Exception) -> HttpResponse:
        logger.error("The node cannot save: %s", type(failure).__name__)
        return errors.unavailable(request)
