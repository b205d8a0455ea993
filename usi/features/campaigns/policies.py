"""Who may call which page of the campaigns."""

from __future__ import annotations

from usi.base.access import Reader
from usi.features.campaigns.models import Target
from usi.spine.publications import policies
from usi.spine.publications.models import Publication


def may_start(reader: Reader) -> bool:
    """Whether a reader may open a campaign: those who speak for some organisation; that it is verified is seen to by the action."""
    return reader.speaks_anywhere


def may_edit(reader: Reader, *, number: int) -> bool:
    """Whether a reader may change this campaign: those who speak for its organisation."""
    publication = _campaign(number)
    return publication is not None and policies.may_speak_for(reader, publication.author_id)


def may_edit_target(reader: Reader, *, number: int, pk: int) -> bool:
    """Whether a reader may change this target: those who speak for the campaign's organisation, if it is a target of this campaign."""
    return may_edit(reader, number=number) and Target.objects.filter(pk=pk, campaign_id=number).exists()


def may_see_draft(reader: Reader, *, number: int) -> bool:
    """Whether a reader may see this campaign while it is not out."""
    publication = _campaign(number)
    return publication is not None and policies.may_see_draft(reader, publication)


def _campaign(number: int) -> Publication | None:
    found: Publication | None = Publication.objects.filter(pk=number, kind="campaign").first()
    return found
