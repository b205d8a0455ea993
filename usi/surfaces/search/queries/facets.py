"""The facets of a search, named in the reader's language: what else could be chosen, and how much each choice would leave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.utils.translation import gettext as _

from usi.base import languages
from usi.spine.actors import types
from usi.spine.organisations.queries import Facet, Option
from usi.spine.publications import kinds
from usi.spine.taxonomy import countries
from usi.spine.taxonomy import queries as taxonomy
from usi.surfaces.search.queries.question import Question
from usi.surfaces.search.queries.walks import Tally

MOST_OPTIONS = 12
_TAGS = {tag.lower(): tag for tag in languages.NETWORK}
Row = tuple[str, str, int, bool]


def facets(question: Question, tallies: dict[str, Tally], *, language: str) -> list[Facet]:
    """Return the facets that have anything to choose from, in one query for the names of themes."""
    themes = {actor.handle: actor.shown_name for actor in taxonomy.themes(language=language)}

    def counts(name: str) -> Counter[str]:
        return tallies.get(name, tallies[""]).values[name]

    named: list[tuple[str, str, Iterable[Row]]] = [
        ("kind", _("Kind"), ((value, kind_name(value), count, False) for value, count in counts("kind").most_common())),
        ("language", _("Language"), ((tag, language_name(tag, language), count, False) for tag, count in counts("language").most_common())),
        ("region", _("Region"), ((value, countries.region_name(value), count, False) for value, count in counts("region").most_common())),
        (
            "country", _("Country"),
            ((code, countries.name(code.upper(), language), count, False) for code, count in counts("country").most_common()),
        ),
        ("theme", _("Theme"), ((handle, themes.get(handle, ""), count, False) for handle, count in counts("theme").most_common())),
        ("date", _("Date"), _dates(question, tallies)),
    ]  # fmt: skip
    return [facet for name, label, rows in named if (facet := _facet(question, name, label, rows)).options]


def _facet(question: Question, name: str, label: str, rows: Iterable[Row]) -> Facet:
    current = getattr(question, name)
    known = [row for row in rows if row[1]]
    if current and all(row[0] != current for row in known):
        known.append((current, current, 0, False))
    kept = [row for place, row in enumerate(known) if place < MOST_OPTIONS or row[0] == current]
    options = [Option(value, title, count, question.address(**{name: value}), value == current, sub) for value, title, count, sub in kept]
    return Facet(name, label, options, next((option for option in options if option.chosen), None), question.address(**{name: ""}))


def _dates(question: Question, tallies: dict[str, Tally]) -> list[Row]:
    """Years, newest first; below the chosen one its months."""
    tally = tallies.get("date", tallies[""])
    rows: list[Row] = []
    for year in sorted(tally.values["date"], reverse=True):
        rows.append((year, year, tally.values["date"][year], False))
        if question.date[:4] == year:
            months = sorted((month for month in tally.values["month"] if month[:4] == year), reverse=True)
            rows += [(month, month, tally.values["month"][month], True) for month in months]
    return rows


def kind_name(name: str) -> str:
    """Return what a kind of publication or a type of actor is called; empty where no room registered it."""
    kind = kinds.find(name)
    if kind is not None:
        return str(kind.label_plural)
    return next((str(each.label) for each in types.every() if each.name == name), "")


def language_name(tag: str, language: str) -> str:
    """Return a language's name for a tag in small letters."""
    return languages.name(_TAGS.get(tag, tag), language)
