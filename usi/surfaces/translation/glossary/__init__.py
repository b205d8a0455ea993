"""The glossary: names of the world of labour in several languages, proposed by translators and kept by reviewers."""

from usi.surfaces.translation.glossary.deciding import Known, NotYours, Overtaken, Refused, TooMany, WasRefused, decide, propose
from usi.surfaces.translation.glossary.finding import Book, TermHit, found_in, occurs
from usi.surfaces.translation.glossary.starter import install

__all__ = [
    "Book",
    "Known",
    "NotYours",
    "Overtaken",
    "Refused",
    "TermHit",
    "TooMany",
    "WasRefused",
    "decide",
    "found_in",
    "install",
    "occurs",
    "propose",
]
