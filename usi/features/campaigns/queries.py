"""Reads of campaigns. Totals are always summed over the countries, in the one query that reads them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q, Sum, Value
from django.shortcuts import get_object_or_404

from usi.base import prepared, time
from usi.base.access import ANONYMOUS, SPEAKING_ROLES, Reader
from usi.features.campaigns import sealing
from usi.features.campaigns.models import Campaign, Signature, SignatureCount
from usi.spine.organisations.models import Organisation
from usi.spine.publications import policies
from usi.spine.publications.models import Publication, Reason, Revision, State, Translation
from usi.spine.taxonomy import countries

NAMES_SHOWN = 50
COUNTRIES_FIRST = 10


@dataclass(frozen=True)
class CardFacts:
    """What a card says of a campaign."""

    count: int
    waiting: int
    goal: int
    closes_on: date | None
    closed: bool


@dataclass(frozen=True)
class CountryCount:
    """How many signatures come from a country."""

    code: str
    name: str
    confirmed: int
    waiting: int

    @property
    def bar(self) -> int:
        """How long its bar is, against `Tally.full_bar`."""
        return 100 * self.confirmed


@dataclass(frozen=True)
class Tally:
    """The counts of a campaign: most signatures first, and the sums over exactly these rows."""

    countries: list[CountryCount] = field(default_factory=list)

    @property
    def confirmed(self) -> int:
        """How many are confirmed."""
        return sum(row.confirmed for row in self.countries)

    @property
    def waiting(self) -> int:
        """How many have not confirmed yet."""
        return sum(row.waiting for row in self.countries)

    @property
    def signed(self) -> list[CountryCount]:
        """The countries with confirmed signatures."""
        return [row for row in self.countries if row.confirmed]

    @property
    def first(self) -> list[CountryCount]:
        """The countries that a page shows at once."""
        return self.signed[:COUNTRIES_FIRST]

    @property
    def rest(self) -> list[CountryCount]:
        """The countries that a page shows when asked."""
        return self.signed[COUNTRIES_FIRST:]

    @property
    def rest_confirmed(self) -> int:
        """How many signatures come from the rest."""
        return sum(row.confirmed for row in self.rest)

    @property
    def full_bar(self) -> int:
        """A little more than the longest bar: a full one means that a goal is reached."""
        return max((row.bar for row in self.countries), default=0) + 1


@dataclass(frozen=True)
class Aim:
    """Whom a campaign addresses and what it demands, with the language it is said in."""

    target: str
    demands: list[str]
    language: str


def card_facts(publications: Iterable[Publication]) -> dict[int, CardFacts]:
    """Return what cards show, in one query."""
    rows = prepared.rows(_counted, numbers=prepared.padded([row.pk for row in publications]))
    return {row.pk: CardFacts(row.confirmed, row.waiting, row.goal, row.closes_on, row.closed) for row in rows}


def _counted(*, numbers: list[int]) -> Any:
    sums = {state: Sum(f"publication__signature_counts__{state}", default=0) for state in ("confirmed", "waiting")}
    return Campaign.objects.filter(pk__in=numbers).annotate(**sums)


def tally(number: int, *, language: str) -> Tally:
    """Return the counts of a campaign by country, named in a language."""
    rows = SignatureCount.objects.filter(campaign_id=number).filter(Q(confirmed__gt=0) | Q(waiting__gt=0))
    ordered = sorted(rows, key=lambda row: (-row.confirmed, -row.waiting, row.country))
    return Tally([CountryCount(row.country, countries.name(row.country, language), row.confirmed, row.waiting) for row in ordered])


def drift(number: int | None = None) -> dict[tuple[int, str], tuple[int, int]]:
    """Return by campaign and country how much the kept counts lack (confirmed, waiting); empty when they are right.

    One statement reads signatures and counts, so that what commits meanwhile is in both or in neither.
    """
    signatures = Signature.objects.exclude(state=Signature.State.WITHDRAWN)
    counts = SignatureCount.objects.all()
    if number is not None:
        signatures, counts = signatures.filter(campaign_id=number), counts.filter(campaign_id=number)
    real = signatures.order_by().values("campaign_id", "country").annotate(
        a=Count("pk", filter=Q(state=Signature.State.CONFIRMED)), b=Count("pk", filter=Q(state=Signature.State.WAITING)), real=Value(1)
    )
    kept = counts.order_by().values_list("campaign_id", "country", "confirmed", "waiting", Value(-1))
    lacking: dict[tuple[int, str], tuple[int, int]] = {}
    for campaign, country, confirmed, waiting, sign in real.values_list("campaign_id", "country", "a", "b", "real").union(kept, all=True):
        before = lacking.get((campaign, country), (0, 0))
        lacking[campaign, country] = (before[0] + sign * confirmed, before[1] + sign * waiting)
    return {key: change for key, change in lacking.items() if change != (0, 0)}


def counts_are_right(number: int | None = None) -> bool:
    """Whether the kept counts of one campaign, or of all, equal what a count of the signatures gives."""
    return not drift(number)


def draft(number: int) -> Publication:
    """Return a campaign in whatever state, for those whom the policy let in."""
    found: Publication = get_object_or_404(
        Publication.objects.select_related("author", "cover", "typed_by", "campaign"), pk=number, kind="campaign"
    )
    return found


def facts(number: int) -> Campaign:
    """Return a campaign's facts."""
    return get_object_or_404(Campaign, pk=number)


