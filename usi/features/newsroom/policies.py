"""Who may call which page of the newsroom."""

from __future__ import annotations

from usi.base.access import Reader
from usi.spine.publications import policies
from usi.spine.publications.models import Publication


def may_start(reader: Reader) -> bool:
    """Whether a reader may draft in some organisation's name."""
    return any(role in policies.WRITING_ROLES for role in reader.roles.values())


def may_edit(reader: Reader, *, number: int) -> bool:
    """Whether a reader may change this article."""
    publication = _article(number)
    return publication is not None and policies.may_edit(reader, publication)


def may_see_draft(reader: Reader, *, number: int) -> bool:
    """Whether a reader may see this article's versions and an article that is not out."""
    publication = _article(number)
    return publication is not None and policies.may_see_draft(reader, publication)


def _article(number: int) -> Publication | None:
    found: Publication | None = Publication.objects.filter(pk=number, kind="article").first()
    return found
