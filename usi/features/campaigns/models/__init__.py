"""Facts of campaigns, and what people do for them."""

from usi.features.campaigns.models.bymail import ByMail, Letter
from usi.features.campaigns.models.campaign import LONGEST_DAYS, Ask, Campaign, Heard, Outcome, latest_closing
from usi.features.campaigns.models.counts import Change, Count, Dimension
from usi.features.campaigns.models.endorsement import MOST_MEMBERS, Endorsement
from usi.features.campaigns.models.handover import Digest, HandOver
from usi.features.campaigns.models.integrity import Suspicion
from usi.features.campaigns.models.letters import ModelLetter, Target, TargetLetter, Writing
from usi.features.campaigns.models.message import SupportMessage
from usi.features.campaigns.models.news import Consent, Subscription
from usi.features.campaigns.models.paper import PaperBatch, PaperRow
from usi.features.campaigns.models.pledge import ActionKind, Pledge, PledgeAction, Pledger
from usi.features.campaigns.models.signature import Signature
from usi.features.campaigns.models.update import Update

__all__ = [
    "LONGEST_DAYS",
    "MOST_MEMBERS",
    "ActionKind",
    "Ask",
    "ByMail",
    "Campaign",
    "Change",
    "Consent",
    "Count",
    "Digest",
    "Dimension",
    "Endorsement",
    "HandOver",
    "Heard",
    "Letter",
    "ModelLetter",
    "Outcome",
    "PaperBatch",
    "PaperRow",
    "Pledge",
    "PledgeAction",
    "Pledger",
    "Signature",
    "Subscription",
    "SupportMessage",
    "Suspicion",
    "Target",
    "TargetLetter",
    "Update",
    "Writing",
    "latest_closing",
]
