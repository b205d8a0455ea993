"""Writes of campaigns: opening and editing them, signing, confirming, withdrawing, and keeping the counts."""

from usi.features.campaigns.actions.bymail import LINKS_AT_ONCE, Sender, remind_links, send_links
from usi.features.campaigns.actions.confirm import Changed, confirm
from usi.features.campaigns.actions.counts import FOLD_AT_ONCE, fold, rebuild
from usi.features.campaigns.actions.edit import AimIsFixed, Stale, save, set_aim, translate_aim
from usi.features.campaigns.actions.erase import erase
from usi.features.campaigns.actions.forget import forget_helpers, purge_links
from usi.features.campaigns.actions.integrity import decide, look
from usi.features.campaigns.actions.letters import LETTERS_AT_ONCE, remind, send_due
from usi.features.campaigns.actions.load import Row, load_signatures
from usi.features.campaigns.actions.moderate import NotNow, Verb, decide_message, thank
from usi.features.campaigns.actions.move import NotReady, NotVerified, move
from usi.features.campaigns.actions.open import open  # noqa: A004
from usi.features.campaigns.actions.organise import (
    HasPledges,
    Plan,
    StaleAction,
    TooMany,
    add_action,
    call_off,
    change_action,
    promised,
    remove_action,
)
from usi.features.campaigns.actions.pledge import confirm_pledge, correct_pledge, pledge, withdraw_pledge
from usi.features.campaigns.actions.purge import purge
from usi.features.campaigns.actions.sign import Closed, Wish, sign
from usi.features.campaigns.actions.support import Note, confirm_message, support, withdraw_message
from usi.features.campaigns.actions.withdraw import UnknownLink, correct, withdraw
from usi.features.campaigns.actions.witness import witness

__all__ = [
    "FOLD_AT_ONCE",
    "LETTERS_AT_ONCE",
    "LINKS_AT_ONCE",
    "AimIsFixed",
    "Changed",
    "Closed",
    "HasPledges",
    "NotNow",
    "NotReady",
    "NotVerified",
    "Note",
    "Plan",
    "Row",
    "Sender",
    "Stale",
    "StaleAction",
    "TooMany",
    "UnknownLink",
    "Verb",
    "Wish",
    "add_action",
    "call_off",
    "change_action",
    "confirm",
    "confirm_message",
    "confirm_pledge",
    "correct",
    "correct_pledge",
    "decide",
    "decide_message",
    "erase",
    "fold",
    "forget_helpers",
    "load_signatures",
    "look",
    "move",
    "open",
    "pledge",
    "promised",
    "purge",
    "purge_links",
    "rebuild",
    "remind",
    "remind_links",
    "remove_action",
    "save",
    "send_due",
    "send_links",
    "set_aim",
    "sign",
    "support",
    "thank",
    "translate_aim",
    "withdraw",
    "withdraw_message",
    "withdraw_pledge",
    "witness",
]
