"""What the front page, the home feed and the desk show, gathered in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, Value
from django.utils.translation import gettext as _

from usi.base import prepared
from usi.base.access import Reader
from usi.base.reading import Read
from usi.features.campaigns import policies as campaign_policies
from usi.features.campaigns import queries as campaigns
from usi.spine.actors import queries as actors
from usi.spine.actors.models import Actor, ActorQuerySet, Follow
from usi.spine.organisations import queries as organisations
from usi.spine.organisations.models import Claim, Membership, Organisation
from usi.spine.publications import kinds
from usi.spine.publications import queries as publications
from usi.spine.publications.models import Publication, Reason, State
from usi.spine.taxonomy import queries as taxonomy
from usi.surfaces.translation import queries as translation
from usi.surfaces.translation.queries import corrections

_NAMED = ("type", "handle", "domain", "name", "language")


@dataclass(frozen=True)
class Place:
    """An actor with how many publications appear with it."""

    actor: Actor
    count: int


def front(*, reader: Reader, language: str, read: Read) -> dict[str, Any]:
    """Return what the front page shows: publications in what the reader reads, names of places and themes in the page's language."""
    campaigns = publications.page(reader=reader, language=read, kind="campaign", size=5).items
    news = publications.page(reader=reader, language=read, kind="article", size=14).items
    return {
        "lead": campaigns[0] if campaigns else None,
        "campaigns": campaigns[1:],
        "facts": publications.facts_of(campaigns, read),
        "latest": news[:5],
        "news": news[5:14],
        "places": places(language=language),
        "themes": taxonomy.sections(language=language),
        "newcomers": newcomers(language=language),
        "network": prepared.rows(_network)[0],
    }


def _network() -> Any:
    # Grouped by nothing: one row, as from an aggregate.
    one = Organisation.objects.listed().order_by().values(all=Value(1))
    counted = one.annotate(organisations=Count("pk"), countries=Count("country", distinct=True, filter=~Q(country="")))
    return counted.values("organisations", "countries")


def places(*, language: str, most: int = 18) -> list[Place]:
    """Return the countries with most public publications, by name."""
    counts = publications.figures_by_actor(type="country")
    top = sorted(counts, key=lambda number: -counts[number])[:most]
    rows = prepared.rows(_active, language, numbers=prepared.padded(top)) if top else []
    return sorted((Place(row, counts[row.pk]) for row in rows), key=lambda place: place.actor.shown_name)


def newcomers(*, language: str, most: int = 4) -> Sequence[Actor]:
    """Return the organisations that came in last and are verified."""
    return prepared.rows(_newcomers, language, most)


def _newcomers(language: str, most: int) -> ActorQuerySet:
    verified: ActorQuerySet = Actor.objects.active().filter(organisation__verified=True)
    shown = verified.with_text(language).select_related("organisation").only(*_NAMED, "organisation__kind")
    return shown.order_by("-pk")[:most]


def _active(language: str, *, numbers: list[int]) -> ActorQuerySet:
    found: ActorQuerySet = Actor.objects.active().filter(pk__in=numbers)
    return found.with_text(language).only(*_NAMED)


def home(*, reader: Reader, language: str, read: Read, before: int, kind: str, written_in: str) -> dict[str, Any]:
    """Return the home feed with reasons in words; where nobody followed has said anything yet, what is new everywhere."""
    page, why = publications.home(reader=reader, language=read, before=before, kind=kind, written_in=written_in)
    fallback = not page.items and not before
    if fallback:
        page = publications.page(reader=reader, language=read, kind=kind, written_in=written_in)
    names = _names({actor_id for reasons in why.values() for actor_id, _reason in reasons}, language)
    return {
        "page": page,
        "facts": publications.facts_of(page.items, read),
        "why": {
            number: [_why(names.get(actor_id, ""), reason) for actor_id, reason in reasons if actor_id in names]
            for number, reasons in why.items()
        },
        "fallback": fallback,
        "follows_anyone": Follow.objects.filter(follower_id=reader.actor_id).exists(),
        "kinds": kinds.every(),
        "kind": kind,
        "written": written_in,
        "suggestions": suggestions(reader=reader, language=language) if fallback else [],
    }


def _names(numbers: set[int], language: str) -> dict[int, str]:
    return {row.pk: row.shown_name for row in Actor.objects.filter(pk__in=numbers).with_text(language)} if numbers else {}


def _why(name: str, reason: str) -> str:
    if reason == Reason.AUTHOR:
        return _("You follow %(name)s") % {"name": name}
    if reason == Reason.SHARE:
        return _("Shared by %(name)s") % {"name": name}
    return _("About %(name)s, which you follow") % {"name": name}


def suggestions(*, reader: Reader, language: str) -> list[Actor]:
    """Return themes that somebody who follows nobody may follow first."""
    followed = set(Follow.objects.filter(follower_id=reader.actor_id).values_list("target_id", flat=True))
    return [row for row in taxonomy.themes(language=language) if row.theme.parent_id is None and row.pk not in followed]


def desk(*, reader: Reader, language: str) -> dict[str, Any]:
    """Return what waits for the reader: own drafts, texts to review, organisations to vouch for, claims, reports."""
    speaking = [number for number, role in reader.roles.items() if role in ("owner", "editor")]
    drafts = Publication.objects.filter(typed_by_id=reader.actor_id, state__in=(State.DRAFT, State.IN_REVIEW, State.SCHEDULED))
    review = (
        Publication.objects.filter(author_id__in=speaking, state=State.IN_REVIEW) if reader.second_factor else Publication.objects.none()
    )
    held = Publication.objects.filter(author_id__in=[*speaking, reader.actor_id or 0]).exclude(moderation="clear")
    rows = Membership.objects.filter(person_id=reader.actor_id).select_related("organisation__actor").order_by("organisation__actor__name")
    mine = list(drafts.select_related("author").order_by("-changed_at")[:30])
    return {
        "drafts": mine,
        "stages": campaigns.stages(mine),
        # A campaign in review waits for other organisations, not for its own.
        "review": list(review.exclude(kind="campaign").select_related("author").order_by("changed_at")[:30]),
        "campaigns_waiting": campaigns.in_waiting().exclude(author_id__in=reader.organisation_ids).count()
        if campaign_policies.may_see_waiting(reader)
        else 0,
        "outcome_due": list(campaigns.outcome_due(speaking)[:30]) if reader.second_factor else [],
        "campaign_desks": campaigns.desks_of(speaking) if reader.second_factor and speaking else [],
        "updates_of_others": campaigns.reviews_for(reader),
        "translations": translation.waiting_for(reader),
        "held": list(held.select_related("author").order_by("-position")[:30]),
        "memberships": list(rows),
        "joining": organisations.requests_for(reader),
        "claims": Claim.objects.filter(state=Claim.State.OPEN).count() if reader.moderates() else 0,
        "waiting": Organisation.objects.listed().filter(verified=False, claimed=True).count()
        if reader.speaks_anywhere or reader.moderates()
        else 0,
        "corrections": corrections.decidable(reader).count() if reader.roles or reader.moderates() else 0,
        "following": actors.followed_by(reader.actor_id or 0, language=language)[:60],
        "needs_factor": not reader.second_factor and (reader.moderator or bool(speaking)),
        "new_kinds": [kind for kind in kinds.every() if kind.new_url_name],
    }
