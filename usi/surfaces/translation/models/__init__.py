"""What the room of translation keeps: the work, and what was learnt from it."""

from usi.surfaces.translation.models.memory import MemoryGram, MemoryUnit, Term, TermText
from usi.surfaces.translation.models.reading import Correction
from usi.surfaces.translation.models.work import Checker, Job, JobQuerySet, MachineConsent, Segment, Wish

__all__ = [
    "Checker",
    "Correction",
    "Job",
    "JobQuerySet",
    "MachineConsent",
    "MemoryGram",
    "MemoryUnit",
    "Segment",
    "Term",
    "TermText",
    "Wish",
]
