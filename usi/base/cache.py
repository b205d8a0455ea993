"""Keeps whole answers for readers who are not signed in, for some seconds, in this process's memory.

Only views declared `access.cached` are kept, only complete answers that set no cookie, and only for requests without a
session; so nobody is ever served what only another may see.
"""

from __future__ import annotations

import threading
import time as clock
from collections import OrderedDict
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from usi.base import access, freshness, reading
from usi.base.compression import takes_brotli

_LIMIT_ENTRIES = 2000
_LIMIT_BYTES = 24 * 1024 * 1024
_HEADERS_LEFT_OUT = frozenset({"date", "age"})
Key = tuple[str, ...]
Entry = tuple[float, int, dict[str, str], bytes]


def _reading(request: HttpRequest) -> str:
    """Return the languages in which a page is read: who reads others may be shown another page."""
    first = request.path_info.lstrip("/").partition("/")[0]
    return str(reading.of_browser(request, page=(len(first) < 20 and reading.match(first)) or settings.LANGUAGE_CODE))


class AnonymousPageCache:
    """Answers from memory what was asked a moment ago by a reader without a session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Start with an empty memory."""
        self.get_response = get_response
        self.seconds = settings.PAGE_CACHE_SECONDS
        self._entries: OrderedDict[Key, Entry] = OrderedDict()
        self._making: set[Key] = set()
        self._bytes = 0
        self._lock = threading.Lock()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Serve from memory, or pass on and remember."""
        key = self._key(request)
        if key is None:
            return self.get_response(request)
        entry = self._entries.get(key)
        if entry and (entry[0] > clock.monotonic() or self._is_being_made(key, entry)):
            return self._kept(request, entry)
        try:
            return self._make(request, key)
        finally:
            with self._lock:
                self._making.discard(key)

    def _is_being_made(self, key: Key, entry: Entry) -> bool:
        """Whether somebody else makes a page anew, so that this asker is given the old one: a crowd must not make it all at once."""
        with self._lock:
            if key in self._making:
                # One that takes too long, or whose maker died, is made by the next.
                return entry[0] + self.seconds > clock.monotonic()
            self._making.add(key)
            return False

    @staticmethod
    def _kept(request: HttpRequest, entry: Entry) -> HttpResponseBase:
        _, status, headers, content = entry
        if "ETag" in headers and freshness.unchanged(request, headers["ETag"]):
            return freshness.not_modified(headers)
        return HttpResponse(content, status=status, headers=headers)

    def _make(self, request: HttpRequest, key: Key) -> HttpResponseBase:
        # The whole answer is wanted for the others, whatever this asker has.
        known = request.META.pop("HTTP_IF_NONE_MATCH", "")
        request.kept_for_others = True  # type: ignore[attr-defined]
        response = self.get_response(request)
        request.META["HTTP_IF_NONE_MATCH"] = known
        if self._may_keep(request, response):
            self._keep(key, response)
            if "ETag" in response.headers and freshness.unchanged(request, response.headers["ETag"]):
                return freshness.not_modified(dict(response.items()))
        return response

    def _key(self, request: HttpRequest) -> Key | None:
        if not self.seconds or request.method != "GET" or settings.SESSION_COOKIE_NAME in request.COOKIES:
            return None
        try:
            host = request.get_host()
        except DisallowedHost:
            return None
        encoding = "br" if takes_brotli(request) else "gzip" if "gzip" in request.headers.get("Accept-Encoding", "") else ""
        text_only = "text" if request.COOKIES.get("text_only") == "1" else ""
        return (host, request.get_full_path(), encoding, text_only, _reading(request))

    @staticmethod
    def _may_keep(request: HttpRequest, response: HttpResponseBase) -> bool:
        match = request.resolver_match
        rule = access.rule_of(match.func) if match else None
        return bool(
            rule
            and rule.cached
            and response.status_code == 200
            and not response.streaming
            and not response.cookies
            and "private" not in response.headers.get("Cache-Control", "")
        )

    def _keep(self, key: Key, response: HttpResponseBase) -> None:
        content = bytes(getattr(response, "content", b""))
        headers = {name: value for name, value in response.items() if name.lower() not in _HEADERS_LEFT_OUT}
        with self._lock:
            old = self._entries.pop(key, None)
            self._bytes += len(content) - (len(old[3]) if old else 0)
            self._entries[key] = (clock.monotonic() + self.seconds, response.status_code, headers, content)
            while self._entries and (len(self._entries) > _LIMIT_ENTRIES or self._bytes > _LIMIT_BYTES):
                _, dropped = self._entries.popitem(last=False)
                self._bytes -= len(dropped[3])
