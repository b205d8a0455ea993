"""The invented signatures: names of sixty countries, by day and night, some by a share code, some that an officer has set aside."""

from __future__ import annotations

import functools
import math
import random
import tomllib
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from usi.base import time
from usi.doors.demonstration.loader import content
from usi.features.campaigns import actions, queries
from usi.features.campaigns.actions.load import Row
from usi.features.campaigns.models import Suspicion
from usi.spine.actors.models import Actor
from usi.spine.publications.models import Publication

# How much is signed in each hour of a day in UTC: little at night, most at noon and after work.
DAY = (2, 1, 1, 1, 2, 4, 7, 10, 11, 12, 12, 14, 15, 13, 12, 12, 13, 15, 16, 15, 13, 10, 7, 4)
DOMAINS = 211
SHOWN = 0.4
WAITING_DAYS = 2
IN_ENGLISH = 0.1


def load(made: Publication, row: dict[str, Any]) -> dict[int, datetime]:
    """Sign a campaign as often as its text says; returns when each threshold was passed."""
    rng = random.Random(row["handle"])  # noqa: S311 - invented signatures need no secrecy
    ends = time.now() - timedelta(days=max(-row["days_left"], row.get("outcome", {}).get("written_days_ago", 0), 0))
    times = _times(rng, count=row["signatures"], opened=time.now() - timedelta(days=row["days_open"]), ends=ends)
    waiting = [time.now() - timedelta(days=WAITING_DAYS * rng.random()) for _ in range(row["waiting"])]
    actions.load_signatures(made, _rows(rng, row, times, waiting))
    return {each["count"]: times[each["count"] - 1] for each in row.get("thresholds", ()) if each["count"] <= len(times)}


def look_at(groups: Sequence[tuple[Publication, dict[str, Any], Actor]]) -> None:
    """Add the groups that look as if machines had made them, find them, and set aside those with a reason."""
    for made, group, _by in groups:
        start = time.now().replace(minute=0, second=0, microsecond=0) - timedelta(hours=group["hours_ago"])
        actions.load_signatures(made, _group(group, start))
    actions.look()
    for made, group, by in groups:
        found = next(row for row in queries.suspicions(made.pk) if row.label == group["domain"])
        if "reason" in group:
            actions.decide(found, by=by, to=Suspicion.State.SET_ASIDE, reason=group["reason"])


def _times(rng: random.Random, *, count: int, opened: datetime, ends: datetime) -> list[datetime]:
    """Return when people signed, in order: a rush at the start, waves when others pass it on, nights."""
    hours = max(int((ends - opened).total_seconds() // 3600), 1)
    waves = [(rng.uniform(0.15, 0.95) * hours, rng.uniform(0.2, 0.7)) for _ in range(4)]
    weights = []
    for hour in range(hours):
        rush = math.exp(-hour / 60) + 0.12 + sum(high * math.exp(-abs(hour - at) / 30) for at, high in waves)
        weights.append(rush * DAY[(opened.hour + hour) % 24])
    return sorted(opened + timedelta(hours=hour, seconds=rng.random() * 3600) for hour in rng.choices(range(hours), weights, k=count))


def _rows(rng: random.Random, row: dict[str, Any], times: Sequence[datetime], waiting: Sequence[datetime]) -> Iterator[Row]:
    total = len(times) + len(waiting)
    if not total:
        return
    countries = rng.choices(list(row["countries"]), list(row["countries"].values()), k=total)
    codes = rng.choices(["", *row.get("via", {})], [sum(row.get("via", {}).values()) or 1, *row.get("via", {}).values()], k=total)
    written = {row["language"], *row.get("translations", {})}
    for n, (country, via) in enumerate(zip(countries, codes, strict=True)):
        confirmed = n < len(times)
        yield Row(
            name=_name(rng, country),
            address=f"{row['handle']}.{n}@post{n % DOMAINS}.example",
            country=country,
            show_name=rng.random() < SHOWN,
            confirmed=confirmed,
            language=_language(country, written) if rng.random() > IN_ENGLISH else "en",
            at=times[n] if confirmed else waiting[n - len(times)],
            via=via,
        )


def _group(group: dict[str, Any], start: datetime) -> Iterator[Row]:
    for n in range(group["size"]):
        at = start + timedelta(seconds=18 * n)
        yield Row(name=f"A. {n}", address=f"a{n}@{group['domain']}", country=group.get("country", "GB"), at=at)


@functools.cache
def _people() -> dict[str, Any]:
    return tomllib.loads((content.FOLDER / "names.toml").read_text("utf-8"))


def _name(rng: random.Random, country: str) -> str:
    known = _people()
    tongue = known["speaks"].get(country, "en")
    return f"{rng.choice(known['names'][tongue])} {rng.choice(known['initials'].get(tongue, known['initials']['en']))}."


def _language(country: str, written: set[str]) -> str:
    tongue = _people()["speaks"].get(country, "en")
    tongue = "pt-BR" if tongue == "pt" else tongue
    return tongue if tongue in written else "en"
