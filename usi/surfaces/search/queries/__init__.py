"""Reads of the search, named after the question."""

from usi.surfaces.search.queries.closeness import Near, near
from usi.surfaces.search.queries.facets import facets
from usi.surfaces.search.queries.found import MOST_PAGES, Candidates, candidates, groups_of, tallies
from usi.surfaces.search.queries.helping import FEW, Hint, fewer, meant
from usi.surfaces.search.queries.question import LONGEST, Question
from usi.surfaces.search.queries.results import Listing, Result, listing
from usi.surfaces.search.queries.walks import MOST_COUNTED, Tally

__all__ = [
    "FEW",
    "LONGEST",
    "MOST_COUNTED",
    "MOST_PAGES",
    "Candidates",
    "Hint",
    "Listing",
    "Near",
    "Question",
    "Result",
    "Tally",
    "candidates",
    "facets",
    "fewer",
    "groups_of",
    "listing",
    "meant",
    "near",
    "tallies",
]
