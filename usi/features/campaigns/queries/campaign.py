"""Reads of one campaign: its facts, its texts, and what may be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from usi.base import prepared, time
from usi.base.access import ANONYMOUS, SPEAKING_ROLES, Reader
from usi.base.reading import Read
from usi.features.campaigns import sealing
from usi.features.campaigns.models import Campaign, Signature, latest_closing
from usi.spine.organisations.models import Organisation
from usi.spine.people.models import Person
from usi.spine.publications import policies
from usi.spine.publications import queries as publications
from usi.spine.publications.models import Publication, PublicationQuerySet, Reason, State
from usi.spine.publications.versions import Text, said

NAMES_SHOWN = 20


@dataclass(frozen=True)
class Aim:
    """Whom a campaign addresses and what it demands, with the language it is said in."""

    target: str
    demands: list[str]
    language: str


def draft(number: int) -> Publication:
    """Return a campaign in whatever state, for those whom the policy let in."""
    found: Publication = get_object_or_404(
        Publication.objects.select_related("author__organisation", "cover", "typed_by", "campaign"), pk=number, kind="campaign"
    )
    return found


def shown(*, number: int, reader: Reader, language: Read) -> Publication:
    """Return a campaign as a reader may see it, with its facts and the organisation that asks, in one query.

    :raises Http404: if there is none or the reader may not see it
    """
    found = publications.rows(_shown, reader, language, number=number)
    if not found:
        raise Http404
    publication: Publication = found[0]
    return publication


def _shown(reader: Reader, language: Read, *, number: int) -> PublicationQuerySet:
    rows: PublicationQuerySet = Publication.objects.visible_to(reader).filter(pk=number, kind="campaign").with_text(language)
    return rows.select_related("author__organisation", "author__picture", "cover", "campaign")


def facts(number: int) -> Campaign:
    """Return a campaign's facts."""
    return get_object_or_404(Campaign, pk=number)


def _open(*, number: int, now: datetime) -> QuerySet[Any, Any]:
    rows = Publication.objects.visible_to(ANONYMOUS).filter(pk=number, kind="campaign", campaign__closes_at__gt=now, campaign__outcome="")
    return rows.values_list("pk")


def signable(number: int) -> bool:
    """Whether people can take part in a campaign now: it is out for everyone, its time is not over, and it has no outcome."""
    return bool(prepared.rows(_open, number=number, now=time.now()))


def by_token(secret: str) -> Signature | None:
    """Return the signature that a mailed link stands for."""
    rows = Signature.objects.filter(token_key=sealing.token_key(secret))
    return rows.select_related("campaign__author", "campaign__campaign").first()


def mark_of(signature: Signature) -> str:
    """Return the mark of what a confirmation page shows."""
    row = signature
    return sealing.seen(row.pk, row.name, row.country, row.workplace, row.words, int(row.show_name), int(row.news))


def names(number: int) -> Sequence[Signature]:
    """Return the newest confirmed signatures whose people want their name shown."""
    return prepared.rows(_names, number=number)


def _names(*, number: int) -> QuerySet[Signature]:
    rows = Signature.objects.filter(campaign_id=number, state=Signature.State.CONFIRMED, show_name=True, set_aside=False)
    return rows.only("pk", "name", "country").order_by("-confirmed_at")[:NAMES_SHOWN]


def aim(campaign: Campaign, text: Text, *, original: str) -> Aim:
    """Return target and demands as a text of the campaign says them; as they were written unless it says them all."""
    target = text.pieces.get("target", "")
    demands = [text.pieces.get(f"demands.{place}", "") for place in range(len(campaign.demands))]
    if target and all(demands):
        return Aim(target, demands, text.language)
    return Aim(campaign.target, campaign.demands, original)


def outcome_said(campaign: Campaign, text: Text, *, original: str) -> tuple[str, str]:
    """Return what came of a campaign as a text says it, or as it was written, with the language it is said in."""
    return said(text, "outcome", campaign.outcome_text, original)


def organisations_for(reader: Reader) -> list[Organisation]:
    """Return the verified organisations for which a reader may speak, the one acted as first."""
    numbers = [number for number, role in reader.roles.items() if role in SPEAKING_ROLES]
    found = Organisation.objects.listed().verified().filter(pk__in=numbers).select_related("actor").order_by("actor__name")
    return sorted(found, key=lambda row: row.pk != reader.acting_as)


def organisation_of(publication: Publication) -> Organisation | None:
    """Return the organisation in whose name it stands."""
    found: Organisation | None = getattr(publication.author, "organisation", None)
    return found


def known_of(reader: Reader) -> dict[str, str]:
    """Return what is known of a reader with an account, as the form to sign takes it."""
    person = Person.objects.filter(pk=reader.actor_id).select_related("account").first()
    address = person.account.email if person and person.account else ""
    return {"name": reader.name, "email": address, "country": person.country if person else ""}


def subject_handles(publication: Publication) -> tuple[list[str], list[str]]:
    """Return the handles of its themes and the codes of its countries."""
    pairs = list(publication.placements.filter(reason=Reason.SUBJECT).values_list("actor__type", "actor__handle"))
    return [handle for type_, handle in pairs if type_ == "theme"], [handle.upper() for type_, handle in pairs if type_ == "country"]


def moves_for(reader: Reader, publication: Publication, lacks: list[str]) -> list[str]:
    """Return the states a reader may bring a campaign into from where it stands and with what it `lacks`.

    To publish is to ask: the campaign waits until others endorse it. What is out ends with an outcome, never by a move.
    """
    wanted = {State.DRAFT: [State.SCHEDULED, State.PUBLISHED], State.IN_REVIEW: [State.DRAFT], State.SCHEDULED: [State.DRAFT]}
    if publication.state == State.WITHDRAWN and not publication.campaign.outcome:
        wanted[State.WITHDRAWN] = [State.PUBLISHED]
    allowed = [to for to in wanted.get(State(publication.state), []) if policies.may_move(reader, publication, to)]
    organisation = organisation_of(publication)
    if organisation is None or not organisation.verified or lacks:
        return [str(to) for to in allowed if to not in (State.PUBLISHED, State.SCHEDULED)]
    return [str(to) for to in allowed]


def missing(publication: Publication, campaign: Campaign, *, at: datetime | None = None) -> list[str]:
    """Return the names of what a campaign lacks before it can come out at a moment (now where none is given)."""
    opening, closing = at or time.now(), campaign.closes_at
    needs: dict[str, Any] = {
        "summary": publication.summary,
        "target": campaign.target,
        "demands": campaign.demands,
        "closes_at": closing is not None and closing > opening,
        "three_months": closing is None or closing <= latest_closing(opening, campaign.zone),
    }
    return [name for name, value in needs.items() if not value]


def aim_is_fixed(publication: Publication, campaign: Campaign) -> bool:
    """Whether target and demands stay as they are: somebody has signed or endorsed these words, or it was out and is closed."""
    if campaign.endorsed or (publication.published_at is not None and campaign.closed):
        return True
    return Signature.objects.filter(campaign_id=publication.pk).exclude(state=Signature.State.WITHDRAWN).exists()
