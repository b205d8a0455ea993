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
from usi.features.campaigns.queries.letters import (
    Desk,
    Numbers,
    batch,
    desks,
    letters_of,
    mails_spent,
    mails_to_writers,
    mark_of_writing,
    model_letters,
    numbers,
    target,
    targets,
    targets_are_fixed,
    writable,
    writing_by_token,
    written_to,
)

__all__ = [
    "Aim", "CardFacts", "Desk", "Numbers", "Row", "Tally", "aim", "batch", "breakdown", "by_token", "card_facts", "corrections",
    "counts_are_right", "desks", "draft", "drift", "facts", "groups_by_domain", "known_of", "letters_of", "mails_spent",
    "mails_to_writers", "mark_of", "mark_of_writing", "members_of", "missing", "model_letters", "moves_for", "names", "numbers",
    "ordered", "organisation_of", "organisations_for", "quick_hours", "shown", "signable", "subject_handles", "suspicion", "suspicions",
    "tally", "target", "targets", "targets_are_fixed", "text_in", "translations", "writable", "writing_by_token", "written_to",
]
