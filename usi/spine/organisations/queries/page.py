"""What an organisation's page shows, and what its people may edit, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import CharField, Count, Exists, F, FilteredRelation, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Lower, LPad
from django.http import Http404
from django.shortcuts import get_object_or_404

from usi.base import prepared
from usi.base.access import Reader
from usi.base.reading import Read
from usi.spine.actors import descriptions
from usi.spine.actors.descriptions import Description
from usi.spine.actors.models import Actor, ActorText, Follow
from usi.spine.organisations.models import (
    Affiliation,
    Claim,
    ImportedRow,
    JoinRequest,
    Organisation,
    OrganisationLanguage,
    OrganisationSector,
    Role,
    Verification,
)
from usi.spine.publications.models import Figure
from usi.spine.taxonomy import sectors

MOST_AFFILIATES = 15
_NAMED = ("type", "handle", "domain", "name")


@dataclass(frozen=True)
class Link:
    """One affiliation as the page shows it: the other organisation, and since when and until when as far as known."""

    organisation: Organisation
    name: str
    since: str
    until: str


@dataclass(frozen=True)
class ThemeLink:
    """A theme it works on, named in the reader's language."""

    name: str
    handle: str


@dataclass(frozen=True)
class Source:
    """Where what stands on an unclaimed page comes from."""

    name: str
    day: date


@dataclass(frozen=True)
class PageData:
    """All that the page shows of an organisation, beside what was published."""

    organisation: Organisation
    actor: Actor
    followers: int
    follows: bool
    claimed_by_reader: bool
    asked_by_reader: bool
    asking: int
    verifications: list[Verification]
    withdrawn: list[Verification]
    parents: list[Link]
    affiliates: list[Link]
    affiliate_count: int
    themes: list[ThemeLink]
    figures: dict[str, int]
    description: Description
    names: list[ActorText] = field(default_factory=list)
    sectors: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)


def page_data(handle: str, *, reader: Reader, language: str, read: Read = "", chosen: str = "") -> PageData:
    """Return what the page of an organisation shows, in six queries; its own texts in what the reader reads, the rest in `language`.

    `chosen` is the version of its description that the address asks for: `original`, a language tag, or empty.

    :raises Http404: if there is none of that handle, or it is suspended or closed
    """
    organisation = _organisation(handle, reader)
    details = _details(organisation.pk, language)
    actor = organisation.actor
    texts = descriptions.texts_of(organisation.pk)
    description = descriptions.describe(actor, texts, read or language, chosen=chosen)
    verifications = _verifications(organisation.pk)
    affiliates = _affiliates(organisation.pk, language)
    return PageData(
        organisation=organisation,
        actor=actor,
        followers=organisation.follower_count,
        follows=organisation.is_followed,
        claimed_by_reader=organisation.is_claimed,
        asked_by_reader=organisation.is_asked,
        # Only its owners hear that somebody asks.
        asking=organisation.asking_count if reader.has_role(organisation.pk, Role.OWNER) else 0,
        verifications=[row for row in verifications if row.withdrawn_at is None],
        withdrawn=[row for row in verifications if row.withdrawn_at is not None],
        parents=_parents(organisation.pk, language),
        affiliates=affiliates,
        affiliate_count=organisation.affiliate_count,
        themes=[ThemeLink(row[2], row[1]) for row in details["theme"]],
        figures={row[0]: int(row[1]) for row in details["figure"]},
        description=description,
        names=[row for row in texts if row.name not in (actor.name, actor.shown_name)],
        sectors=[sectors.title(row[0], language) for row in details["sector"]],
        languages=[row[0] for row in details["language"]],
        sources=[Source(row[0], date.fromisoformat(row[1])) for row in details["source"]],
    )


def _organisation(handle: str, reader: Reader) -> Any:
    found = prepared.rows(_with_counts, reader.speaks_anywhere, handle=handle, reader=reader.actor_id or 0)
    if not found:
        raise Http404
    return found[0]


def _with_counts(speaks: bool, *, handle: str, reader: int) -> Any:
    # Nobody has the key 0, which stands for readers who are not signed in.
    mine = Follow.objects.filter(follower_id=reader, target_id=OuterRef("pk"))
    claims = Claim.objects.filter(organisation_id=OuterRef("pk"), person_id=reader, state=Claim.State.OPEN)
    asked = JoinRequest.objects.filter(organisation_id=OuterRef("pk"), state=JoinRequest.State.OPEN)
    asking = asked.filter(person__actor__state=Actor.State.ACTIVE).order_by().values("organisation_id").annotate(total=Count("pk"))
    followers = Follow.objects.filter(target_id=OuterRef("pk")).order_by().values("target_id").annotate(total=Count("pk")).values("total")
    affiliates = _current(OuterRef("pk")).order_by().values("parent_id").annotate(total=Count("member_id", distinct=True)).values("total")
    rows = Organisation.objects.listed().annotate(
        is_followed=Exists(mine),
        is_claimed=Exists(claims),
        is_asked=Exists(asked.filter(person_id=reader)),
        asking_count=Coalesce(Subquery(asking.values("total")), 0) if speaks else Value(0),
        follower_count=Coalesce(Subquery(followers), 0),
        affiliate_count=Coalesce(Subquery(affiliates), 0),
    )
    # In lower case, as the index of handles has them.
    found = rows.alias(lower_handle=Lower("actor__handle"), lower_domain=Lower("actor__domain"))
    return found.filter(lower_handle=handle, lower_domain="").select_related("actor", "actor__picture", "place")


