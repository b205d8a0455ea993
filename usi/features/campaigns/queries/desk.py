"""What the organisers of a campaign look at: what waits for them, when people signed, and where the campaign is weak."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from babel.dates import format_skeleton
from babel.languages import get_official_languages, get_territory_language_info
from django.conf import settings
from django.db.models import Count, IntegerField, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from usi.base import languages, moments, time
from usi.features.campaigns.models import Campaign, Dimension, SupportMessage, Suspicion, Target, TargetLetter, Update
from usi.features.campaigns.queries.counts import Row, Sums, breakdown, ordered
from usi.features.campaigns.queries.stages import Stage, stage
from usi.spine.publications.models import Publication, State, Translation
from usi.spine.taxonomy import countries

DAYS_SHOWN = 31
# A language is missed where it is official and so many of the country's people (percent) use it.
_MANY = 20
_QUIET_DAYS = 3


@dataclass(frozen=True)
class Waiting:
    """Something that waits for the organisers: `url_name` leads to it, `kind` picks the words in the template."""

    kind: str
    url_name: str
    count: int
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Weak:
    """A plain word on where a campaign is weak; `kind` picks the words in the template."""

    kind: str
    count: int = 0
    of: int = 0
    names: tuple[str, ...] = ()
    on: date | None = None


@dataclass(frozen=True)
class DeskNumbers:
    """When and where from people signed. `days` and `hours` are newest first; the days stand without gaps."""

    days: list[Row]
    earlier: list[Row]
    hours: list[Row]
    day: str
    countries: list[Row]
    languages: list[Row]
    via: list[Row]

    @property
    def most(self) -> dict[str, int]:
        """The longest bar of each table."""
        names = ("days", "hours", "countries", "languages", "via")
        found = {name: max((row.confirmed for row in getattr(self, name)), default=0) + 1 for name in names}
        return found | {"days": max(found["days"], max((row.confirmed for row in self.earlier), default=0) + 1)}

    @property
    def day_name(self) -> str:
        """The day whose hours are shown, as the reader's language writes it."""
        return next((row.name for row in [*self.days, *self.earlier] if row.code == self.day), "")

    @property
    def confirmed(self) -> int:
        """All that count."""
        return sum(row.confirmed for row in self.countries)

    @property
    def waiting(self) -> int:
        """All that have not confirmed."""
        return sum(row.waiting for row in self.countries)

    @property
    def last_day(self) -> str:
        """The last day on which somebody signed, as 2026-11-25; empty where nobody has."""
        return next((row.code for row in [*self.days, *self.earlier] if row.confirmed), "")


def _per_campaign(rows: QuerySet[Any], column: str = "campaign_id") -> Any:
    counted = rows.filter(**{column: OuterRef("pk")}).order_by().values(column).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


# What can be counted in the same statement for many campaigns: name, page, rows, and their column with the campaign.
_COUNTED: tuple[tuple[str, str, Callable[[], QuerySet[Model]], str], ...] = (
    ("review", "updates", lambda: Update.objects.filter(publication__state=State.IN_REVIEW), "campaign_id"),
    ("messages", "messages", lambda: SupportMessage.objects.filter(state=SupportMessage.State.WAITING), "campaign_id"),
    ("bouncing", "letters", lambda: Target.objects.filter(bounces__gt=0), "campaign_id"),
    ("print", "letters", lambda: TargetLetter.objects.filter(state=TargetLetter.State.PRINTED), "target__campaign_id"),
    ("suspicions", "integrity", lambda: Suspicion.objects.filter(state=Suspicion.State.OPEN), "campaign_id"),
)


def _counted(campaigns: QuerySet[Publication]) -> QuerySet[Publication]:
    return campaigns.annotate(**{f"waits_{name}": _per_campaign(rows(), column) for name, _page, rows, column in _COUNTED})


def _waits(campaign: Any, facts: Campaign) -> list[Waiting]:
    """Return what waits in a campaign that `_counted` gave, without a query."""
    found = [Waiting(name, page, getattr(campaign, f"waits_{name}")) for name, page, _rows, _column in _COUNTED]
    found += _stage_waits(campaign, facts)
    return [row for row in found if row.count]


def _stage_waits(campaign: Publication, facts: Campaign) -> list[Waiting]:
    found = stage(campaign, facts)
    if found == Stage.WAITING:
        return [Waiting("endorsements", "page", max(settings.ENDORSEMENTS_NEEDED - facts.endorsed, 0))]
    if found == Stage.DUE:
        return [Waiting("outcome", "outcome", 1)]
    if found == Stage.CLOSING and facts.last_day is not None:
        return [Waiting("closing", "extend", (facts.last_day - moments.day_of(time.now(), facts.zone)).days + 1)]
    return []


