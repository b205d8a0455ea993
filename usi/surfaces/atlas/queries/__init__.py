"""Reads of the atlas, named after the question."""

from usi.surfaces.atlas.queries.choice import ORGANISATION, Choice, kind_options, theme_options
from usi.surfaces.atlas.queries.counts import Counts, counts
from usi.surfaces.atlas.queries.listing import Block, Row, blocks
from usi.surfaces.atlas.queries.spots import Spot, spots

__all__ = ["ORGANISATION", "Block", "Choice", "Counts", "Row", "Spot", "blocks", "counts", "kind_options", "spots", "theme_options"]
