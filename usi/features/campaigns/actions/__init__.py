"""Writes of campaigns: opening and editing them, signing, confirming, withdrawing, and keeping the counts."""

from usi.features.campaigns.actions.aim import AimIsFixed, NotSo, Stale, extend, set_aim, translate_aim
from usi.features.campaigns.actions.confirm import Changed, confirm
from usi.features.campaigns.actions.counts import FOLD_AT_ONCE, fold, rebuild
from usi.features.campaigns.actions.edit import Endorsed, NoteNeeded, save
from usi.features.campaigns.actions.end import Ended, Link, NotOut, end
from usi.features.campaigns.actions.endorse import CannotEndorse, EndorsedAlready, endorse, withdraw_endorsement
from usi.features.campaigns.actions.erase import erase
from usi.features.campaigns.actions.integrity import decide, look
from usi.features.campaigns.actions.letters import LETTERS_AT_ONCE, remind, send_due
from usi.features.campaigns.actions.load import Row, load_signatures
from usi.features.campaigns.actions.move import NeedsOutcome, NotReady, NotVerified, move, open_due, open_if_ready
from usi.features.campaigns.actions.open import open  # noqa: A004
from usi.features.campaigns.actions.purge import purge
from usi.features.campaigns.actions.sign import Closed, Wish, sign
from usi.features.campaigns.actions.withdraw import UnknownLink, correct, withdraw
from usi.features.campaigns.actions.witness import witness

__all__ = [
    "FOLD_AT_ONCE", "LETTERS_AT_ONCE", "AimIsFixed", "CannotEndorse", "Changed", "Closed", "Ended", "Endorsed", "EndorsedAlready",
    "Link", "NeedsOutcome", "NotOut", "NotReady", "NotSo", "NotVerified", "NoteNeeded", "Row", "Stale", "UnknownLink", "Wish",
    "confirm", "correct", "decide", "end", "endorse", "erase", "extend", "fold", "load_signatures", "look", "move", "open", "open_due",
    "open_if_ready", "purge", "rebuild", "remind", "save", "send_due", "set_aim", "sign", "translate_aim", "withdraw",
    "withdraw_endorsement", "witness",
]
