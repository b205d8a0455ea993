"""The forms of campaigns: signing one, the steps of opening one, endorsing and ending one."""

from usi.features.campaigns.forms.aim import AimForm, ExtendForm, StartForm, initial_aim
from usi.features.campaigns.forms.end import OutcomeForm, initial_outcome
from usi.features.campaigns.forms.endorse import EndorseForm
from usi.features.campaigns.forms.sign import CorrectForm, SignForm, share_code
from usi.features.campaigns.forms.write import MoveForm, TextForm, initial_text

__all__ = [
    "AimForm", "CorrectForm", "EndorseForm", "ExtendForm", "MoveForm", "OutcomeForm", "SignForm", "StartForm", "TextForm", "initial_aim",
    "initial_outcome", "initial_text", "share_code",
]
