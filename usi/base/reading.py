"""The languages somebody reads, in their order, and which version of a text they are shown (docs/decisions/0017).

With an account the list is the account's; without one it is the browser's, in which the page's own language, which was chosen by address,
stands for the first language that the interface has. Content in a language that nobody asked for is never in it, so few lists differ.
"""

from __future__ import annotations

import functools
import re
import threading
import time as clock
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from django.conf import settings
from django.db import Error
from django.http import HttpRequest

from usi.base import access, languages

COOKIE = "usi_read"
ORIGINAL = "original"
MOST = 3
_MOST_OF_ACCOUNT = 6
# RFC 9110 sets no limit; browsers send some 40 characters.
_LONGEST_HEADER, _MOST_PARTS = 400, 12
_PART = re.compile(r"\s*([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3})\s*(?:;\s*q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*)?")
_KEPT_SECONDS = 60
_STATES = ("checked", "unchecked", "machine")


@dataclass(frozen=True)
class Reading:
    """Which languages somebody reads. `account` takes the list literally, `original` asks for originals, `chosen` for the first of them."""

    languages: tuple[str, ...]
    account: bool = False
    original: bool = False
    chosen: bool = False

    def __str__(self) -> str:
        """Return it as one short text, as `parse` takes it and caches keep it apart by."""
        return ("=" if self.account else "") + ("!" if self.original else "") + ("*" if self.chosen else "") + ",".join(self.languages)

    @property
    def of_names(self) -> Reading:
        """The same for what this node itself names: a theme, a country has no original that somebody would rather read."""
        return replace(self, original=False) if self.original else self

    def choose(self, own: str, versions: Mapping[str, str]) -> str:
        """Return the language of the version to show, empty for the original; `own` is the original's, `versions` language to state.

        The original if they read it; else a checked translation, an unchecked one, a machine's; else the original. What its author says
        in other words, which has no state, is as good as the original.
        """
        if self.original or not versions:
            return ""
        before = self.languages[:1] if self.chosen and self.languages[0] in {own, *versions} else self.languages
        read = next((tag for tag in before if tag == own or versions.get(tag) == ""), "")
        if read:
            # Browsers name languages that people can read but would rather not: an earlier one that there is goes first.
            before = () if self.account else before[: before.index(read)]
        for state in _STATES:
            for tag in before:
                if versions.get(tag) == state:
                    return tag
        return read if read != own else ""

    def first(self, own: str, there: Iterable[str]) -> str:
        """Return the first language of the list in which a name is there, empty for its own: of names none is better than another."""
        found = set(there)
        for tag in () if self.original else self.languages:
            if tag == own:
                return ""
            if tag in found:
                return tag
        return ""


Read = Reading | str


@dataclass(frozen=True)
class Other:
    """A version that somebody can read instead; an original, and an author's own words, have no state."""

    language: str
    state: str = ""
    original: bool = False


def asked(request: HttpRequest) -> str:
    """Return the version that the address of a page asks for: `original`, a language tag, or empty; what is no language is passed over."""
    if request.GET.get("original"):
        return ORIGINAL
    tag = request.GET.get("in", "")
    return tag if languages.is_language(tag) else ""


def of(read: Read) -> Reading:
    """Return a reading; a tag stands for somebody who reads that language."""
    return _only(read) if isinstance(read, str) else read


@functools.lru_cache(maxsize=200)
def _only(tag: str) -> Reading:
    return Reading((tag,))


@functools.lru_cache(maxsize=2000)
def parse(value: str) -> Reading:
    """Return the reading that `str` made a text of."""
    return Reading(tuple(value.lstrip("=!*").split(",")), account="=" in value[:1], original="!" in value[:2], chosen="*" in value[:2])


def now(request: HttpRequest) -> Reading:
    """Return what the reader of a page reads, once for each request."""
    known: Reading | None = getattr(request, "reading", None)
    if known is None:
        page = languages.current()
        listed = access.reader_of(request).languages
        known = _of_account(request, listed, page=page) if listed else of_browser(request, page=page)
        request.reading = known  # type: ignore[attr-defined]
    return known


def _of_account(request: HttpRequest, listed: Iterable[str], *, page: str) -> Reading:
    cookie = remembered(request)
    if cookie == ORIGINAL:
        return Reading((match(page) or page,), account=True, original=True)
    found = dict.fromkeys(filter(None, [cookie, *listed][:_MOST_OF_ACCOUNT]))
    found[match(page) or page] = None
    return Reading(tuple(found), account=True, chosen=bool(cookie) and len(found) > 1)