def _details(number: int, language: str) -> dict[str, list[tuple[str, str, str]]]:
    """Return sectors, languages, sources, themes and figures as three texts each, in one query of five parts."""
    found: dict[str, list[tuple[str, str, str]]] = {what: [] for what in ("sector", "language", "source", "theme", "figure")}
    for what, first, second, third in prepared.rows(_five_parts, language, number=number):
        found[what].append((first, second, third))
    return {what: sorted(rows) for what, rows in found.items()}


def _five_parts(language: str, *, number: int) -> Any:
    nothing = Value("", output_field=CharField())

    def part(rows: Any, what: str, *values: Any) -> Any:
        columns = dict(zip(("a", "b", "c"), [*values, nothing, nothing, nothing], strict=False))
        return rows.order_by().annotate(what=Value(what), **columns).values_list("what", "a", "b", "c")

    return part(OrganisationSector.objects.filter(organisation_id=number), "sector", F("code")).union(
        part(OrganisationLanguage.objects.filter(organisation_id=number), "language", F("language")),
        part(ImportedRow.objects.filter(organisation_id=number), "source", F("source"), Cast("source_date", CharField())),
        part(
            Actor.objects.active().filter(theme__organisations=number).with_text(language), "theme",
            LPad(Cast("theme__position", CharField()), 8, Value("0")), F("handle"), Coalesce(F("text__name"), F("name")),
        ),
        part(Figure.objects.filter(actor_id=number, count__gt=0), "figure", F("kind"), Cast("count", CharField())),
    )  # fmt: skip


def _verifications(number: int) -> Sequence[Verification]:
    return prepared.rows(_given, number=number)


def _given(*, number: int) -> Any:
    shown = [f"{by}__{name}" for by in ("by_organisation__actor", "by_moderator") for name in _NAMED]
    rows = Verification.objects.filter(organisation_id=number).select_related("by_organisation__actor", "by_moderator").order_by("at")
    return rows.only("by_organisation", "by_moderator", "how", "at", "withdrawn_at", "withdrawn_reason", *shown)


def _current(parent: Any) -> Any:
    listed = Organisation.objects.listed()
    return Affiliation.objects.filter(parent_id=parent, until="", member__in=listed.values("pk"))


def _named(rows: Any, side: str, language: str) -> Any:
    text = FilteredRelation(f"{side}__actor__texts", condition=Q(**{f"{side}__actor__texts__language": language}))
    shown = ("since", "until", f"{side}__verified", *(f"{side}__actor__{name}" for name in _NAMED))
    return rows.annotate(other=text).annotate(other_name=F("other__name")).select_related(f"{side}__actor").only(*shown)


def _links(rows: Sequence[Any], side: str) -> list[Link]:
    return [Link(getattr(row, side), row.other_name or getattr(row, side).actor.name, row.since, row.until) for row in rows]


def _parents(number: int, language: str) -> list[Link]:
    return _links(prepared.rows(_parent_rows, language, number=number), "parent")


def _parent_rows(language: str, *, number: int) -> Any:
    rows = Affiliation.objects.filter(member_id=number, parent__in=Organisation.objects.listed().values("pk"))
    return _named(rows.order_by("until", "parent__sort_key", "since"), "parent", language)


def _affiliates(number: int, language: str) -> list[Link]:
    return _links(prepared.rows(_member_rows, language, number=number), "member")


def _member_rows(language: str, *, number: int) -> Any:
    return _named(_current(number).order_by("member__sort_key", "since"), "member", language)[:MOST_AFFILIATES]


def editable(handle: str) -> Organisation:
    """Return an organisation as its editing pages need it, for those whom the policy let in."""
    rows = Organisation.objects.listed().select_related("actor", "actor__picture").prefetch_related("sectors", "languages", "themes__actor")
    found: Organisation = get_object_or_404(rows, actor__handle=handle, actor__domain="")
    return found


def names_of(organisation: Organisation) -> list[ActorText]:
    """Return its names in other languages."""
    return list(ActorText.objects.filter(actor_id=organisation.pk).order_by("language"))


def parents_of(organisation: Organisation) -> list[Affiliation]:
    """Return what it belongs or belonged to."""
    rows = Affiliation.objects.filter(member=organisation).select_related("parent__actor")
    return list(rows.order_by("until", "parent__sort_key", "since"))


def affiliates_of(organisation: Organisation, *, language: str) -> list[Link]:
    """Return the first of those that belong to it now."""
    return _affiliates(organisation.pk, language)
