"""Writes of translation."""

from usi.surfaces.translation.actions.adopting import adopt, adopt_all
from usi.surfaces.translation.actions.exchanging import Merged, merge
from usi.surfaces.translation.actions.finishing import check, finish, send_back
from usi.surfaces.translation.actions.machines import consent, publish_by_machine, suggest_by_machine
from usi.surfaces.translation.actions.reacting import (
    actor_changed,
    bring_up_to_date,
    correction_decided,
    description_translated,
    moved,
    original_changed,
    own_texts_set,
    person_closed,
    published,
    translation_changed,
)
from usi.surfaces.translation.actions.refusals import AlreadyTrusted, Conflict, Held, NotAllowed, NotReady, Overtaken, Refused
from usi.surfaces.translation.actions.taking import lapse, release, take
from usi.surfaces.translation.actions.trusting import take_back, trust
from usi.surfaces.translation.actions.wanting import plan, plan_all, refresh, renew, want
from usi.surfaces.translation.actions.writing import Saved, Typed, write

__all__ = [
    "AlreadyTrusted",
    "Conflict",
    "Held",
    "Merged",
    "NotAllowed",
    "NotReady",
    "Overtaken",
    "Refused",
    "Saved",
    "Typed",
    "actor_changed",
    "adopt",
    "adopt_all",
    "bring_up_to_date",
    "check",
    "consent",
    "correction_decided",
    "description_translated",
    "finish",
    "lapse",
    "merge",
    "moved",
    "original_changed",
    "own_texts_set",
    "person_closed",
    "plan",
    "plan_all",
    "publish_by_machine",
    "published",
    "refresh",
    "release",
    "renew",
    "send_back",
    "suggest_by_machine",
    "take",
    "take_back",
    "translation_changed",
    "trust",
    "want",
    "write",
]