def of_browser(request: HttpRequest, *, page: str) -> Reading:
    """Return what somebody without an account reads, by cookie, browser and the page's language."""
    cookie, page = remembered(request), match(page) or page
    if cookie == ORIGINAL:
        return Reading((page,), original=True)
    wanted = browser(request.headers.get("Accept-Language", ""), page=page)
    chosen = _known([cookie], page) if cookie else ()
    found = tuple(dict.fromkeys([*chosen, *_known(wanted, page)]))
    return Reading(found, chosen=bool(chosen) and len(found) > 1)


def remembered(request: HttpRequest) -> str:
    """Return what the cookie says: `original`, a language of the network, or nothing."""
    value = request.COOKIES.get(COOKIE, "")
    return value if value == ORIGINAL or value in languages.NETWORK else ""


@functools.lru_cache(maxsize=2000)
def _parsed(header: str) -> tuple[str, ...]:
    found: list[tuple[float, str]] = []
    for part in header.split(",")[:_MOST_PARTS]:
        read = _PART.fullmatch(part)
        if read and (weight := float(read[2] or 1)) > 0 and (tag := match(read[1])):
            found.append((-weight, tag))
    # Sorting is stable: languages of one weight stay in the order in which they were named.
    return tuple(dict.fromkeys(tag for _weight, tag in sorted(found, key=lambda pair: pair[0])))[:MOST]


def browser(header: str, *, page: str) -> list[str]:
    """Return the languages of an Accept-Language header (RFC 9110, 12.5.4), at most three, with the page's among them.

    The page's stands before the first language that the interface has: the frame was chosen, and the browser's own still comes after it.
    """
    named = list(_parsed(header) if len(header) <= _LONGEST_HEADER else ())
    interface = {match(tag) or tag for tag, _name in languages.interface()}
    place = next((at for at, tag in enumerate(named) if tag in interface), len(named))
    if page in named:
        named.remove(page)
        named.insert(min(place, len(named)), page)
    elif place < len(named):
        named = [*named[:place], page, *named[place:]][:MOST]
    else:
        named = [*named[: MOST - 1], page] if len(named) == MOST else [*named, page]
    return named


@functools.lru_cache(maxsize=2000)
def match(tag: str) -> str:
    """Return the language of the network that a BCP 47 tag stands for, empty where it stands for none: en-GB for en, zh-CN for zh-Hans."""
    parts = tag.replace("_", "-").split("-")
    folded = {known.lower(): known for known in languages.NETWORK}
    for length in range(len(parts), 0, -1):
        if known := folded.get("-".join(parts[:length]).lower()):
            return known
    script = _script(tag)
    alike = [known for known in languages.NETWORK if known.split("-")[0] == parts[0].lower()]
    return next((known for known in alike if script and _script(known) == script), "")


def _script(tag: str) -> str:
    """Return the script that a language is written in, by CLDR's likely subtags."""
    try:
        locale = Locale.parse(tag.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return ""
    if locale.script:
        return str(locale.script)
    likely = get_global("likely_subtags")
    found = likely.get(f"{locale.language}_{locale.territory}") or likely.get(locale.language) or ""
    return str(found).split("_")[1] if "_" in str(found) else ""


# What is there to read is known to a higher storey, which says how to ask for it.
_ask: Callable[[], Iterable[str]] | None = None
_there: tuple[float, frozenset[str]] = (0.0, frozenset())
_lock = threading.Lock()


def ask_by(question: Callable[[], Iterable[str]]) -> None:
    """Say how to find the languages in which there is something that everyone may read."""
    global _ask
    _ask = question


def _known(wanted: list[str], page: str) -> tuple[str, ...]:
    """Leave out languages in which there is nothing to read, so that few lists differ."""
    if wanted == [page]:
        return (page,)
    there = _languages()
    found = [tag if tag == page or tag in there else next((other for other in sorted(there) if _alike(tag, other)), "") for tag in wanted]
    return tuple(dict.fromkeys(filter(None, found)))


@functools.lru_cache(maxsize=2000)
def _alike(tag: str, other: str) -> bool:
    """Whether two tags name one language in one script: who reads Portuguese reads it as written in Brazil."""
    return tag.split("-", maxsplit=1)[0] == other.split("-", maxsplit=1)[0] and _script(tag) == _script(other)


def _languages() -> frozenset[str]:
    global _there
    until, there = _there
    if until > clock.monotonic() or _ask is None:
        return there
    try:
        there = frozenset(_ask())
    except Error:
        # Whatever is wrong with the database, it is not said here: the page says it.
        return there
    with _lock:
        _there = (clock.monotonic() + (_KEPT_SECONDS if settings.PAGE_CACHE_SECONDS else 0), there)
    return there
