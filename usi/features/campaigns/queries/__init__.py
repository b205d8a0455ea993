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
from usi.features.campaigns.queries.messages import message_by_token, message_mark, messages, messages_waiting, newest_messages
from usi.features.campaigns.queries.pledges import action, actions_of, pledge_mark, pledger_by_token, pledges_of, takes, waiting_of

__all__ = [
    "Aim", "CardFacts", "Row", "Tally", "action", "actions_of", "aim", "breakdown", "by_token", "card_facts", "corrections",
    "counts_are_right", "draft", "drift", "facts", "groups_by_domain", "known_of", "mark_of", "members_of", "message_by_token",
    "message_mark", "messages", "messages_waiting", "missing", "moves_for", "names", "newest_messages", "ordered", "organisation_of",
    "organisations_for", "pledge_mark", "pledger_by_token", "pledges_of", "quick_hours", "shown", "signable", "subject_handles",
    "suspicion", "suspicions", "takes", "tally", "text_in", "translations", "waiting_of",
]
