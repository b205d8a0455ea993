"""Reads of translation, named after the question: `jobs`, `sheet`, `people`, `subjects`, `texts`, `figures`."""

from usi.surfaces.translation.queries.figures import Brief, Coverage, Span, brief, coverage, spans
from usi.surfaces.translation.queries.jobs import Row, Waiting, WorkList, find, waiting_for, wanted_for, why, work_list
from usi.surfaces.translation.queries.people import checkers_in, checks_of, pairs_of
from usi.surfaces.translation.queries.sheet import SIZE, Sheet, sheet
from usi.surfaces.translation.queries.subjects import WHAT, languages_there, readable, title_of

__all__ = [
    "SIZE",
    "WHAT",
    "Brief",
    "Coverage",
    "Row",
    "Sheet",
    "Span",
    "Waiting",
    "WorkList",
    "brief",
    "checkers_in",
    "checks_of",
    "coverage",
    "find",
    "languages_there",
    "pairs_of",
    "readable",
    "sheet",
    "spans",
    "title_of",
    "waiting_for",
    "wanted_for",
    "why",
    "work_list",
]
