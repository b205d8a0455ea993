"""What narrows the atlas: one kind of thing, one theme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from usi.spine.actors.models import Actor
from usi.spine.publications import kinds

ORGANISATION = "organisation"


@dataclass(frozen=True)
class Choice:
    """What narrows the counts; an empty value narrows nothing. `theme_ids` are the actors of the theme and of what belongs to it."""

    kind: str = ""
    theme: str = ""
    theme_ids: tuple[int, ...] = ()

    @classmethod
    def read(cls, query: Mapping[str, str], *, themes: Sequence[Actor]) -> Choice:
        """Return the choice that an address makes, in view of the themes there are; values that mean nothing are left out."""
        kind, handle = query.get("kind", ""), query.get("theme", "")
        theme = next((row for row in themes if row.handle == handle), None)
        ids = tuple(row.pk for row in themes if theme and theme.pk in (row.pk, row.theme.parent_id))
        return cls(kind if kind == ORGANISATION or kinds.find(kind) else "", theme.handle if theme else "", ids)

    def address(self, **more: str) -> str:
        """Return the query string of this choice with more values, `?` included; nothing where there are none."""
        values = {name: value for name, value in ({"kind": self.kind, "theme": self.theme} | more).items() if value}
        return "?" + urlencode(values) if values else ""


def kind_options() -> list[tuple[str, str]]:
    """Return (value, name) of all that can be counted by country."""
    return [(ORGANISATION, _("Organisations")), *((kind.name, str(kind.label_plural)) for kind in kinds.every())]


def theme_options(themes: Sequence[Actor]) -> list[tuple[str, str, bool]]:
    """Return (handle, name, whether it belongs to the one above) of the themes, sections first."""
    return [(row.handle, row.shown_name, row.theme.parent_id is not None) for row in themes]
