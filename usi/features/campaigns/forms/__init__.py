"""The forms of campaigns: signing one, and the steps of opening one."""

from usi.features.campaigns.forms.sign import CorrectForm, SignForm
from usi.features.campaigns.forms.write import AimForm, MoveForm, StartForm, TextForm, initial_aim, initial_text

__all__ = ["AimForm", "CorrectForm", "MoveForm", "SignForm", "StartForm", "TextForm", "initial_aim", "initial_text"]
