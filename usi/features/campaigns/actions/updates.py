"""Writes updates of a campaign. One officer writes, another releases, and once a week is enough unless there is no time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from usi.base import text, time
from usi.base.access import ANONYMOUS
from usi.features.campaigns import queries
from usi.features.campaigns.actions.confirm import Changed
from usi.features.campaigns.actions.end import NotOut
from usi.features.campaigns.actions.move import NotVerified
from usi.features.campaigns.models import Campaign, Update
from usi.spine.actors.models import Actor
from usi.spine.journal import actions as journal
from usi.spine.organisations.models import Organisation
from usi.spine.publications import actions as publications
from usi.spine.publications.models import Placement, Publication, Reason, State

LONGEST_REASON = 300


class OwnWords(Exception):
    """Whoever changed an update last does not release it."""


class TooSoon(Exception):
    """The one before is younger than a week, and this one is not urgent; `next_at` is when it may go out."""

    def __init__(self, next_at: datetime) -> None:
        """Keep the moment."""
        super().__init__(next_at.isoformat())
        self.next_at = next_at


class BeingMailed(Exception):
    """Its mails are on their way: nobody gets words that were not released."""


@dataclass(frozen=True)
class Words:
    """What an update says; `urgent_reason` says why it does not wait for a week, empty where it does."""

    title: str
    summary: str
    body: str
    language: str
    urgent_reason: str = ""

    def facts(self) -> dict[str, Any]:
        """Return the values of the columns beside the envelope.

        :raises ValueError: for an empty title or an overlong reason
        """
        reason = text.line(self.urgent_reason)
        if not text.line(self.title) or not text.prose(self.body) or len(reason) > LONGEST_REASON:
            raise ValueError("title, body or reason")
        return {"urgent": bool(reason), "urgent_reason": reason}


@transaction.atomic
def write_update(campaign: Publication, *, by: Actor, words: Words) -> Publication:
    """Begin an update in the name of the campaign's organisation; it appears where the campaign appears, once it is out.

    :raises ValueError: for an empty title or text or an overlong reason
    """
    subjects = Placement.objects.filter(publication=campaign, reason=Reason.SUBJECT).values("actor_id")
    return publications.create(
        kind=queries.UPDATE, author=campaign.author, typed_by=by, language=words.language, title=words.title, summary=words.summary,
        body=words.body, country=campaign.country, subjects=Actor.objects.filter(pk__in=subjects),
        facts=Update(campaign=campaign, written_by=by, **words.facts()),
    )  # fmt: skip


@transaction.atomic
def edit_update(update: Publication, *, by: Actor, version: int, words: Words, note: str = "") -> Publication:
    """Change an update. Whoever does so has written it, and somebody else releases it; after that a `note` says what was corrected.

    :raises publications.Stale: if somebody else changed it meanwhile; nothing is changed
    :raises BeingMailed: if it is on its way to people
    :raises publications.MoveRefused: if it was taken back
    :raises ValueError: for an empty title or text, an overlong reason, or a correction that does not say what was wrong
    """
    facts, wanted = _locked(update), words.facts()
    state = Publication.objects.values_list("state", flat=True).get(pk=update.pk)
    if state == State.WITHDRAWN:
        raise publications.MoveRefused("taken back")
    if facts.released_at is not None:
        if facts.mailed_at is None:
            raise BeingMailed
        if not text.line(note):
            raise ValueError("note")
        # How urgent it was is part of what was released.
        wanted = {}
    said = {"title": words.title, "summary": words.summary, "body": words.body, "language": words.language}
    saved = publications.edit(update, by=by, version=version, note=note, **said)
    if facts.released_at is None:
        for name, value in wanted.items():
            setattr(facts, name, value)
        facts.written_by = by
        facts.save(update_fields=[*wanted, "written_by"])
    return saved


@transaction.atomic
def move_update(update: Publication, *, to: str, by: Actor, reason: str = "") -> Publication:
    """Ask for review (`in_review`), bring it back to `draft`, or take back what is out (`withdrawn`, with a reason that is shown).

    :raises publications.MoveRefused: if no such move is possible; `published` is for `release_update`
    """
    _locked(update)
    if to not in (State.IN_REVIEW, State.DRAFT, State.WITHDRAWN):
        raise publications.MoveRefused(to)
    return publications.move(update, to=to, by=by, reason=reason)


@transaction.atomic
def release_update(update: Publication, *, by: Actor, mark: str) -> Publication:
    """Bring an update out, and let it be mailed to those who asked for news. `mark` is that of what the page for review showed.

    :raises OwnWords: if `by` has changed it last
    :raises Changed: if it was changed since the page was shown
    :raises TooSoon: if the one before is younger than a week and this one is not urgent
    :raises NotOut: if the campaign is not out for everybody
    :raises NotVerified: if the organisation is not verified any more
    :raises publications.MoveRefused: if it does not wait for review
    """
    # Two releases of one campaign come one after the other, so that the second sees the first.
    Campaign.objects.select_for_update().get(pk=update.campaign_update.campaign_id)
    facts = _locked(update)
    current: Publication = Publication.objects.get(pk=update.pk)
    if current.state != State.IN_REVIEW:
        raise publications.MoveRefused(current.state)
    if mark != queries.update_mark(current, facts):
        raise Changed
    if by.pk == facts.written_by_id:
        raise OwnWords
    if not Publication.objects.visible_to(ANONYMOUS).filter(pk=facts.campaign_id).exists():
        raise NotOut
    if not Organisation.objects.filter(pk=current.author_id, verified=True).exists():
        raise NotVerified
    next_at = None if facts.urgent else queries.next_update_at(facts.campaign_id)
    if next_at is not None:
        raise TooSoon(next_at)
    facts.reviewed_by, facts.released_at = by, time.now()
    facts.save(update_fields=["reviewed_by", "released_at"])
    journal.record("campaign.update_released", current, by=by.pk, data={"campaign": facts.campaign_id, "urgent": facts.urgent})
    return publications.move(current, to=State.PUBLISHED, by=by)


def _locked(update: Publication) -> Update:
    return Update.objects.select_for_update().get(pk=update.pk)
