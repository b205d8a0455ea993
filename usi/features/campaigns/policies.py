"""Who may call which page of the campaigns."""

from __future__ import annotations

from usi.base.access import Reader
from usi.features.campaigns import queries
from usi.features.campaigns.models import Target
from usi.spine.publications import policies
from usi.spine.publications.models import Moderation, Publication, State


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
    """Whether a reader may see this campaign while it is not out: its own people and moderators; while it waits, those who can end that."""
    publication = _campaign(number)
    if publication is None:
        return False
    return policies.may_see_draft(reader, publication) or (_waits(publication) and bool(queries.endorsers_of(reader)))


def may_see_waiting(reader: Reader) -> bool:
    """Whether a reader may see which campaigns wait for endorsement: those who speak for a verified organisation, and moderators."""
    return reader.moderates() or bool(queries.endorsers_of(reader))


def may_endorse(reader: Reader, *, number: int) -> bool:
    """Whether a reader may endorse this campaign in somebody's name: it waits or is out, and is none of theirs.

    That it is still open is seen to by the action.
    """
    publication = _campaign(number)
    if publication is None or not (_waits(publication) or _out(publication)):
        return False
    return bool(queries.endorsers_of(reader, publication))


def may_withdraw_endorsement(reader: Reader, *, number: int) -> bool:
    """Whether a reader may take an endorsement of this campaign back: those who speak for whoever gave it."""
    speaking = [organisation for organisation in reader.roles if reader.speaks_for(organisation)]
    return bool(speaking) and _campaign(number) is not None and bool(queries.endorsed_by(number, speaking))


def _waits(publication: Publication) -> bool:
    return queries.in_waiting().filter(pk=publication.pk).exists()


def _out(publication: Publication) -> bool:
    return publication.state == State.PUBLISHED and publication.moderation == Moderation.CLEAR


def may_moderate_messages(reader: Reader, *, number: int, message: int = 0) -> bool:
    """Whether a reader may decide about a campaign's messages of support: those who speak for its organisation, and moderators."""
    publication = _campaign(number)
    return publication is not None and (policies.may_speak_for(reader, publication.author_id) or reader.moderates())


def may_change_action(reader: Reader, *, number: int, action: int) -> bool:
    """Whether a reader may change an action of this campaign: those who may edit the campaign."""
    return may_edit(reader, number=number)


def may_edit_update(reader: Reader, *, number: int) -> bool:
    """Whether a reader may change this update: those who speak for the organisation in whose name it stands."""
    update = _update(number)
    return update is not None and policies.may_speak_for(reader, update.author_id)


def may_review_update(reader: Reader, *, number: int) -> bool:
    """Whether a reader may read and release this update: officers of its organisation, and where that has only one, officers of those that
    endorsed the campaign. That nobody releases their own words is seen to by the action.
    """  # noqa: D205
    return may_edit_update(reader, number=number) or number in {row.pk for row in queries.reviews_for(reader)}


def _update(number: int) -> Publication | None:
    found: Publication | None = Publication.objects.filter(pk=number, kind=queries.UPDATE).first()
    return found


def _campaign(number: int) -> Publication | None:
    found: Publication | None = Publication.objects.filter(pk=number, kind="campaign").first()
    return found
