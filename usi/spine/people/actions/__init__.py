"""Writes of people: beginning, profile, welcome, closing, and tidying up."""

from usi.spine.people.actions.begin import begin, purge_unconfirmed
from usi.spine.people.actions.close import LastOwner, close
from usi.spine.people.actions.profile import describe, set_languages, set_picture, set_work, show_to, welcome

__all__ = ["LastOwner", "begin", "close", "describe", "purge_unconfirmed", "set_languages", "set_picture", "set_work", "show_to", "welcome"]
