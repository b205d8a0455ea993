"""The forms of campaigns: signing one, writing to its targets, and the steps of opening one."""

from usi.features.campaigns.forms.letter import ModelLetterForm, TargetForm, WriteForm
from usi.features.campaigns.forms.sign import CorrectForm, SignForm
from usi.features.campaigns.forms.write import AimForm, MoveForm, StartForm, TextForm, initial_aim, initial_text

__all__ = [
    "AimForm", "CorrectForm", "ModelLetterForm", "MoveForm", "SignForm", "StartForm", "TargetForm", "TextForm", "WriteForm",
    "initial_aim", "initial_text",
]  # fmt: skip
