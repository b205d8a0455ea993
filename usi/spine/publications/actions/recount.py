"""Keeps the figures to what the lists show when an author comes or goes."""

from __future__ import annotations

from usi.spine.journal.models import Entry
from usi.spine.publications import figures


def recounted(entry: Entry) -> None:
    """Count anew where the publications of an author appear that was suspended, restored or closed."""
    figures.rebuild(entry.subject_id)
