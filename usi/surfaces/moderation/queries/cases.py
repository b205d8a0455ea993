"""One case: what it is about, who reported it, what was decided and what can be decided now."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Q

from usi.base import crypto
from usi.base.access import Reader
from usi.spine.actors.models import Actor
from usi.spine.publications.models import Publication, Translation
from usi.surfaces.moderation import verbs
from usi.surfaces.moderation.models import Appeal, Decision, Report
from usi.surfaces.moderation.queries import subjects
from usi.surfaces.moderation.queries.subjects import Subject

CONTACT = "moderation_report.contact"
MOST = 50


@dataclass(frozen=True)
class Case:
    """All that a moderator needs to decide, on one page."""

    what: str
    subject: Subject
    title: str
    standing: str
    author: Actor
    address: str
    author_address: str
    seen: str
    involved: bool
    verbs: tuple[verbs.Verb, ...] = ()
    reports: list[tuple[Report, str]] = field(default_factory=list)
    more_reports: int = 0
    decisions: list[Decision] = field(default_factory=list)
    reversible: Decision | None = None
    appeal: Appeal | None = None
    own_decision: bool = False
    alone: bool = False
    translations: list[Translation] = field(default_factory=list)
    elsewhere: list[Decision] = field(default_factory=list)

    @property
    def standing_label(self) -> str:
        """How it stands, in words."""
        return str(verbs.STANDINGS[self.standing])


def seen(found: Subject) -> str:
    """Return what stands for how a subject looks now: its version and the latest decision about it."""
    latest = Decision.objects.about(found).order_by("-pk").values_list("pk", flat=True).first()
    version = found.version if isinstance(found, Publication) else 0
    return f"{version}.{latest or 0}"


def reversible(found: Subject) -> Decision | None:
    """Return the decision that can be taken back: the latest that is more than a note, as long as things stand as it left them."""
    latest = Decision.objects.about(found).exclude(verb=verbs.Verb.REFER).order_by("-pk").first()
    return latest if latest is not None and latest.after == subjects.standing(found) else None


def open_reports(found: Subject) -> bool:
    """Whether reports about a subject wait."""
    return Report.objects.about(found).filter(state=Report.State.OPEN).exists()


def decisions_about(found: Subject) -> list[Decision]:
    """Return all decisions about a subject, newest first."""
    rows = Decision.objects.about(found).select_related("by", "reverses", "appeal", "appeal__by", "appeal__answered_by")
    return list(rows.order_by("-pk")[:MOST])


def told_about(found: Subject) -> list[Decision]:
    """Return the decisions that an author was told of, newest first."""
    return [row for row in decisions_about(found) if row.told]


def case(found: Subject, *, reader: Reader) -> Case:
    """Return a subject with its reports and decisions."""
    author = subjects.author_of(found)
    reports = list(Report.objects.about(found).filter(state=Report.State.OPEN).select_related("reporter").order_by("pk")[:MOST])
    total = Report.objects.about(found).filter(state=Report.State.OPEN).count() if len(reports) == MOST else len(reports)
    decisions = decisions_about(found)
    waiting = next((row.appeal for row in decisions if row.appeal_state == Decision.Appeal.OPEN), None)
    mine = subjects.involved(reader.actor_id or 0, found)
    own = waiting is not None and waiting.decision.by_id == reader.actor_id
    return Case(
        what=subjects.what_is(found),
        subject=found,
        title=subjects.title_of(found),
        standing=subjects.standing(found),
        author=author,
        address=subjects.address(found),
        author_address=subjects.address(author),
        seen=seen(found),
        involved=mine,
        verbs=() if mine else verbs.offered(subjects.standing(found), reported=bool(reports)),
        reports=[(row, contact_of(row)) for row in reports],
        more_reports=total - len(reports),
        decisions=decisions,
        reversible=None if mine else reversible(found),
        appeal=waiting,
        own_decision=own,
        alone=own and not subjects.other_moderator(than=reader.actor_id, found=found),
        translations=list(Translation.objects.filter(publication=found).order_by("language")) if isinstance(found, Publication) else [],
        elsewhere=_elsewhere(found, author),
    )


def _elsewhere(found: Subject, author: Actor) -> list[Decision]:
    """Return earlier decisions about the same author's page and other publications."""
    rows = Decision.objects.filter(Q(actor=author) | Q(publication__author=author)).exclude(verb=verbs.Verb.REFER)
    rows = rows.exclude(publication=found) if isinstance(found, Publication) else rows.exclude(actor=found)
    return list(rows.select_related("publication", "actor").order_by("-pk")[:10])


def contact_of(report: Report) -> str:
    """Return the address a report may be answered at, empty where none was given."""
    return crypto.decrypt(bytes(report.contact), context=CONTACT) if report.contact else ""
