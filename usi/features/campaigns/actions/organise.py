"""Sets the actions that a campaign asks people to promise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from datetime import time as daytime
from zoneinfo import available_timezones

from django.db import transaction
from django.shortcuts import get_object_or_404

from usi.base import moments, text, time
from usi.features.campaigns.models import ActionKind, Campaign, PledgeAction
from usi.spine.actors.models import Actor
from usi.spine.journal import actions as journal
from usi.spine.publications import actions as publications
from usi.spine.publications.models import Publication
from usi.spine.taxonomy import countries

MOST_ACTIONS = 12


class TooMany(Exception):
    """The campaign has as many actions as it can have."""


class HasPledges(Exception):
    """People have promised it, so it can be called off but not be removed or become another action."""


class StaleAction(Exception):
    """Somebody else has changed the action since; `current` is how it stands now."""

    def __init__(self, current: PledgeAction) -> None:
        """Keep the current action."""
        super().__init__(current.pk)
        self.current = current


@dataclass(frozen=True)
class Plan:
    """What an action is; `begins` is a time on the clocks of `zone`."""

    kind: str
    title: str
    description: str = ""
    on: date | None = None
    begins: daytime | None = None
    zone: str = "UTC"
    place: str = ""
    country: str = ""

    def columns(self) -> dict[str, object]:
        """Return the values of the columns.

        :raises ValueError: for what no action can be
        """
        title, description, place = text.line(self.title), text.line(self.description), text.line(self.place)
        fits = title and len(title) <= 120 and len(description) <= 500 and len(place) <= 200 and self.kind in ActionKind.values
        if not fits or (self.country and not countries.is_country(self.country)) or self.zone not in available_timezones():
            raise ValueError("action")
        if self.begins is not None and (self.on is None or not moments.at(self.on, self.begins, self.zone)):
            raise ValueError("time")
        return {
            "kind": self.kind, "title": title, "description": description, "on": self.on, "begins": self.begins, "zone": self.zone,
            "place": place, "country": self.country,
        }  # fmt: skip


@transaction.atomic
def add_action(campaign: Publication, *, by: Actor, plan: Plan) -> PledgeAction:
    """Add an action.

    :raises TooMany: if there are twelve already
    :raises ValueError: for what no action can be
    """
    columns = plan.columns()
    # One after the other, so that the limit holds.
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    if PledgeAction.objects.filter(campaign=campaign).count() >= MOST_ACTIONS:
        raise TooMany
    action = PledgeAction.objects.create(campaign=campaign, changed_at=time.now(), **columns)
    journal.record("campaign.action_added", action, by=by.pk, data={"campaign": campaign.pk})
    return action


@transaction.atomic
def change_action(campaign: Publication, *, number: int, by: Actor, version: int, plan: Plan) -> PledgeAction:
    """Change an action. Once promised, it may move and be described better, but stays what it is.

    :raises StaleAction: if somebody else changed it meanwhile; nothing is changed
    :raises HasPledges: if kind or title of one that was promised would change
    :raises ValueError: for what no action can be
    """
    action, columns = _locked(campaign, number), plan.columns()
    if action.version != version:
        raise StaleAction(action)
    changed = sorted(name for name, value in columns.items() if getattr(action, name) != value)
    if {"kind", "title"} & set(changed) and promised(action):
        raise HasPledges
    if changed:
        for name in changed:
            setattr(action, name, columns[name])
        _save(action, *changed)
        publications.pieces_changed(campaign, [f"actions.{action.pk}.{name}" for name in changed if name in ("title", "description")])
        journal.record("campaign.action_changed", action, by=by.pk, data={"campaign": campaign.pk, "fields": changed})
    return action


@transaction.atomic
def call_off(campaign: Publication, *, number: int, by: Actor, off: bool) -> PledgeAction:
    """Call an action off, or let it take place after all; who promised it stays counted."""
    action = _locked(campaign, number)
    if action.called_off != off:
        action.called_off = off
        _save(action, "called_off")
        verb = "campaign.action_called_off" if off else "campaign.action_called_on"
        journal.record(verb, action, by=by.pk, data={"campaign": campaign.pk})
    return action


@transaction.atomic
def remove_action(campaign: Publication, *, number: int, by: Actor) -> None:
    """Remove an action that nobody has promised.

    :raises HasPledges: if somebody has
    """
    action = _locked(campaign, number)
    if promised(action):
        raise HasPledges
    journal.record("campaign.action_removed", action, by=by.pk, data={"campaign": campaign.pk})
    action.delete()
    publications.pieces_changed(campaign, [f"actions.{number}.title", f"actions.{number}.description"])


def promised(action: PledgeAction) -> bool:
    """Whether somebody has promised an action, confirmed or not."""
    return action.kept > 0 or action.pledges.exists()


def _locked(campaign: Publication, number: int) -> PledgeAction:
    found: PledgeAction = get_object_or_404(PledgeAction.objects.select_for_update(), pk=number, campaign=campaign)
    return found


def _save(action: PledgeAction, *fields: str) -> None:
    action.version, action.changed_at = action.version + 1, time.now()
    action.save(update_fields=[*fields, "version", "changed_at"])
