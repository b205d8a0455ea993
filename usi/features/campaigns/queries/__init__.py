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
from usi.features.campaigns.queries.letters import (
    Desk,
    Numbers,
    batch,
    desks,
    letters_of,
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
from usi.features.campaigns.queries.messages import message_by_token, message_mark, messages, messages_waiting, newest_messages
from usi.features.campaigns.queries.pledges import action, actions_of, pledge_mark, pledger_by_token, pledges_of, takes, waiting_of
from usi.features.campaigns.queries.reach import Concerned, concerned
from usi.features.campaigns.queries.similar import Alike, similar
from usi.features.campaigns.queries.stages import Stage, outcome_due, stage, stages
from usi.features.campaigns.queries.timeline import Event, next_threshold, timeline

__all__ = [
    "Aim", "Alike", "CardFacts", "Concerned", "Desk", "Event", "Numbers", "Row", "Stage", "Support", "Tally", "action", "actions_of",
    "aim", "aim_is_fixed", "batch", "breakdown", "by_token", "card_facts", "concerned", "corrections", "counts_are_right", "desks",
    "draft", "drift", "endorsable", "endorsed_by", "endorsed_enough", "endorsements", "endorsers_of", "facts", "groups_by_domain",
    "in_waiting", "known_of", "letters_of", "mark_of", "mark_of_writing", "members_of", "message_by_token", "message_mark", "messages",
    "messages_waiting", "missing", "model_letters", "moves_for", "names", "newest_messages", "next_threshold", "numbers", "ordered",
    "organisation_of", "organisations_for", "outcome_due", "outcome_said", "pledge_mark", "pledger_by_token", "pledges_of", "quick_hours", "shown",
    "signable", "similar", "stage", "stages", "standing", "subject_handles", "suspicion", "suspicions", "takes", "tally", "target",
    "targets", "targets_are_fixed", "text_in", "timeline", "translations", "waiting_of", "waiting_page", "writable", "writing_by_token",
    "written_to",
]
