"""Languages by CLDR: their own names, their direction, and tags that are really languages."""

from __future__ import annotations

import functools

from babel import Locale, UnknownLocaleError
from babel.languages import get_official_languages
from django.conf import settings

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
_RTL = {"ar", "he", "fa", "ur", "ps", "yi", "ckb", "sd", "ug", "dv"}


# Tags come with requests too, so what is kept of them is bounded.
_kept = functools.lru_cache(maxsize=4000)
_LONGEST = 35


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
    return _locale(tag).get_display_name(language.replace("-", "_")) or own_name(tag)


def direction(tag: str) -> str:
    """Return `rtl` or `ltr`."""
    return "rtl" if tag.split("-", maxsplit=1)[0] in _RTL else "ltr"


@functools.cache
def choices(language: str) -> tuple[tuple[str, str], ...]:
    """Return (tag, own name) of the languages people can write in, for a select."""
    return tuple((tag, own_name(tag)) for tag in NETWORK)


def interface() -> tuple[tuple[str, str], ...]:
    """Return (tag, own name) of the languages the interface has."""
    return tuple(settings.LANGUAGES)


# Where CLDR names a language that people here write in a more exact form.
_WRITTEN_AS = {"zh": "zh-Hans", "zh-HK": "zh-Hans", "iw": "he", "in": "id", "fil": "tl"}


@functools.cache
def spoken_in(country: str) -> tuple[str, ...]:
    """Return the tags of a country's official languages (CLDR, ISO 3166-1 alpha-2) that people can write in here."""
    found = get_official_languages(country, de_facto=True) if country else ()
    tags = ("pt-BR" if (country, tag) == ("BR", "pt") else _WRITTEN_AS.get(tag, tag).replace("_", "-") for tag in found)
    return tuple(dict.fromkeys(tag for tag in tags if tag in NETWORK))
