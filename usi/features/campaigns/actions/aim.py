"""Sets whom a campaign addresses, what it demands, until when, and what happens at which number of names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from usi.base import languages as tags
from usi.base import text, time
from usi.features.campaigns import hours, queries
from usi.features.campaigns.actions import thresholds
from usi.features.campaigns.actions.edit import NoteNeeded, locked
from usi.features.campaigns.models import Ask, Campaign, latest_closing
from usi.spine.actors.models import Actor
from usi.spine.journal import actions as journal
from usi.spine.publications import actions as publications
from usi.spine.publications.models import Publication

MOST_DEMANDS = 12
LONGEST_DEMAND = 400
LONGEST_TARGET = 300
LONGEST_WORKPLACE = 200
LONGEST_OUTCOME = 5000
SIGNED = {"target", "demands"}


class Stale(Exception):
    """Somebody else has changed the demands since the version that was being edited; `current` is how they stand now."""

    def __init__(self, current: Campaign) -> None:
        """Keep the current facts, so that both can be shown."""
        super().__init__(current.pk)
        self.current = current


class AimIsFixed(Exception):
    """People have signed or endorsed these words, so target and demands stay as they are."""


class NotSo(Exception):
    """The closing cannot be moved there, or not like this."""


@transaction.atomic
def set_aim(campaign: Publication, *, by: Actor, version: int, note: str = "", **facts: Any) -> Campaign:
    """Set facts: `target`, `demands`, `closes_at`, `zone`, `goal`, `workplace`, `asks`, `thresholds` (rows), `languages`.

    What is not named stays. Thresholds that are reached stay as they are.

    :raises Stale: if somebody else set them meanwhile; nothing is changed
    :raises AimIsFixed: if somebody has signed or endorsed and target or demands would change
    :raises NoteNeeded: if it is out, target or demands would change and no note says what was corrected
    :raises NotSo: if it is out and its closing or zone would change (that is an extension, with a reason), or if it is closed
    :raises ValueError: for too many or too long demands, a goal below one, or no time zone
    """
    publication, current = locked(campaign)
    if current.version != version:
        raise Stale(current)
    wanted = {name: _CLEAN[name](value) for name, value in facts.items()}
    if "thresholds" in wanted:
        wanted["thresholds"] = thresholds.merged(current.thresholds, wanted["thresholds"])
    changed = sorted(name for name, value in wanted.items() if getattr(current, name) != value)
    if not changed:
        return current
    if SIGNED & set(changed):
        _change_what_is_signed(publication, current, by=by, note=note)
    out = publication.published_at is not None
    if out and ({"closes_at", "zone"} & set(changed) or current.closed):
        raise NotSo
    pieces = _pieces_changed(current, {name: wanted[name] for name in changed})
    for name in changed:
        setattr(current, name, wanted[name])
    current.version += 1
    current.save(update_fields=[*changed, "version"])
    publications.pieces_changed(publication, pieces)
    closing = current.closes_at
    moved = {"closes_at": closing.isoformat() if closing else ""} if "closes_at" in changed else {}
    data = {"fields": changed, "version": current.version, "goal": current.goal, **moved}
    journal.record("campaign.aim_set", campaign, by=by.pk, data=data)
    if "thresholds" in changed and out:
        thresholds.reach([publication.pk])
        current.refresh_from_db(fields=["thresholds"])
    return current


def _pieces_changed(before: Campaign, changed: dict[str, Any]) -> list[str]:
    """Return the keys of what says something else from now on."""
    keys = ["target"] if "target" in changed and before.target else []
    if "demands" in changed:
        keys += [f"demands.{place}" for place, demand in enumerate(before.demands) if changed["demands"][place : place + 1] != [demand]]
    if "thresholds" in changed:
        said = {row["count"]: row["words"] for row in changed["thresholds"]}
        keys += [f"thresholds.{row['count']}" for row in before.thresholds if said.get(row["count"]) != row["words"]]
    return keys


def _change_what_is_signed(publication: Publication, current: Campaign, *, by: Actor, note: str) -> None:
    if queries.aim_is_fixed(publication, current):
        raise AimIsFixed
    if publication.published_at is not None:
        if not text.line(note):
            raise NoteNeeded
        publications.edit(publication, by=by, version=publication.version, note=note)


@transaction.atomic
def extend(campaign: Publication, *, by: Actor, version: int, closes_at: datetime, reason: str) -> Campaign:
    """Move the closing of a campaign that is out, with a reason that readers see with both moments.

    It closes at most three months from today. `version` is the one the officer saw.

    :raises Stale: if somebody else changed the facts meanwhile; nothing is changed
    :raises NotSo: if it is not out or closed, or the moment is past or too far away
    :raises ValueError: if there is no reason
    """
    publication, current = locked(campaign)
    reason, now = text.prose(reason), time.now()
    if current.version != version:
        raise Stale(current)
    if not reason:
        raise ValueError("reason")
    before = current.closes_at
    if publication.state != "published" or before is None or current.closed:
        raise NotSo
    if not now < closes_at <= latest_closing(now, current.zone):
        raise NotSo
    if closes_at == before:
        return current
    row = {
        "from": before.isoformat(), "to": closes_at.isoformat(), "reason": reason, "language": publication.language,
        "at": now.isoformat(timespec="seconds"),
    }  # fmt: skip
    current.closes_at, current.extensions, current.version = closes_at, [*current.extensions, row], current.version + 1
    current.save(update_fields=["closes_at", "extensions", "version"])
    journal.record("campaign.extended", campaign, by=by.pk, data={name: row[name] for name in ("from", "to", "reason")})
    return current


def _demands(rows: Sequence[str]) -> list[str]:
    cleaned = [line for line in (text.line(row) for row in rows) if line]
    if len(cleaned) > MOST_DEMANDS or any(len(row) > LONGEST_DEMAND for row in cleaned):
        raise ValueError("demands")
    return cleaned


def _line(longest: int) -> Any:
    def clean(value: str) -> str:
        cleaned = text.line(value)
        if len(cleaned) > longest:
            raise ValueError("too long")
        return cleaned

    return clean


def _goal(value: int) -> int:
    if value < 1:
        raise ValueError("goal")
    return value


def _asks(chosen: Sequence[str]) -> list[str]:
    """Signing is always asked for."""
    if set(chosen) - set(Ask.values):
        raise ValueError("asks")
    return [ask for ask in Ask.values if ask == Ask.SIGN or ask in chosen]


def _languages(chosen: Sequence[str]) -> list[str]:
    if not all(tags.is_language(tag) for tag in chosen):
        raise ValueError("languages")
    return sorted(set(chosen))


def _moment(value: datetime | None) -> datetime | None:
    return value


def _zone(name: str) -> str:
    if not hours.is_zone(name):
        raise ValueError("zone")
    return name


_CLEAN: dict[str, Any] = {
    "target": _line(LONGEST_TARGET), "demands": _demands, "closes_at": _moment, "zone": _zone, "goal": _goal,
    "workplace": _line(LONGEST_WORKPLACE), "asks": _asks, "thresholds": thresholds.cleaned, "languages": _languages,
}  # fmt: skip
