"""What the room of translation keeps: the work, and what was learnt from it."""

from usi.surfaces.translation.models.reading import Correction

__all__ = ["Correction"]
