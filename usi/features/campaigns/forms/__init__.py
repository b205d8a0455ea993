"""The forms of campaigns: signing one, writing to its targets, and the steps of opening one."""

from usi.features.campaigns.forms.aim import AimForm, ExtendForm, StartForm, initial_aim
from usi.features.campaigns.forms.end import OutcomeForm, initial_outcome
from usi.features.campaigns.forms.endorse import EndorseForm
from usi.features.campaigns.forms.letter import ModelLetterForm, TargetForm, WriteForm
from usi.features.campaigns.forms.sign import CorrectForm, SignForm
from usi.features.campaigns.forms.write import MoveForm, TextForm, initial_text

__all__ = [
    "AimForm", "CorrectForm", "EndorseForm", "ExtendForm", "ModelLetterForm", "MoveForm", "OutcomeForm", "SignForm", "StartForm",
    "TargetForm", "TextForm", "WriteForm", "initial_aim", "initial_outcome", "initial_text",
]
