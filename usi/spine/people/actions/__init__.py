"""Writes of people: beginning, profile, welcome, closing, and tidying up."""

from usi.spine.people.actions.begin import begin, join, purge_unconfirmed
from usi.spine.people.actions.close import LastOwner, close
from usi.spine.people.actions.profile import describe, set_languages, set_picture, set_work, show_to, welcome
from usi.spine.people.actions.sessions import end_other_sessions

__all__ = [
    "LastOwner", "begin", "close", "describe", "end_other_sessions", "join", "purge_unconfirmed", "set_languages", "set_picture",
    "set_work", "show_to", "welcome",
]  # fmt: skip
