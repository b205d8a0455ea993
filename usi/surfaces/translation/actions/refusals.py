"""Why something was not done. Each is shown in words by the views, beside what was typed."""

from __future__ import annotations

from usi.spine.actors.models import Actor
from usi.surfaces.translation.models import Segment


class Refused(Exception):
    """Nothing was changed."""


class Held(Refused):
    """Somebody else has it reserved, or has moved it on; `by` is who, where it is known."""

    def __init__(self, by: Actor | None = None) -> None:
        """Keep who has it."""
        super().__init__()
        self.by = by


class NotReady(Refused):
    """Segments lack a text or have a fault that must be mended first; `places` says which."""

    def __init__(self, places: list[int]) -> None:
        """Keep the places, counted from 0."""
        super().__init__(places)
        self.places = places


class Overtaken(Refused):
    """The original has changed while it was worked on; the segments that changed are marked."""


class NotAllowed(Refused):
    """The person may not do this with this text, or not any more."""


class AlreadyTrusted(Refused):
    """The person checks this pair already."""


class Conflict:
    """A segment that somebody else changed meanwhile: theirs stands in it, ours is what was typed."""

    def __init__(self, segment: Segment, typed: str) -> None:
        """Keep both."""
        self.segment, self.typed = segment, typed
