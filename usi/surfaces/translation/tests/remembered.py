"""Asks the memory about one segment."""

from usi.surfaces.translation import memory


def suggested(source, **asked):
    return memory.suggestions([source], **asked).get(source, [])
