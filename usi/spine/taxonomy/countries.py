"""Countries by ISO 3166-1, their names by CLDR, and the regions of the network."""

from __future__ import annotations

import functools

from babel import Locale
from django.utils.translation import gettext

from usi.base import languages, text
from usi.spine.taxonomy.aliases import ALIASES, AMBIGUOUS

# Arab countries are the members of the Arab League. Europe is whoever is or was in the Council of Europe, with Belarus, the Vatican and
# their islands. Territories overseas belong to where they lie. The uninhabited south goes with the nearest inhabited land.
_REGIONS = {
    "africa": """
        AO BF BI BJ BW CD CF CG CI CM CV EH ER ET GA GH GM GN GQ GW IO KE LR LS MG ML MU MW MZ NA NE NG RE RW SC SH SL SN SS ST SZ TD TF TG
        TZ UG YT ZA ZM ZW
    """,
    "americas": """
        AG AI AQ AR AW BB BL BM BO BQ BR BS BV BZ CA CL CO CR CU CW DM DO EC FK GD GF GL GP GS GT GY HN HT JM KN KY LC MF MQ MS MX NI PA PE
        PM PR PY SR SV SX TC TT US UY VC VE VG VI
    """,
    "arab": "AE BH DJ DZ EG IQ JO KM KW LB LY MA MR OM PS QA SA SD SO SY TN YE",
    "asia_pacific": """
        AF AS AU BD BN BT CC CK CN CX FJ FM GU HK HM ID IL IN IR JP KG KH KI KP KR KZ LA LK MH MM MN MO MP MV MY NC NF NP NR NU NZ PF PG PH
        PK PN PW SB SG TH TJ TK TL TM TO TV TW UM UZ VN VU WF WS
    """,
    "europe": """
        AD AL AM AT AX AZ BA BE BG BY CH CY CZ DE DK EE ES FI FO FR GB GE GG GI GR HR HU IE IM IS IT JE LI LT LU LV MC MD ME MK MT NL NO PL
        PT RO RS RU SE SI SJ SK SM TR UA VA
    """,
}
_IN_REGION = {region: tuple(sorted(codes.split())) for region, codes in _REGIONS.items()}
_REGION_OF = {code: region for region, codes in _IN_REGION.items() for code in codes}
_CODES = tuple(sorted(_REGION_OF))
_SEARCHED = ("en", "el", "ar", "es", "fr", "pt", "it", "de")
_LONGEST_NAME = 100


def codes() -> tuple[str, ...]:
    """Return every assigned code, sorted."""
    return _CODES


def is_country(code: str) -> bool:
    """Whether a code is assigned; codes are capital letters."""
    return code in _REGION_OF


def name(code: str, language: str) -> str:
    """Return a country's name in a language, in English where CLDR has none, or the code where there is no such country."""
    return _names(language).get(code, code)


@functools.lru_cache(maxsize=64)
def choices(language: str) -> tuple[tuple[str, str], ...]:
    """Return (code, name) of all countries by name, for a select."""
    return tuple(sorted(_names(language).items(), key=lambda item: (text.skeleton(item[1]), item[1])))


def by_name(name: str, language: str) -> str | None:
    """Return the code of a country by its name exactly as `choices` gives it in a language."""
    return _codes_by_name(language).get(name)


@functools.lru_cache(maxsize=64)
def _codes_by_name(language: str) -> dict[str, str]:
    return {name: code for code, name in _names(language).items()}


def find(name: str) -> str | None:
    """Return the code of a country by its code or its exact name in one of eight languages; None where that is not certain."""
    if len(name) > _LONGEST_NAME:
        return None
    folded = _fold(name)
    return folded.upper() if folded.upper() in _REGION_OF else _by_name().get(folded)


def regions() -> tuple[str, ...]:
    """Return the codes of the network's regions."""
    return tuple(_IN_REGION)


def region_of(code: str) -> str:
    """Return the region of a country; empty where there is no such country."""
    return _REGION_OF.get(code, "")


def region_name(region: str) -> str:
    """Return a region's name in the reader's language; empty where there is no such region."""
    names = {
        "africa": gettext("Africa"),
        "americas": gettext("Americas"),
        "arab": gettext("Arab countries"),
        "asia_pacific": gettext("Asia and the Pacific"),
        "europe": gettext("Europe"),
    }
    return names.get(region, "")


def countries_in(region: str) -> tuple[str, ...]:
    """Return the codes of a region's countries; none where there is no such region."""
    return _IN_REGION.get(region, ())


@functools.lru_cache(maxsize=64)
def _names(language: str) -> dict[str, str]:
    english = Locale("en").territories
    found = Locale.parse(languages.locale(language)).territories
    return {code: str(found.get(code) or english[code]) for code in _CODES}


@functools.cache
def _by_name() -> dict[str, str]:
    known: dict[str, set[str]] = {}
    for language in _SEARCHED:
        for code, written in _names(language).items():
            known.setdefault(_fold(written), set()).add(code)
    for code, written_forms in ALIASES.items():
        for written in written_forms:
            known.setdefault(_fold(written), set()).add(code)
    unclear = {_fold(written) for written in AMBIGUOUS}
    return {folded: min(found) for folded, found in known.items() if len(found) == 1 and folded not in unclear}


def _fold(name: str) -> str:
    """Return a form in which spellings differ neither in case, accents, punctuation nor the English article."""
    words = "".join(char if char.isalnum() else " " for char in text.skeleton(name.replace("&", " and "))).split()
    return " ".join(words[1:] if words[:1] == ["the"] else words)
