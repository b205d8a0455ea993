"""Reads of campaigns, named after the question."""

from usi.features.campaigns.queries.campaign import (
    Aim,
    aim,
    by_token,
    corrections,
    draft,
    facts,
    known_of,
    mark_of,
    missing,
    moves_for,
    names,
    organisation_of,
    organisations_for,
    shown,
    signable,
    subject_handles,
    text_in,
    translations,
)
from usi.features.campaigns.queries.counts import CardFacts, Row, Tally, breakdown, card_facts, ordered, tally
from usi.features.campaigns.queries.drift import counts_are_right, drift
from usi.features.campaigns.queries.integrity import groups_by_domain, members_of, quick_hours, suspicion, suspicions

__all__ = [
    "Aim", "CardFacts", "Row", "Tally", "aim", "breakdown", "by_token", "card_facts", "corrections", "counts_are_right", "draft",
    "drift", "facts", "groups_by_domain", "known_of", "mark_of", "members_of", "missing", "moves_for", "names", "ordered",
    "organisation_of", "organisations_for", "quick_hours", "shown", "signable", "subject_handles", "suspicion", "suspicions", "tally",
    "text_in", "translations",
]
