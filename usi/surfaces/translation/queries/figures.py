"""How long readers wait, and how much can be read in each language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.core.cache import cache
from django.db.models import Count, F, Q

from usi.base import time
from usi.base.access import ANONYMOUS
from usi.spine.publications.models import Publication, Translation
from usi.surfaces.translation.models import Job

PERIOD = timedelta(days=90)
MOST = 5000
IN_BRIEF = 6
_KEPT, _KEPT_SECONDS = "translation-figures", 300


@dataclass(frozen=True)
class Coverage:
    """Of how many public publications one can read how many in a language, and by whom they come."""

    language: str
    of: int
    originals: int = 0
    checked: int = 0
    unchecked: int = 0
    machine: int = 0
    outdated: int = 0
    waiting: int = 0

    @property
    def readable(self) -> int:
        """Originals and what people translated."""
        return self.originals + self.checked + self.unchecked


@dataclass(frozen=True)
class Span:
    """How long it took from asking to reading, in a language; empty: all."""

    language: str
    count: int
    median: timedelta
    p90: timedelta


def coverage() -> list[Coverage]:
    """Return how much of what everyone may read there is in each language, most first: three queries, whatever there is."""
    public = Publication.objects.visible_to(ANONYMOUS)
    originals = dict(public.order_by().values_list("language").annotate(total=Count("pk")))
    whole = sum(originals.values())
    rows = Translation.objects.filter(publication__in=public.values("pk")).order_by()
    said: dict[str, dict[str, int]] = {}
    old = Count("pk", filter=Q(of_version__lt=F("publication__version")))
    for language, state, total, outdated in rows.values_list("language", "state").annotate(total=Count("pk"), outdated=old):
        kept = said.setdefault(language, {})
        kept[state], kept["outdated"] = total, kept.get("outdated", 0) + outdated
    wanted = Job.objects.free().filter(publication__in=public.values("pk")).order_by()
    waiting = dict(wanted.values_list("language").annotate(total=Count("pk")))
    found = [
        Coverage(language, whole, originals.get(language, 0), waiting=waiting.get(language, 0), **said.get(language, {}))
        for language in {*originals, *said, *waiting}
    ]
    return sorted(found, key=lambda row: (-row.readable, row.language))


def spans() -> list[Span]:
    """Return how long it took until readers had what was asked for, over the last 90 days: all, then by language."""
    # Nobody waits for what is not out yet.
    recent = Job.objects.filter(live_at__gte=time.now() - PERIOD).exclude(publication__isnull=False, publication__published_at__isnull=True)
    by: dict[str, list[timedelta]] = {}
    for language, asked, live in recent.order_by("-live_at").values_list("language", "asked_at", "live_at")[:MOST]:
        by.setdefault(language, []).append(max((live or asked) - asked, timedelta()))
    everything = [span for spans_ in by.values() for span in spans_]
    rows = [_span(language, taken) for language, taken in sorted(by.items(), key=lambda item: -len(item[1]))]
    return [_span("", everything), *rows] if everything else []


@dataclass(frozen=True)
class Brief:
    """The figures in short: how much can be read in a few languages, and how long readers wait; None where nothing was measured."""

    coverage: list[Coverage]
    span: Span | None


def brief(into: Iterable[str] = ()) -> Brief:
    """Return the figures in short, of the languages named, else of those with most to read; counted anew every few minutes."""
    found: tuple[list[Coverage], list[Span]] | None = cache.get(_KEPT)
    if found is None:
        found = coverage(), spans()
        cache.set(_KEPT, found, _KEPT_SECONDS)
    rows, wanted = found[0], set(into)
    shown = [row for row in rows if row.language in wanted] if wanted else rows
    return Brief(shown[:IN_BRIEF], found[1][0] if found[1] else None)


def _span(language: str, taken: list[timedelta]) -> Span:
    """Return median and 90th percentile, by nearest rank."""
    ordered = sorted(taken)
    return Span(language, len(ordered), ordered[(len(ordered) - 1) // 2], ordered[-(-9 * len(ordered) // 10) - 1])
