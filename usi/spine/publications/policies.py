"""Who may do what to a publication, and which move follows which state. Decided from the envelope alone."""

from __future__ import annotations

from usi.base.access import Reader
from usi.spine.publications.models import Publication, State

# From which state to which, and who may: those who may write for the author, or only those who may speak for it.
MOVES: dict[tuple[str, str], str] = {
    (State.DRAFT, State.IN_REVIEW): "write",
    (State.IN_REVIEW, State.DRAFT): "write",
    (State.DRAFT, State.SCHEDULED): "speak",
    (State.DRAFT, State.PUBLISHED): "speak",
    (State.IN_REVIEW, State.SCHEDULED): "speak",
    (State.IN_REVIEW, State.PUBLISHED): "speak",
    (State.SCHEDULED, State.DRAFT): "speak",
    (State.SCHEDULED, State.PUBLISHED): "speak",
    (State.PUBLISHED, State.WITHDRAWN): "speak",
    (State.WITHDRAWN, State.PUBLISHED): "speak",
}
WRITING_ROLES = ("owner", "editor", "translator", "member")


def may_write_for(reader: Reader, author_id: int) -> bool:
    """Whether a reader may draft in an actor's name: their own, or as one of the organisation's people."""
    return reader.signed_in and (author_id == reader.actor_id or reader.roles.get(author_id) in WRITING_ROLES)


def may_speak_for(reader: Reader, author_id: int) -> bool:
    """Whether a reader may publish in an actor's name."""
    return reader.signed_in and (author_id == reader.actor_id or reader.speaks_for(author_id))


def may_see_draft(reader: Reader, publication: Publication) -> bool:
    """Whether a reader may see a publication that is not out: who typed it, who speaks for its author, moderators."""
    typed = reader.actor_id is not None and publication.typed_by_id == reader.actor_id
    return typed or may_speak_for(reader, publication.author_id) or reader.moderates()


def may_edit(reader: Reader, publication: Publication) -> bool:
    """Whether a reader may change it: officers always; who typed it while it is a draft."""
    if may_speak_for(reader, publication.author_id):
        return True
    typed = reader.actor_id is not None and publication.typed_by_id == reader.actor_id
    return typed and publication.state == State.DRAFT and may_write_for(reader, publication.author_id)


def may_move(reader: Reader, publication: Publication, to: str) -> bool:
    """Whether a reader may bring a publication into another state from where it stands."""
    need = MOVES.get((publication.state, to))
    if need == "write":
        return may_edit(reader, publication) or may_speak_for(reader, publication.author_id)
    return need == "speak" and may_speak_for(reader, publication.author_id)
