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
from usi.features.campaigns.queries.handing import (
    Handed,
    Names,
    agreed,
    digest,
    handover,
    handovers,
    names_page,
    ready_for,
    receiver,
    receivers,
    with_handovers,
)
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
from usi.features.campaigns.queries.paper import OnPaper, on_paper, paper_batch, paper_batches, paper_is_right
from usi.features.campaigns.queries.similar import Alike, similar
from usi.features.campaigns.queries.stages import Stage, outcome_due, stage, stages
from usi.features.campaigns.queries.timeline import Event, next_threshold, timeline

__all__ = [
    "Aim", "Alike", "CardFacts", "Desk", "Event", "Handed", "Names", "Numbers", "OnPaper", "Row", "Stage", "Support", "Tally", "agreed",
    "aim", "aim_is_fixed", "batch", "breakdown", "by_token", "card_facts", "corrections", "counts_are_right", "desks", "digest", "draft",
    "drift", "endorsable", "endorsed_by", "endorsed_enough", "endorsements", "endorsers_of", "facts", "groups_by_domain", "handover",
    "handovers", "in_waiting", "known_of", "letters_of", "mails_spent", "mails_to_writers", "mark_of", "mark_of_writing", "members_of",
    "missing", "model_letters", "moves_for", "names", "names_page", "next_threshold", "numbers", "on_paper", "ordered", "organisation_of",
    "organisations_for", "outcome_due", "paper_batch", "paper_batches", "paper_is_right", "quick_hours", "ready_for", "receiver",
    "receivers", "shown", "signable", "similar", "stage", "stages", "standing", "subject_handles", "suspicion", "suspicions", "tally",
    "target", "targets", "targets_are_fixed", "text_in", "timeline", "translations", "waiting_page", "with_handovers", "writable",
    "writing_by_token", "written_to",
]
