"""Writes of campaigns: opening and editing them, signing, confirming, withdrawing, and keeping the counts."""

from usi.features.campaigns.actions.aim import AimIsFixed, NotSo, Stale, extend, set_aim
from usi.features.campaigns.actions.bymail import LINKS_AT_ONCE, Sender, remind_links, send_links
from usi.features.campaigns.actions.confirm import Changed, confirm
from usi.features.campaigns.actions.counts import FOLD_AT_ONCE, fold, rebuild
from usi.features.campaigns.actions.digest import LEAST_EVERY, send_digests, set_digest
from usi.features.campaigns.actions.edit import Endorsed, NoteNeeded, save
from usi.features.campaigns.actions.end import Ended, Link, NotOut, end
from usi.features.campaigns.actions.endorse import CannotEndorse, EndorsedAlready, endorse, withdraw_endorsement
from usi.features.campaigns.actions.erase import erase
from usi.features.campaigns.actions.erase_papers import erase_papers
from usi.features.campaigns.actions.evidence import MOST_EVIDENCE, Piece, TooMuchEvidence, add_evidence, remove_evidence
from usi.features.campaigns.actions.export import export_consents
from usi.features.campaigns.actions.forget import forget_helpers, purge_links
from usi.features.campaigns.actions.handover import MakingAlready, NothingToHand, ask_handover, took_copy, write_down
from usi.features.campaigns.actions.handover_make import HANDOVERS_AT_ONCE, make_handovers
from usi.features.campaigns.actions.integrity import decide, look
from usi.features.campaigns.actions.letter_erase import erase_letters, purge_letters
from usi.features.campaigns.actions.letter_mails import WRITERS_AT_ONCE, mail_writers
from usi.features.campaigns.actions.letter_paper import make_batch, mark_delivered
from usi.features.campaigns.actions.letter_post import (
    SETTLED_AT_ONCE,
    TARGETS_AT_ONCE,
    digest_came_back,
    letter_came_back,
    post_letters,
    settle_letters,
)
from usi.features.campaigns.actions.letters import LETTERS_AT_ONCE, remind, send_due
from usi.features.campaigns.actions.load import Row, load_signatures
from usi.features.campaigns.actions.mailing import NEWS_AT_ONCE, send_news
from usi.features.campaigns.actions.moderate import NotNow, Verb, decide_message, thank
from usi.features.campaigns.actions.move import NeedsOutcome, NotReady, NotVerified, move, open_due, open_if_ready
from usi.features.campaigns.actions.news import UnknownSubscription, delete_consents, end_news, news_came_back
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
from usi.features.campaigns.actions.paper import EnteredAlready, PaperRefused, Sheet, enter_paper, take_back
from usi.features.campaigns.actions.paper_import import Outcome as PaperOutcome
from usi.features.campaigns.actions.paper_import import import_paper
from usi.features.campaigns.actions.pledge import confirm_pledge, correct_pledge, pledge, withdraw_pledge
from usi.features.campaigns.actions.purge import purge
from usi.features.campaigns.actions.sign import Closed, Wish, sign
from usi.features.campaigns.actions.support import Note, confirm_message, support, withdraw_message
from usi.features.campaigns.actions.targets import (
    Post,
    TargetsAreFixed,
    TooManyTargets,
    Who,
    add_target,
    change_target,
    correct_address,
    remove_target,
    save_model_letter,
)
from usi.features.campaigns.actions.tell import tell_moved, tell_opened
from usi.features.campaigns.actions.updates import (
    BeingMailed,
    OwnWords,
    TooSoon,
    Words,
    edit_update,
    move_update,
    release_update,
    write_update,
)
from usi.features.campaigns.actions.withdraw import UnknownLink, correct, withdraw
from usi.features.campaigns.actions.witness import witness
from usi.features.campaigns.actions.writing import Draft, drop, send, write

__all__ = [
    "FOLD_AT_ONCE",
    "HANDOVERS_AT_ONCE",
    "LEAST_EVERY",
    "LETTERS_AT_ONCE",
    "LINKS_AT_ONCE",
    "MOST_EVIDENCE",
    "NEWS_AT_ONCE",
    "SETTLED_AT_ONCE",
    "TARGETS_AT_ONCE",
    "WRITERS_AT_ONCE",
    "AimIsFixed",
    "BeingMailed",
    "CannotEndorse",
    "Changed",
    "Closed",
    "Draft",
    "Ended",
    "Endorsed",
    "EndorsedAlready",
    "EnteredAlready",
    "HasPledges",
    "Link",
    "MakingAlready",
    "NeedsOutcome",
    "NotNow",
    "NotOut",
    "NotReady",
    "NotSo",
    "NotVerified",
    "Note",
    "NoteNeeded",
    "NothingToHand",
    "OwnWords",
    "PaperOutcome",
    "PaperRefused",
    "Piece",
    "Plan",
    "Post",
    "Row",
    "Sender",
    "Sheet",
    "Stale",
    "StaleAction",
    "TargetsAreFixed",
    "TooMany",
    "TooManyTargets",
    "TooMuchEvidence",
    "TooSoon",
    "UnknownLink",
    "UnknownSubscription",
    "Verb",
    "Who",
    "Wish",
    "Words",
    "add_action",
    "add_evidence",
    "add_target",
    "ask_handover",
    "call_off",
    "change_action",
    "change_target",
    "confirm",
    "confirm_message",
    "confirm_pledge",
    "correct",
    "correct_address",
    "correct_pledge",
    "decide",
    "decide_message",
    "delete_consents",
    "digest_came_back",
    "drop",
    "edit_update",
    "end",
    "end_news",
    "endorse",
    "enter_paper",
    "erase",
    "erase_letters",
    "erase_papers",
    "export_consents",
    "extend",
    "fold",
    "forget_helpers",
    "import_paper",
    "letter_came_back",
    "load_signatures",
    "look",
    "mail_writers",
    "make_batch",
    "make_handovers",
    "mark_delivered",
    "move",
    "move_update",
    "news_came_back",
    "open",
    "open_due",
    "open_if_ready",
    "pledge",
    "post_letters",
    "promised",
    "purge",
    "purge_letters",
    "purge_links",
    "rebuild",
    "release_update",
    "remind",
    "remind_links",
    "remove_action",
    "remove_evidence",
    "remove_target",
    "save",
    "save_model_letter",
    "send",
    "send_digests",
    "send_due",
    "send_links",
    "send_news",
    "set_aim",
    "set_digest",
    "settle_letters",
    "sign",
    "support",
    "take_back",
    "tell_moved",
    "tell_opened",
    "thank",
    "took_copy",
    "withdraw",
    "withdraw_endorsement",
    "withdraw_message",
    "withdraw_pledge",
    "witness",
    "write",
    "write_down",
    "write_update",
]
