"""Who may say which names are kept."""

from __future__ import annotations

from usi.base.access import Reader


def may_keep_terms(reader: Reader, **_: object) -> bool:
    """Whether a reader is a reviewer of the glossary: moderators."""
    return reader.moderates()
