"""Changes what a campaign says and demands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from usi.base import text
from usi.features.campaigns.models import Campaign
from usi.spine.actors.models import Actor
from usi.spine.journal import actions as journal
from usi.spine.publications import actions as publications
from usi.spine.publications.models import Publication

MOST_DEMANDS = 12
LONGEST_DEMAND = 400


class Stale(Exception):
    """Somebody else has changed the demands since the version that was being edited; `current` is how they stand now."""

    def __init__(self, current: Campaign) -> None:
        """Keep the current facts, so that both can be shown."""
        super().__init__(current.pk)
        self.current = current


class AimIsFixed(Exception):
    """People have signed these words, so target and demands stay as they are."""


@transaction.atomic
def save(campaign: Publication, *, by: Actor, version: int, subjects: Iterable[Actor], note: str = "", **changes: Any) -> Publication:
    """Save a campaign's text, themes and countries.

    :raises publications.Stale: if somebody else saved meanwhile; nothing is changed
    """
    saved = publications.edit(campaign, by=by, version=version, note=note, **changes)
    publications.place(saved, subjects=subjects)
    return saved


@transaction.atomic
def set_aim(
    campaign: Publication, *, by: Actor, version: int, target: str, demands: Sequence[str], closes_on: date | None, goal: int
) -> Campaign:
    """Set whom a campaign addresses, what it demands, its last day and its goal.

    :raises Stale: if somebody else set them meanwhile; nothing is changed
    :raises AimIsFixed: if it has been out and target or demands would change
    :raises ValueError: for too many or too long demands, or a goal below one
    """
    current = Campaign.objects.select_for_update().select_related(None).get(pk=campaign.pk)
    if current.version != version:
        raise Stale(current)
    wanted = {"target": text.line(target), "demands": _demands(demands), "closes_on": closes_on, "goal": goal}
    if goal < 1 or len(wanted["target"]) > 300:  # type: ignore[arg-type]
        raise ValueError("goal or target")
    changed = sorted(name for name, value in wanted.items() if getattr(current, name) != value)
    if not changed:
        return current
    if {"target", "demands"} & set(changed) and Publication.objects.filter(pk=campaign.pk, published_at__isnull=False).exists():
        raise AimIsFixed
    for name in changed:
        setattr(current, name, wanted[name])
    current.version += 1
    current.save(update_fields=[*changed, "version"])
    days = {"closes_on": closes_on.isoformat() if closes_on else ""} if "closes_on" in changed else {}
    journal.record("campaign.aim_set", campaign, by=by.pk, data={"fields": changed, "version": current.version, "goal": goal, **days})
    return current


@transaction.atomic
def translate_aim(campaign: Publication, *, by: Actor | None, language: str, target: str, demands: Sequence[str]) -> Campaign:
    """Put target and demands in another language beside the original; it is shown while it has as many demands."""
    current = Campaign.objects.select_for_update().get(pk=campaign.pk)
    current.translations = current.translations | {language: {"target": text.line(target)[:300], "demands": _demands(demands)}}
    current.save(update_fields=["translations"])
    journal.record("campaign.aim_translated", campaign, by=by.pk if by else None, data={"language": language})
    return current


def _demands(rows: Sequence[str]) -> list[str]:
    cleaned = [line for line in (text.line(row) for row in rows) if line]
    if len(cleaned) > MOST_DEMANDS or any(len(row) > LONGEST_DEMAND for row in cleaned):
        raise ValueError("demands")
    return cleaned
