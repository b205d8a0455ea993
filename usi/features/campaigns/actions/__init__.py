"""Writes of campaigns: opening and editing them, signing, confirming, withdrawing, and keeping the counts."""

from usi.features.campaigns.actions.confirm import Changed, confirm
from usi.features.campaigns.actions.counts import FOLD_AT_ONCE, fold, rebuild
from usi.features.campaigns.actions.edit import AimIsFixed, Stale, save, set_aim, translate_aim
from usi.features.campaigns.actions.erase import erase
from usi.features.campaigns.actions.integrity import decide, look
from usi.features.campaigns.actions.letters import LETTERS_AT_ONCE, remind, send_due
from usi.features.campaigns.actions.load import Row, load_signatures
from usi.features.campaigns.actions.move import NotReady, NotVerified, move
from usi.features.campaigns.actions.open import open  # noqa: A004
from usi.features.campaigns.actions.purge import purge
from usi.features.campaigns.actions.sign import Closed, Wish, sign
from usi.features.campaigns.actions.withdraw import UnknownLink, correct, withdraw
from usi.features.campaigns.actions.witness import witness

__all__ = [
    "FOLD_AT_ONCE",
    "LETTERS_AT_ONCE",
    "AimIsFixed",
    "Changed",
    "Closed",
    "NotReady",
    "NotVerified",
    "Row",
    "Stale",
    "UnknownLink",
    "Wish",
    "confirm",
    "correct",
    "decide",
    "erase",
    "fold",
    "load_signatures",
    "look",
    "move",
    "open",
    "purge",
    "rebuild",
    "remind",
    "save",
    "send_due",
    "set_aim",
    "sign",
    "translate_aim",
    "withdraw",
    "witness",
]
