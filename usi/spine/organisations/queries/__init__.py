"""Reads of organisations, named after the question."""

from usi.spine.organisations.queries.directory import LIST, Choice, Listing, Newcomer, filtered, listing, newest, parent_name
from usi.spine.organisations.queries.facets import Facet, Option, facets
from usi.spine.organisations.queries.find import alike, by_name, find, search, with_names
from usi.spine.organisations.queries.page import PageData, affiliates_of, editable, names_of, page_data, parents_of
from usi.spine.organisations.queries.people import (
    ask_again_on,
    invitation_of,
    invitations_of,
    memberships_of,
    open_request,
    request_of,
    requests_for,
    requests_of,
)
from usi.spine.organisations.queries.readers import reader_of
from usi.spine.organisations.queries.trust import claims_for, open_claim, vouched_for, vouchers_of, waiting, waiting_page

__all__ = [
    "LIST",
    "Choice",
    "Facet",
    "Listing",
    "Newcomer",
    "Option",
    "PageData",
    "affiliates_of",
    "alike",
    "ask_again_on",
    "by_name",
    "claims_for",
    "editable",
    "facets",
    "filtered",
    "find",
    "invitation_of",
    "invitations_of",
    "listing",
    "memberships_of",
    "names_of",
    "newest",
    "open_claim",
    "open_request",
    "page_data",
    "parent_name",
    "parents_of",
    "reader_of",
    "request_of",
    "requests_for",
    "requests_of",
    "search",
    "vouched_for",
    "vouchers_of",
    "waiting",
    "waiting_page",
    "with_names",
]
