"""Sectors of work: sections (letters) and divisions (two digits) of ISIC Rev. 4, in plain words."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext, override

DATA = Path(__file__).parent / "data" / "isic4.toml"


@dataclass(frozen=True)
class Sector:
    """A section, or a division in its section."""

    code: str
    section: str
    names: dict[str, str]

    @property
    def is_section(self) -> bool:
        """Whether it is a whole section."""
        return self.code == self.section

    def title(self, language: str) -> str:
        """Return the name in a language, in English where there is none."""
        return self.names.get(language) or self.names.get(language.split("-", maxsplit=1)[0]) or self.names["en"]


@functools.cache
def _sectors() -> dict[str, Sector]:
    found = {}
    for section in tomllib.loads(DATA.read_text("utf-8"))["section"]:
        letter = section["code"]
        found[letter] = Sector(code=letter, section=letter, names=section["names"])
        for division in section["divisions"]:
            found[division["code"]] = Sector(code=division["code"], section=letter, names=division["names"])
    return found


def codes() -> tuple[str, ...]:
    """Return every code in the order of the classification, divisions after their section."""
    return tuple(_sectors())


def is_sector(code: str) -> bool:
    """Whether there is such a section (small letter) or division (two digits)."""
    return code in _sectors()


def get(code: str) -> Sector | None:
    """Return a section or division."""
    return _sectors().get(code)


def title(code: str, language: str) -> str:
    """Return the name of a section or division in a language, or the code where there is no such sector."""
    sector = get(code)
    return sector.title(language) if sector else code


def section_of(division: str) -> str:
    """Return the section of a division; a section is its own; empty where there is no such sector."""
    sector = get(division)
    return sector.section if sector else ""


def divisions_in(section: str) -> tuple[str, ...]:
    """Return the divisions of a section."""
    return tuple(sector.code for sector in _sectors().values() if sector.section == section and not sector.is_section)


@functools.lru_cache(maxsize=64)
def choices(language: str) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Return (section title, ((code, title), …)) for a grouped select; the whole section comes first in its group."""
    with override(language):
        whole = gettext("%(sector)s (the whole sector)")
    groups = []
    for section in (sector for sector in _sectors().values() if sector.is_section):
        name = section.title(language)
        divisions = [(code, title(code, language)) for code in divisions_in(section.code)]
        groups.append((name, ((section.code, whole % {"sector": name}), *divisions)))
    return tuple(groups)
