"""Facts of campaigns, and what people do for them."""

from usi.features.campaigns.models.bymail import ByMail, Letter
from usi.features.campaigns.models.campaign import Ask, Campaign, Heard, Outcome
from usi.features.campaigns.models.counts import Change, Count, Dimension
from usi.features.campaigns.models.integrity import Suspicion
from usi.features.campaigns.models.letters import ModelLetter, Target, TargetLetter, Writing
from usi.features.campaigns.models.message import SupportMessage
from usi.features.campaigns.models.news import Consent, Subscription
from usi.features.campaigns.models.pledge import ActionKind, Pledge, PledgeAction, Pledger
from usi.features.campaigns.models.signature import Signature
from usi.features.campaigns.models.update import Update

__all__ = [
    "ActionKind",
    "Ask",
    "ByMail",
    "Campaign",
    "Change",
    "Consent",
    "Count",
    "Dimension",
    "Heard",
    "Letter",
    "ModelLetter",
    "Outcome",
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
]
