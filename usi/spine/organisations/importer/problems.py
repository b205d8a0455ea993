"""What can be wrong with a file or a row, each said in one sentence."""

from __future__ import annotations


class Problem(Exception):
    """The import cannot go on; the message is one sentence that says why and what to do."""


class Refused(Exception):
    """One row cannot come in; the message is one sentence that says why."""
