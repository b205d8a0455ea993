"""Languages by CLDR: their own names, their direction, and tags that are really languages."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.languages import get_official_languages
from django.conf import settings
from django.utils.translation import get_language

# The network's languages first in every list; others follow by their own name.
NETWORK = (
    "en",
    "el",
    "ar",
    "es",
    "fr",
    "pt-BR",
    "it",
    "tr",
    "sw",
    "hi",
    "he",
    "zh-Hans",
    "de",
    "pt",
    "bn",
    "zu",
    "sn",
    "ny",
    "ss",
    "am",
    "fa",
    "ur",
    "ru",
    "ja",
    "ko",
    "id",
    "tl",
    "vi",
    "ta",
    "xh",
    "af",
)
# Long accented English, from left to right and from right to left, by which tests see texts that do not fit; never on a real node.
PSEUDO: tuple[str, ...] = ("en-XA", "ar-XB")
SOURCE = "en"
_RTL = {"ar", "he", "fa", "ur", "ps", "yi", "ckb", "sd", "ug", "dv"}


# Tags come with requests too, so what is kept of them is bounded.
_kept = functools.lru_cache(maxsize=4000)
_LONGEST = 35


@_kept
def canonical(tag: str) -> str:
    """Return a tag in the case of BCP 47, as contents carry it (`pt-BR`); Django and addresses have small letters (`pt-br`)."""
    first, *rest = tag.replace("_", "-").split("-")
    return "-".join([first.lower(), *(part.title() if len(part) == 4 else part.upper() if len(part) == 2 else part for part in rest)])


def current() -> str:
    """Return the tag of the language the interface is in."""
    return canonical(get_language() or settings.LANGUAGE_CODE)


@_kept
def locale(tag: str) -> str:
    """Return a language's name in CLDR, for what writes numbers and dates; English where CLDR does not know it."""
    tag = canonical(tag)
    if tag in PSEUDO:
        tag = tag.partition("-")[0]
    return str(_locale(tag)) if is_language(tag) else SOURCE


@_kept
def _locale(tag: str) -> Locale:
    return Locale.parse(tag.replace("-", "_"))


def is_language(tag: str) -> bool:
    """Whether CLDR knows a BCP 47 tag."""
    return len(tag) <= _LONGEST and _is_known(tag)


@_kept
def _is_known(tag: str) -> bool:
    try:
        _locale(tag)
    except (UnknownLocaleError, ValueError):
        return False
    return True


@_kept
def own_name(tag: str) -> str:
    """Return a language's name in itself, or the tag where CLDR has none."""
    if not is_language(tag):
        return tag
    name = _locale(tag).get_display_name() or tag
    return name[:1].upper() + name[1:]


@_kept
def name(tag: str, language: str) -> str:
    """Return a language's name in another language."""
    if not is_language(tag):
        return tag
    return _locale(tag).get_display_name(locale(language)) or own_name(tag)


def direction(tag: str) -> str:
    """Return `rtl` or `ltr`."""
    return "rtl" if tag.split("-", maxsplit=1)[0] in _RTL else "ltr"


@functools.cache
def script(tag: str) -> str:
    """Return the script a language is written in, by ISO 15924 (`Arab`), or nothing where CLDR does not say."""
    parts = [*canonical(tag).split("-"), *str(get_global("likely_subtags").get(tag.partition("-")[0].lower(), "")).split("_")]
    return next((part for part in parts[1:] if len(part) == 4 and part.isalpha()), "")


@functools.cache
def choices(language: str) -> tuple[tuple[str, str], ...]:
    """Return (tag, own name) of the languages people can write in, for a select."""
    return tuple((tag, own_name(tag)) for tag in NETWORK)


def catalogued(folder: Path) -> tuple[str, ...]:
    """Return the tags of English and of every language with a catalogue in a folder: `pt-BR` for `pt_BR/LC_MESSAGES/django.po`."""
    found = {SOURCE, *(canonical(path.parts[-3]) for path in folder.glob("*/LC_MESSAGES/django.po"))}
    return tuple(sorted(found, key=lambda tag: (NETWORK.index(tag) if tag in NETWORK else len(NETWORK), tag)))


def offered(tags: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield (code, own name) of languages as Django's settings want them."""
    return ((tag.lower(), own_name(tag)) for tag in tags)


def interface() -> tuple[tuple[str, str], ...]:
    """Return (tag, own name) of the languages the interface is offered in."""
    rows = ((canonical(code), name) for code, name in settings.LANGUAGES)
    return tuple((tag, name) for tag, name in rows if tag not in PSEUDO)


def nearest(*tags: str) -> str:
    """Return the interface language for somebody who reads these, best first: one of them, a variety of it, else the node's."""
    known = [tag for tag, _name in interface()]
    for tag in map(canonical, tags):
        base = tag.partition("-")[0]
        found = tag if tag in known else next((other for other in known if other.partition("-")[0] == base), "")
        if found:
            return found
    return canonical(settings.LANGUAGE_CODE)


# Where CLDR names a language that people here write in a more exact form.
_WRITTEN_AS = {"zh": "zh-Hans", "zh-HK": "zh-Hans", "iw": "he", "in": "id", "fil": "tl"}


@functools.cache
def spoken_in(country: str) -> tuple[str, ...]:
    """Return the tags of a country's official languages (CLDR, ISO 3166-1 alpha-2) that people can write in here."""
    found = get_official_languages(country, de_facto=True) if country else ()
    tags = ("pt-BR" if (country, tag) == ("BR", "pt") else _WRITTEN_AS.get(tag, tag).replace("_", "-") for tag in found)
    return tuple(dict.fromkeys(tag for tag in tags if tag in NETWORK))