def signable(number: int) -> Publication | None:
    """Return a campaign that can be signed now: out for everyone, and not past its last day."""
    rows = Publication.objects.visible_to(ANONYMOUS).filter(pk=number, kind="campaign", campaign__closes_on__gte=time.now().date())
    found: Publication | None = rows.select_related("author", "campaign").first()
    return found


def by_token(secret: str) -> Signature | None:
    """Return the signature that a mailed link stands for."""
    rows = Signature.objects.filter(token_key=sealing.token_key(secret))
    return rows.select_related("campaign__author", "campaign__campaign").first()


def mark_of(signature: Signature) -> str:
    """Return the mark of what a confirmation page shows."""
    return sealing.seen(signature.pk, name=signature.name, country=signature.country, show_name=signature.show_name)


def names(number: int) -> list[Signature]:
    """Return the newest confirmed signatures whose people want their name shown."""
    rows = Signature.objects.filter(campaign_id=number, state=Signature.State.CONFIRMED, show_name=True)
    return list(rows.only("pk", "name", "country").order_by("-confirmed_at")[:NAMES_SHOWN])


def aim(campaign: Campaign, *, language: str, original: str) -> Aim:
    """Return target and demands in a language, or as they were written."""
    text = campaign.translations.get(language) or {}
    if language != original and text.get("target") and len(text.get("demands", ())) == len(campaign.demands):
        return Aim(text["target"], text["demands"], language)
    return Aim(campaign.target, campaign.demands, original)


def text_in(publication: Publication, language: str) -> Publication | Translation:
    """Return a campaign's text in a language where there is one, else its own."""
    return translation(publication, language) or publication


def translation(publication: Publication, language: str) -> Translation | None:
    """Return its text in a language, with who made it."""
    return Translation.objects.filter(publication=publication, language=language).select_related("translated_by", "checked_by").first()


def other_languages(publication: Publication) -> list[str]:
    """Return the languages it has a text in beside its own."""
    return list(Translation.objects.filter(publication=publication).order_by("language").values_list("language", flat=True))


def corrections(publication: Publication) -> list[Revision]:
    """Return what was corrected since it came out, newest first."""
    if publication.published_at is None:
        return []
    return list(Revision.objects.filter(publication=publication, at__gte=publication.published_at).exclude(note=""))


def organisations_for(reader: Reader) -> list[Organisation]:
    """Return the verified organisations for which a reader may speak, the one acted as first."""
    numbers = [number for number, role in reader.roles.items() if role in SPEAKING_ROLES]
    found = Organisation.objects.listed().verified().filter(pk__in=numbers).select_related("actor").order_by("actor__name")
    return sorted(found, key=lambda row: row.pk != reader.acting_as)


def organisation_of(publication: Publication) -> Organisation | None:
    """Return the organisation in whose name it stands."""
    found: Organisation | None = Organisation.objects.filter(pk=publication.author_id).first()
    return found


def subject_handles(publication: Publication) -> tuple[list[str], list[str]]:
    """Return the handles of its themes and the codes of its countries."""
    pairs = list(publication.placements.filter(reason=Reason.SUBJECT).values_list("actor__type", "actor__handle"))
    return [handle for type_, handle in pairs if type_ == "theme"], [handle.upper() for type_, handle in pairs if type_ == "country"]


def moves_for(reader: Reader, publication: Publication) -> list[str]:
    """Return the states a reader may bring a campaign into from where it stands."""
    allowed = [to for to in (State.DRAFT, State.SCHEDULED, State.PUBLISHED, State.WITHDRAWN) if policies.may_move(reader, publication, to)]
    organisation = organisation_of(publication)
    if organisation is None or not organisation.verified or missing(publication, facts(publication.pk)):
        return [to for to in allowed if to not in (State.PUBLISHED, State.SCHEDULED)]
    return [str(to) for to in allowed]


def missing(publication: Publication, campaign: Campaign, *, on: date | None = None) -> list[str]:
    """Return the names of what a campaign lacks before it can come out on a day (today where none is given)."""
    needs: dict[str, Any] = {
        "summary": publication.summary,
        "target": campaign.target,
        "demands": campaign.demands,
        "closes_on": campaign.closes_on is not None and campaign.closes_on >= (on or time.now().date()),
    }
    return [name for name, value in needs.items() if not value]
