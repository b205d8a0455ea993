"""Who may read decisions and object to them. Who may decide is the views' declared rule; that nobody decides on their own, the actions'."""

from __future__ import annotations

from usi.base.access import Reader
from usi.spine.publications import policies as publications
from usi.spine.publications.models import Publication
from usi.surfaces.moderation import queries
from usi.surfaces.moderation.models import Decision


def may_see_log(reader: Reader, *, what: str, number: int) -> bool:
    """Whether a reader may see what was decided about a subject: moderators, who speaks for its author, who typed it."""
    found = queries.subject(what, number) if reader.signed_in else None
    if found is None:
        return False
    typed = isinstance(found, Publication) and found.typed_by_id is not None and found.typed_by_id == reader.actor_id
    return typed or reader.moderates() or publications.may_speak_for(reader, queries.author_of(found).pk)


def may_appeal(reader: Reader, *, number: int) -> bool:
    """Whether a reader may object to a decision: who speaks for the author, if it is one that can be objected to."""
    found = Decision.objects.filter(pk=number).select_related("publication", "actor").first() if reader.signed_in else None
    return found is not None and found.weighs and publications.may_speak_for(reader, queries.author_of(found.subject).pk)
