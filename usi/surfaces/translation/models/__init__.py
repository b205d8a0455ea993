"""Rows of the translation room."""

from usi.surfaces.translation.models.work import Checker, Job, JobQuerySet, MachineConsent, Segment, Wish

__all__ = ["Checker", "Job", "JobQuerySet", "MachineConsent", "Segment", "Wish"]
