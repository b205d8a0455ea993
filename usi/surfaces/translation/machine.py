"""Asks a LibreTranslate-compatible service for suggestions. Only background work may call it: it can take a minute.

What is not public is never sent, the service's answers are cleaned like anybody's text, and every fault of it is one plain exception.
"""

from __future__ import annotations

import http.client
import json
import re
import ssl
import threading
import time
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from usi.base import text
from usi.surfaces.translation import memory

CONNECT_SECONDS, ANSWER_SECONDS, ALL_SECONDS = 10, 60, 180
AT_ONCE, MOST_CHARACTERS, MOST_BYTES = 20, 4000, 1024 * 1024
KEPT_SECONDS = 3600
# What services call languages whose tag they do not take; the rest is asked for by tag and by base language.
_CALLED = {
    "pt-br": ("pb", "pt"), "zh-hans": ("zh", "zh-cn"), "zh-hant": ("zt", "zh-tw"), "he": ("iw",), "nb": ("no",), "no": ("nb",),
    "tl": ("fil",),
}  # fmt: skip
_MARKER = re.compile(r"\s*(?:>\s?)*\s*(?:#{1,6}(?=\s)|[-*+](?=\s)|[0-9]{1,9}[.)](?=\s))?\s*")
_CODE = re.compile(r"\s*(?:```|~~~)")
_lock = threading.Lock()
_known: tuple[float, str, dict[str, frozenset[str]]] = (0.0, "", {})


class Unavailable(Exception):
    """The service does not answer, or not as it should, now; later it may. The message holds neither text nor key."""


class NotPublic(Exception):
    """Somebody asked for a text to be sent that not everybody may read."""


def configured() -> bool:
    """Whether there is a service to ask."""
    return bool(settings.TRANSLATE_URL)


def suggest(texts: Sequence[str], *, from_language: str, to_language: str, subject: memory.Subject) -> list[str]:
    """Return a suggestion for each text, empty where the service has none: it lacks the languages, refuses the text, or it is too long.

    `subject` is what the texts are of.

    :raises NotPublic: if not everybody may read it now
    :raises Unavailable: if the service cannot be used now
    """
    if not memory.is_public(subject):
        raise NotPublic
    if not texts:
        return []
    pair = _pair(from_language, to_language)
    found = [""] * len(texts)
    until = time.monotonic() + ALL_SECONDS
    for places in _batches(texts) if pair else ():
        if time.monotonic() > until:
            raise Unavailable("too slow")
        for place, said in zip(places, _translated([texts[place] for place in places], pair or ("", "")), strict=True):
            found[place] = said
    return found


def offered(*, fresh: bool = False) -> dict[str, frozenset[str]]:
    """Return what the service calls the languages it reads, each with those it writes; asked for once an hour.

    :raises Unavailable: if the service cannot be used now
    """
    global _known
    with _lock:
        at, url, known = _known
    if known and not fresh and url == settings.TRANSLATE_URL and time.monotonic() - at < KEPT_SECONDS:
        return known
    rows = _ask("GET", "/languages")
    if not isinstance(rows, list):
        raise Unavailable("it speaks another protocol")
    rows = [row for row in rows if isinstance(row, dict) and isinstance(row.get("code"), str)]
    codes = frozenset(row["code"].lower() for row in rows)
    known = {row["code"].lower(): _targets(row.get("targets"), codes) for row in rows}
    if not known:
        raise Unavailable("it offers no language")
    with _lock:
        _known = (time.monotonic(), settings.TRANSLATE_URL, known)
    return known


def _targets(named: Any, codes: frozenset[str]) -> frozenset[str]:
    # Older services do not say which pairs they have, and have all.
    return frozenset(code.lower() for code in named if isinstance(code, str)) if isinstance(named, list) else codes


