"""Facts of campaigns, and what people do for them."""

from usi.features.campaigns.models.campaign import Ask, Campaign, Heard, Outcome
from usi.features.campaigns.models.counts import Change, Count, Dimension
from usi.features.campaigns.models.integrity import Suspicion

from usi.features.campaigns.models.letters import Letter, ModelLetter, Target, Writing
from usi.features.campaigns.models.signature import Signature

__all__ = [
    "Ask", "Campaign", "Change", "Count", "Dimension", "Heard", "Letter", "ModelLetter", "Outcome", "Signature", "Suspicion", "Target",
    "Writing",
]
