"""The publication envelope, where it appears, its translations and versions."""

from usi.spine.publications.models.placement import Figure, Placement, Reason
from usi.spine.publications.models.publication import Moderation, Publication, PublicationQuerySet, State, Visibility
from usi.spine.publications.models.text import Revision, Translation

__all__ = [
    "Figure", "Moderation", "Placement", "Publication", "PublicationQuerySet", "Reason", "Revision", "State", "Translation", "Visibility",
]
