"""Changes what a campaign says."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from usi.base import text
from usi.features.campaigns.models import Campaign
from usi.spine.actors.models import Actor
from usi.spine.publications import actions as publications
from usi.spine.publications.models import Publication, State

PROSE = ("title", "summary", "body")


class NoteNeeded(Exception):
    """It is out, so a change of its words needs a note that readers see with its date."""


class Endorsed(Exception):
    """Unions have endorsed this text while it waits: it goes back to draft before it changes, and is endorsed anew."""


@transaction.atomic
def save(campaign: Publication, *, by: Actor, version: int, subjects: Iterable[Actor], note: str = "", **changes: Any) -> Publication:
    """Save a campaign's text, themes and countries.

    :raises publications.Stale: if somebody else saved meanwhile; nothing is changed
    :raises NoteNeeded: if it is out, its text changes and no note says what was corrected
    :raises Endorsed: if it waits and has been endorsed
    """
    current, facts = locked(campaign)
    if current.state == State.IN_REVIEW and facts.endorsed:
        raise Endorsed
    saved = publications.edit(campaign, by=by, version=version, note=note, **changes)
    if current.published_at is not None and not text.line(note) and any(getattr(current, name) != getattr(saved, name) for name in PROSE):
        raise NoteNeeded
    publications.place(saved, subjects=subjects)
    return saved


def locked(campaign: Publication) -> tuple[Publication, Campaign]:
    """Return envelope and facts, locked in this order until the transaction ends.

    The lock on the envelope waits for signatures that are just being written: their rows refer to it.
    """
    current: Publication = Publication.objects.select_for_update().get(pk=campaign.pk)
    return current, Campaign.objects.select_for_update().get(pk=campaign.pk)
