"""Fills an empty node with the demonstration network."""

from usi.doors.demonstration.loader.fill import NotEmpty, fill

__all__ = ["NotEmpty", "fill"]
