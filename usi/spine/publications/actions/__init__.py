"""Writes to publications: `create`, `edit`, `move`, `moderate`, `translate`, `pieces_changed`, `place`, `share`."""

from usi.spine.publications.actions.create import create, place
from usi.spine.publications.actions.edit import Stale, edit
from usi.spine.publications.actions.moderate import moderate
from usi.spine.publications.actions.move import MoveRefused, move, publish_due
from usi.spine.publications.actions.share import share
from usi.spine.publications.actions.translate import pieces_changed, translate

__all__ = ["MoveRefused", "Stale", "create", "edit", "moderate", "move", "pieces_changed", "place", "publish_due", "share", "translate"]
