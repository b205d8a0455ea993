"""Reads of campaigns, named after the question."""

from usi.features.campaigns.queries.campaign import (
    Aim,
    aim,
    aim_is_fixed,
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
    outcome_said,
    shown,
    signable,
    subject_handles,
    text_in,
    translations,
)
from usi.features.campaigns.queries.counts import CardFacts, Row, Tally, breakdown, card_facts, ordered, tally
from usi.features.campaigns.queries.drift import counts_are_right, drift
from usi.features.campaigns.queries.endorsements import (
    Support,
    endorsable,
    endorsed_by,
    endorsed_enough,
    endorsements,
    endorsers_of,
    in_waiting,
    standing,
    waiting_page,
)
from usi.features.campaigns.queries.integrity import groups_by_domain, members_of, quick_hours, suspicion, suspicions
from usi.features.campaigns.queries.reach import Concerned, concerned
from usi.features.campaigns.queries.similar import Alike, similar
from usi.features.campaigns.queries.stages import Stage, outcome_due, stage, stages
from usi.features.campaigns.queries.timeline import Event, next_threshold, timeline

__all__ = [
    "Aim", "Alike", "CardFacts", "Concerned", "Event", "Row", "Stage", "Support", "Tally", "aim", "aim_is_fixed", "breakdown",
    "by_token", "card_facts", "concerned", "corrections", "counts_are_right", "draft", "drift", "endorsable", "endorsed_by",
    "endorsed_enough", "endorsements", "endorsers_of", "facts", "groups_by_domain", "in_waiting", "known_of", "mark_of", "members_of",
    "missing", "moves_for", "names", "next_threshold", "ordered", "organisation_of", "organisations_for", "outcome_due", "outcome_said", "quick_hours",
    "shown", "signable", "similar", "stage", "stages", "standing", "subject_handles", "suspicion", "suspicions", "tally", "text_in",
    "timeline", "translations", "waiting_page",
]
