"""Writes to organisations."""

from usi.spine.organisations.actions.affiliations import BadDates, Loop, Stated, check_dates, drop_affiliate, set_affiliations
from usi.spine.organisations.actions.claims import AlreadyClaimed, Decided, claim, decide_claim
from usi.spine.organisations.actions.create import LooksAlike, bring_in, create, free_handle
from usi.spine.organisations.actions.edit import Stale, confirm, edit, set_names
from usi.spine.organisations.actions.invitations import InvitationGone, accept_invitation, invite, withdraw_invitation
from usi.spine.organisations.actions.members import LastOwner, add_member, leave, remove, set_role
from usi.spine.organisations.actions.picture import remove_picture, set_picture
from usi.spine.organisations.actions.place import set_place
from usi.spine.organisations.actions.requests import (
    Answered,
    AskedLately,
    CannotAsk,
    accept_request,
    ask_to_join,
    decline_request,
    take_back_request,
)
from usi.spine.organisations.actions.search import refresh_search, search_fields, translated
from usi.spine.organisations.actions.trust import CannotVouch, VouchedAlready, recompute, verify, vouch, withdraw

__all__ = [
    "AlreadyClaimed",
    "Answered",
    "AskedLately",
    "BadDates",
    "CannotAsk",
    "CannotVouch",
    "Decided",
    "InvitationGone",
    "LastOwner",
    "LooksAlike",
    "Loop",
    "Stale",
    "Stated",
    "VouchedAlready",
    "accept_invitation",
    "accept_request",
    "add_member",
    "ask_to_join",
    "bring_in",
    "check_dates",
    "claim",
    "confirm",
    "create",
    "decide_claim",
    "decline_request",
    "drop_affiliate",
    "edit",
    "free_handle",
    "invite",
    "leave",
    "recompute",
    "refresh_search",
    "remove",
    "remove_picture",
    "search_fields",
    "set_affiliations",
    "set_names",
    "set_picture",
    "set_place",
    "set_role",
    "take_back_request",
    "translated",
    "verify",
    "vouch",
    "withdraw",
    "withdraw_invitation",
]