def waits(number: int) -> list[Waiting]:
    """Return what waits for the organisers of a campaign, what is due for others first; two queries."""
    campaign: Any = _counted(Publication.objects.filter(pk=number)).select_related("campaign").get()
    facts: Campaign = campaign.campaign
    there = {campaign.language, *Translation.objects.filter(publication_id=number).values_list("language", flat=True)}
    lacking = tuple(tag for tag in facts.languages if tag not in there)
    missing = [Waiting("languages", "edit", len(lacking), lacking)] if lacking else []
    return _waits(campaign, facts) + missing


def desks_of(organisations: Collection[int]) -> list[tuple[Publication, int]]:
    """Return the campaigns of these organisations in which something waits, with how many things, in one query."""
    rows = Publication.objects.filter(kind="campaign", author_id__in=organisations).exclude(state__in=(State.DRAFT, State.WITHDRAWN))
    found = _counted(rows).select_related("author", "campaign").defer("body", "summary").order_by("-position")[:200]
    sums = ((row, sum(1 if wait.kind == "closing" else wait.count for wait in _waits(row, row.campaign))) for row in found)
    return [(row, count) for row, count in sums if count][:30]


def numbers_by(number: int, *, language: str, day: str = "") -> DeskNumbers:
    """Return a campaign's signatures by day (UTC), hour of one day (the last one with signatures if none is given), country, language and
    share code, all as of one moment, in one query.
    """  # noqa: D205
    found = breakdown(number, Dimension.HOUR, Dimension.COUNTRY, Dimension.LANGUAGE, Dimension.VIA)
    days = _days(found["hour"], language)
    chosen = day if day in {row.code for row in days} else next((row.code for row in days if row.confirmed), "")
    hours = {key: sums for key, sums in found["hour"].items() if chosen and key.startswith(chosen)}
    return DeskNumbers(
        days[:DAYS_SHOWN], days[DAYS_SHOWN:], [Row(key, f"{key[-2:]}:00", *hours[key]) for key in sorted(hours)], chosen,
        ordered(found["country"], lambda code: countries.name(code, language) if code else _("country not given")),
        ordered(found["language"], lambda tag: languages.name(tag, language) if tag else _("language not known")),
        ordered(found["via"], lambda code: code or _("without a code")),
    )  # fmt: skip


def _days(hours: dict[str, Sums], language: str) -> list[Row]:
    sums: dict[date, Sums] = {}
    for key, (confirmed, waiting, aside) in hours.items():
        on = datetime.strptime(key[:10], "%Y-%m-%d").replace(tzinfo=UTC).date()
        kept = sums.get(on, (0, 0, 0))
        sums[on] = (kept[0] + confirmed, kept[1] + waiting, kept[2] + aside)
    if not sums:
        return []
    first, last = min(sums), max(sums)
    span = [last - timedelta(days=back) for back in range((last - first).days + 1)]
    return [Row(on.isoformat(), format_skeleton("MMMd", on, locale=languages.locale(language)), *sums.get(on, (0, 0, 0))) for on in span]


def weaknesses(
    campaign: Publication, facts: Campaign, numbers: DeskNumbers, *, written_in: Iterable[str], language: str
) -> list[Weak]:
    """Return where a campaign is weak: the people concerned, their languages, confirmations, days without a name."""
    found = []
    total = numbers.confirmed
    own = next((row.confirmed for row in numbers.countries if row.code == campaign.country), 0)
    if campaign.country and total >= 100 and own < 0.02 * total:
        found.append(Weak("concerned", own, total))
    lacking = missing_languages(campaign.country, written_in)
    if lacking:
        found.append(Weak("languages", names=tuple(languages.name(tag, language) for tag in lacking)))
    if numbers.waiting > total and numbers.waiting >= 20:
        found.append(Weak("waiting", numbers.waiting, total))
    if numbers.last_day and campaign.state == State.PUBLISHED and not facts.closed:
        last = date.fromisoformat(numbers.last_day)
        if time.now().date() - last > timedelta(days=_QUIET_DAYS):
            found.append(Weak("quiet", on=last))
    return found


def missing_languages(country: str, written_in: Iterable[str]) -> list[str]:
    """Return the official languages of a country that many of its people use and a page is not written in, most used first (CLDR)."""
    if not country:
        return []
    there = {tag.split("-")[0] for tag in written_in}
    info: Any = get_territory_language_info(country) or {}
    shares = {tag: float((info.get(tag) or {}).get("population_percent") or 0) for tag in get_official_languages(country, de_facto=True)}
    lacking = [tag for tag in shares if shares[tag] >= _MANY and tag.split("_")[0] not in there]
    tags = (tag.replace("_", "-") for tag in sorted(lacking, key=lambda tag: -shares[tag]))
    return [tag for tag in tags if languages.is_language(tag)]
