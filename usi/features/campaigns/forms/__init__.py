"""The forms of campaigns: signing one, writing to its targets, and the steps of opening one."""

from usi.features.campaigns.forms.letter import ModelLetterForm, TargetForm, WriteForm
from usi.features.campaigns.forms.pledge import ActionForm, CorrectPledgeForm, PledgeForm, initial_action, zone_of
from usi.features.campaigns.forms.sign import CorrectForm, SignForm, share_code
from usi.features.campaigns.forms.support import DecideForm, SupportForm, ThanksForm
from usi.features.campaigns.forms.update import UpdateForm, initial_update
from usi.features.campaigns.forms.write import AimForm, MoveForm, StartForm, TextForm, initial_aim, initial_text

__all__ = [
    "ActionForm",
    "AimForm",
    "CorrectForm",
    "CorrectPledgeForm",
    "DecideForm",
    "ModelLetterForm",
    "MoveForm",
    "PledgeForm",
    "SignForm",
    "StartForm",
    "SupportForm",
    "TargetForm",
    "TextForm",
    "ThanksForm",
    "UpdateForm",
    "WriteForm",
    "initial_action",
    "initial_aim",
    "initial_text",
    "initial_update",
    "share_code",
    "zone_of",
]
