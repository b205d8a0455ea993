"""Which text of an actor's description somebody reads, where it comes from, and which others there are: one query for a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from usi.base import prepared, reading
from usi.spine.actors.models import Actor, ActorText


@dataclass(frozen=True)
class Description:
    """What somebody reads of an actor's summary, as `version_note` tells it: in `language`, of an original in the language `original`.

    `translation` is the text if somebody translated it, None where it is the actor's own words in whatever language. `chosen` is what
    the address asks for (`original` or a language tag), empty where the reader's languages decide.
    """

    what: ClassVar[str] = "actor"
    number: int
    original: str
    language: str
    translation: ActorText | None
    others: tuple[reading.Other, ...]
    chosen: str
    read: reading.Reading
    outdated: bool
    public: bool

    @property
    def translator(self) -> str:
        """Who translated it, under the name they chose; empty where that is not known or they are gone."""
        return credit(self.translation, "translated_by")

    @property
    def checker(self) -> str:
        """Who checked it, likewise."""
        return credit(self.translation, "checked_by")


def credit(text: Any, role: str) -> str:
    """Return the name of who had a role in a text, empty where nobody is known or they may not be shown."""
    actor: Actor | None = getattr(text, role, None)
    return actor.name if actor is not None and actor.state == Actor.State.ACTIVE else ""


def texts_of(number: int) -> Sequence[ActorText]:
    """Return an actor's texts in other languages with who made them, by language, in one query."""
    return prepared.rows(_texts, number=number)


def _texts(*, number: int) -> Any:
    rows = ActorText.objects.filter(actor_id=number).select_related("translated_by", "checked_by").order_by("language")
    return rows.only(
        "actor_id", "language", "name", "summary", "state", "changed_at", "source", "translated_by__name", "translated_by__state",
        "checked_by__name", "checked_by__state",
    )  # fmt: skip


def describe(actor: Actor, texts: Iterable[ActorText], read: reading.Read, *, chosen: str = "") -> Description:
    """Let an actor show its name and summary in what somebody reads, and return where the summary comes from.

    A chosen language in which there is no summary is passed over.
    """
    known, rows = reading.of(read), list(texts)
    there = {row.language: row for row in rows if row.summary and row.language != actor.language}
    asked = known
    if chosen in (reading.ORIGINAL, actor.language):
        asked = replace(known, original=True)
    elif chosen in there:
        asked = reading.of(chosen)
    else:
        chosen = ""
    actor.take_texts(asked, {row.language: (row.name, row.summary, row.state) for row in rows})
    shown = there.get(actor.summary_language)
    others = [reading.Other(row.language, row.state) for row in there.values() if row is not shown]
    if shown is not None and actor.summary:
        others.insert(0, reading.Other(actor.language, original=True))
    translation = shown if shown is not None and shown.state else None
    return Description(
        number=actor.pk,
        original=actor.language,
        language=actor.summary_language,
        translation=translation,
        others=tuple(others),
        chosen=chosen,
        read=known,
        outdated=translation is not None and translation.source != actor.summary,
        # Without an original nothing can be compared with it.
        public=bool(actor.summary),
    )
