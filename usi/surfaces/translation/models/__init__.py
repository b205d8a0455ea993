"""What the room of translation keeps."""

from usi.surfaces.translation.models.memory import MemoryGram, MemoryUnit, Term, TermText

__all__ = ["MemoryGram", "MemoryUnit", "Term", "TermText"]
