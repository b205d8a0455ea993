"""Writes to publications: `create`, `edit`, `move`, `moderate`, `translate`, `pieces_changed` …; `recounted` follows authors."""

from usi.spine.publications.actions.create import create, place
from usi.spine.publications.actions.edit import Stale, edit
from usi.spine.publications.actions.moderate import moderate
from usi.spine.publications.actions.move import MoveRefused, move, publish_due
from usi.spine.publications.actions.recount import recounted
from usi.spine.publications.actions.share import share
from usi.spine.publications.actions.translate import pieces_changed, still_holds, translate

__all__ = [
    "MoveRefused", "Stale", "create", "edit", "moderate", "move", "pieces_changed", "place", "publish_due", "recounted", "share",
    "still_holds", "translate",
]  # fmt: skip
