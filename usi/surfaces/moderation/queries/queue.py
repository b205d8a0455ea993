"""The queue: one entry for each thing that waits, with the reasons why it does. Whoever may be in danger comes first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db.models import Case, Count, Exists, IntegerField, Max, Min, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Left
from django.utils.text import Truncator

from usi.base import html, ids, time
from usi.spine.actors.models import Actor
from usi.spine.publications.models import Moderation, Publication, State
from usi.surfaces.moderation import reasons, verbs
from usi.surfaces.moderation.models import Appeal, Decision, Report
from usi.surfaces.moderation.queries import subjects
from usi.surfaces.moderation.queries.subjects import Subject

WHY = ("reported", "held", "appeal", "referred", "waiting")
SIZE = 30
MOST = 500
EXCERPT = 400
Key = tuple[str, int]


@dataclass
class Entry:
    """One thing that waits."""

    what: str
    number: int
    since: int
    why: list[str] = field(default_factory=list)
    urgent: bool = False
    reported: int = 0
    subject: Subject | None = None
    author: Actor | None = None
    address: str = ""
    excerpt: str = ""
    reports: list[Report] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)

    @property
    def since_when(self) -> datetime:
        """When it began to wait; never in the future, even after the clock stepped back."""
        return min(datetime.fromtimestamp(ids.moment(self.since), UTC), time.now())


def queue(*, why: str = "", size: int = SIZE) -> tuple[list[Entry], dict[str, int]]:
    """Return the first entries that wait, and how many wait for each reason; the number of queries does not grow with them."""
    found: dict[Key, Entry] = {}
    for source in (_reported, _held, _appealed, _referred):
        for key, since, reason, urgent, reported in source():
            entry = found.setdefault(key, Entry(what=key[0], number=key[1], since=since))
            entry.since = min(entry.since, since)
            entry.why.append(reason)
            entry.urgent |= urgent
            entry.reported += reported
    counts = {reason: sum(reason in entry.why for entry in found.values()) for reason in WHY}
    # What waits for its author's changes needs no moderator until then, unless something else brings it here.
    wanted = [entry for entry in found.values() if (why in entry.why if why else entry.why != ["waiting"])]
    wanted.sort(key=lambda entry: (not entry.urgent, entry.since))
    return _with_content(wanted[:size]), {"": sum(entry.why != ["waiting"] for entry in found.values())} | counts


Row = tuple[Key, int, str, bool, int]


def _key(publication_id: int | None, actor_id: int | None) -> Key:
    return ("publication", publication_id) if publication_id else ("actor", actor_id or 0)


def _reported() -> Iterable[Row]:
    urgent = Max(Case(When(reason__in=reasons.URGENT, then=Value(1)), default=Value(0), output_field=IntegerField()))
    rows = Report.objects.filter(state=Report.State.OPEN).values("publication_id", "actor_id").order_by()
    rows = rows.annotate(first=Min("pk"), total=Count("pk"), urgent=urgent).order_by("-urgent", "first")[:MOST]
    for row in rows:
        yield _key(row["publication_id"], row["actor_id"]), row["first"], "reported", bool(row["urgent"]), row["total"]


def _held() -> Iterable[Row]:
    latest = Decision.objects.filter(publication=OuterRef("pk")).exclude(verb=verbs.Verb.REFER).order_by("-pk")
    rows = Publication.objects.filter(moderation=Moderation.HELD).exclude(state=State.WITHDRAWN)
    rows = rows.annotate(last_verb=Subquery(latest.values("verb")[:1]), last_at=Subquery(latest.values("at")[:1]))
    columns = ("pk", "position", "last_verb", "last_at", "changed_at")
    for number, position, verb, at, changed in rows.order_by("position").values_list(*columns)[:MOST]:
        waits = verb == verbs.Verb.CHANGES and changed <= at
        yield ("publication", number), position, "waiting" if waits else "held", False, 0


def _appealed() -> Iterable[Row]:
    rows = Appeal.objects.filter(state=Appeal.State.OPEN).order_by("pk")
    for number, publication_id, actor_id in rows.values_list("pk", "decision__publication_id", "decision__actor_id")[:MOST]:
        yield _key(publication_id, actor_id), number, "appeal", False, 0


def _referred() -> Iterable[Row]:
    later = Decision.objects.filter(pk__gt=OuterRef("pk")).filter(
        Q(publication_id=OuterRef("publication_id")) | Q(actor_id=OuterRef("actor_id"))
    )
    rows = Decision.objects.filter(verb=verbs.Verb.REFER).exclude(Exists(later)).order_by("-pk")
    for number, publication_id, actor_id in rows.values_list("pk", "publication_id", "actor_id")[:MOST]:
        yield _key(publication_id, actor_id), number, "referred", False, 0


def _with_content(entries: list[Entry]) -> list[Entry]:
    """Give entries what they are about, the first reports and the latest decisions: four queries for all of them."""
    numbers = {what: [entry.number for entry in entries if entry.what == what] for what in subjects.WHAT}
    publications = Publication.objects.filter(pk__in=numbers["publication"]).select_related("author").defer("body")
    loaded: dict[Key, Any] = {("publication", row.pk): row for row in publications.annotate(opening=Left("body", 4 * EXCERPT))}
    loaded |= {("actor", row.pk): row for row in Actor.objects.filter(pk__in=numbers["actor"])}
    about = Q(publication_id__in=numbers["publication"]) | Q(actor_id__in=numbers["actor"])
    reports = _by_subject(Report.objects.filter(about, state=Report.State.OPEN).order_by("pk")[:MOST])
    decisions = _by_subject(Decision.objects.filter(about).select_related("by").order_by("-pk")[:MOST])
    for entry in entries:
        key = (entry.what, entry.number)
        entry.subject = loaded[key]
        entry.author = subjects.author_of(loaded[key])
        entry.address = subjects.address(loaded[key])
        entry.excerpt = Truncator(html.plain(getattr(loaded[key], "opening", ""))).chars(EXCERPT)
        entry.reports, entry.decisions = reports.get(key, [])[:3], decisions.get(key, [])[:3]
    return entries


def _by_subject(rows: Iterable[Any]) -> dict[Key, list[Any]]:
    grouped: dict[Key, list[Any]] = {}
    for row in rows:
        grouped.setdefault(_key(row.publication_id, row.actor_id), []).append(row)
    return grouped
