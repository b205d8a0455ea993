"""Writes of the search: the index, and the searches that people keep."""

from usi.surfaces.search.actions.following import actor, actor_and_words, directory, publication, subjects
from usi.surfaces.search.actions.renewing import Superseded, built, rebuild, renew
from usi.surfaces.search.actions.saved import MOST, TooMany, forget, save, tell
from usi.surfaces.search.actions.writing import index

__all__ = [
    "MOST",
    "Superseded",
    "TooMany",
    "actor",
    "actor_and_words",
    "built",
    "directory",
    "forget",
    "index",
    "publication",
    "rebuild",
    "renew",
    "save",
    "subjects",
    "tell",
]
