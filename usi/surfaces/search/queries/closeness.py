"""What lies close to a reader, how much sooner that lets something be found, and in which words that is said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from usi.base import ids, reading, time
from usi.base.access import Reader
from usi.base.reading import Read, Reading
from usi.spine.people.models import Person
from usi.surfaces.search.queries.walks import Hit

# Added to a tier's weight; together less than from one tier to the next.
NEWEST, SAME_LANGUAGE, SAME_COUNTRY, SAME_THEME, DAYS_TO_HALF = 8.0, 5.0, 3.0, 3.0, 120
# Of a publication that is said to be new.
DAYS_NEW = 30
_DAY = 86_400


@dataclass(frozen=True)
class Near:
    """What lies close to a reader: what they read, their country (ISO 3166-1 alpha-2) and themes (handles)."""

    read: Read = "en"
    country: str = ""
    themes: frozenset[str] = frozenset()

    @property
    def reading(self) -> Reading:
        """The languages they read, in their order."""
        return reading.of(self.read)


def near(reader: Reader, *, read: Read) -> Near:
    """Return what lies close to a reader, in two queries; for others only what they read."""
    person = Person.objects.filter(pk=reader.actor_id).only("country").first() if reader.signed_in else None
    if person is None:
        return Near(read)
    return Near(read, person.country, frozenset(person.themes.values_list("actor__handle", flat=True)))


def lift(close: Near) -> Callable[[Hit], float]:
    """Return a function that tells how much newness and closeness add to the weight of a hit's tier."""
    now = time.now().timestamp()
    # Each language of the list counts half of the one before it.
    languages = [(f" l{tag.lower()} ", SAME_LANGUAGE / 2**place) for place, tag in enumerate(close.reading.languages)]
    country, themes = f" c{close.country.lower()} ", [f" t{handle} " for handle in close.themes]

    def points(hit: Hit) -> float:
        facets = f" {hit.facets} "
        found = NEWEST
        if hit.subject_type == "publication":
            found *= DAYS_TO_HALF / (max(0.0, now - ids.moment(hit.position)) / _DAY + DAYS_TO_HALF)
        found += next((worth for mark, worth in languages if mark in facets), 0.0)
        return found + SAME_COUNTRY * (country in facets) + SAME_THEME * any(theme in facets for theme in themes)

    return points


def reasons(hit: Hit, close: Near, *, shown: str) -> list[str]:
    """Return in words what lifted a hit, in the language now active; `shown` is the language in which it is shown.

    Of a publication there is a version to go on to; whoever sees a name in a foreign language is not told that it is in theirs.
    """
    facets = set(hit.facets.split())
    is_publication = hit.subject_type == "publication"
    mine = is_publication or shown in close.reading.languages
    new = is_publication and time.now().timestamp() - ids.moment(hit.position) < DAYS_NEW * _DAY
    found: Sequence[tuple[bool, str]] = (
        (mine and any(f"l{tag.lower()}" in facets for tag in close.reading.languages), _("your language")),
        (bool(close.country) and f"c{close.country.lower()}" in facets, _("your country")),
        (any(f"t{handle}" in facets for handle in close.themes), _("a theme of yours")),
        (new, _("new")),
    )
    return [said for is_so, said in found if is_so]