def _pair(from_language: str, to_language: str) -> tuple[str, str] | None:
    known = offered()
    for source in _names(from_language):
        for target in _names(to_language):
            if source != target and target in known.get(source, ()):
                return source, target
    return None


def _names(tag: str) -> tuple[str, ...]:
    tag = tag.lower()
    base = tag.partition("-")[0]
    # Another script is another text; another country is not.
    return (tag, *_CALLED.get(tag, ()), *((base, *_CALLED.get(base, ())) if tag != "zh-hant" else ()))


def _batches(texts: Sequence[str]) -> Iterator[list[int]]:
    """Yield the places of texts that go together in one request; those that are too long, or are code, are left out."""
    batch: list[int] = []
    size = 0
    for place, value in enumerate(texts):
        if not value.strip() or len(value) > MOST_CHARACTERS or _CODE.match(value):
            continue
        if batch and (len(batch) == AT_ONCE or size + len(value) > MOST_CHARACTERS):
            yield batch
            batch, size = [], 0
        batch.append(place)
        size += len(value)
    if batch:
        yield batch


def _translated(texts: list[str], pair: tuple[str, str]) -> list[str]:
    markers = [found.group() if (found := _MARKER.match(value)) else "" for value in texts]
    bare = [value[len(marker) :] for value, marker in zip(texts, markers, strict=True)]
    asked = {"q": bare, "source": pair[0], "target": pair[1], "format": "text"}
    try:
        answer = _ask("POST", "/translate", asked)
    except _NotTaken:
        # One text of several may be what it does not take.
        return [""] if len(texts) == 1 else [said for value in texts for said in _translated([value], pair)]
    said = answer.get("translatedText") if isinstance(answer, dict) else None
    if not isinstance(said, list) or len(said) != len(texts) or not all(isinstance(value, str) for value in said):
        raise Unavailable("it speaks another protocol")
    return [
        marker + cleaned if (cleaned := text.prose(value)) and len(value) <= 4 * len(source) + 200 else ""
        for value, source, marker in zip(said, bare, markers, strict=True)
    ]


class _NotTaken(Exception):
    """The service refuses what it was sent."""


def _ask(method: str, path: str, content: dict[str, Any] | None = None) -> Any:
    parts = urlsplit(settings.TRANSLATE_URL)
    body = None
    if content is not None:
        body = json.dumps(content | ({"api_key": settings.TRANSLATE_KEY} if settings.TRANSLATE_KEY else {})).encode()
    try:
        line = _line(parts.scheme, parts.hostname or "", parts.port)
    except (ValueError, OSError):
        raise Unavailable("USI_TRANSLATE_URL is no address") from None
    try:
        line.connect()
        line.sock.settimeout(ANSWER_SECONDS)
        line.request(method, parts.path.rstrip("/") + path, body, {"Content-Type": "application/json", "Accept": "application/json"})
        answer = line.getresponse()
        data = _read(answer)
        # A redirect is not followed: texts go where the operator said and nowhere else.
        if answer.status in (400, 413, 422) and method == "POST":
            raise _NotTaken
        if answer.status != 200:
            raise Unavailable(f"it answers {answer.status}")
        return json.loads(data)
    except (OSError, http.client.HTTPException, ValueError, RecursionError) as error:
        raise Unavailable(type(error).__name__) from None
    finally:
        line.close()


def _line(scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
    if scheme == "https":
        return http.client.HTTPSConnection(host, port, timeout=CONNECT_SECONDS, context=ssl.create_default_context())
    if scheme == "http" and host:
        return http.client.HTTPConnection(host, port, timeout=CONNECT_SECONDS)
    raise ValueError(scheme)


def _read(answer: http.client.HTTPResponse) -> bytes:
    until = time.monotonic() + ANSWER_SECONDS
    data = b""
    while chunk := answer.read1(65536):
        data += chunk
        if len(data) > MOST_BYTES or time.monotonic() > until:
            raise Unavailable("it does not come to an end")
    return data
