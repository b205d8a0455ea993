"""Writes of moderation: `report`, `decide`, `reverse`, `appeal`, `answer`."""

from usi.surfaces.moderation.actions.appeal import answer, appeal, appealable
from usi.surfaces.moderation.actions.decide import decide, reverse
from usi.surfaces.moderation.actions.refusals import NotAppealable, NotOffered, NotReversible, Overtaken, OwnContent, OwnDecision, Refused
from usi.surfaces.moderation.actions.report import report

__all__ = [
    "NotAppealable",
    "NotOffered",
    "NotReversible",
    "Overtaken",
    "OwnContent",
    "OwnDecision",
    "Refused",
    "answer",
    "appeal",
    "appealable",
    "decide",
    "report",
    "reverse",
]
