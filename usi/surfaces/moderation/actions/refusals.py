"""Why something was not done. Each is shown in words by the views."""

from __future__ import annotations


class Refused(Exception):
    """Nothing was changed."""


class OwnContent(Refused):
    """It is the moderator's own, or their organisation's."""


class OwnDecision(Refused):
    """The appeal is against the moderator's own decision, and somebody else can answer it."""


class Overtaken(Refused):
    """It has changed, or somebody has decided, since it was looked at."""


class NotOffered(Refused):
    """The verb does not follow from where the subject stands, or lacks the reason or the words it needs."""


class NotReversible(Refused):
    """The decision is not the latest one, or things no longer stand as it left them."""


class NotAppealable(Refused):
    """It cannot be objected to: it never could, it has been taken back, or the time is over."""
