"""Facts of campaigns, and what people do for them."""

from usi.features.campaigns.models.bymail import ByMail, Letter
from usi.features.campaigns.models.campaign import LONGEST_DAYS, Ask, Campaign, Heard, Outcome
from usi.features.campaigns.models.counts import Change, Count, Dimension
from usi.features.campaigns.models.endorsement import MOST_MEMBERS, Endorsement
from usi.features.campaigns.models.integrity import Suspicion
from usi.features.campaigns.models.letters import ModelLetter, Target, TargetLetter, Writing
from usi.features.campaigns.models.message import SupportMessage
from usi.features.campaigns.models.pledge import ActionKind, Pledge, PledgeAction, Pledger
from usi.features.campaigns.models.signature import Signature

__all__ = [
    "LONGEST_DAYS",
    "MOST_MEMBERS",
    "ActionKind",
    "Ask",
    "ByMail",
    "Campaign",
    "Change",
    "Count",
    "Dimension",
    "Endorsement",
    "Heard",
    "Letter",
    "ModelLetter",
    "Outcome",
    "Pledge",
    "PledgeAction",
    "Pledger",
    "Signature",
    "SupportMessage",
    "Suspicion",
    "Target",
    "TargetLetter",
    "Writing",
]
