"""The forms of campaigns: signing one, and the steps of opening one."""

from usi.features.campaigns.forms.pledge import ActionForm, CorrectPledgeForm, PledgeForm, initial_action, zone_of
from usi.features.campaigns.forms.sign import CorrectForm, SignForm, share_code
from usi.features.campaigns.forms.support import DecideForm, SupportForm, ThanksForm
from usi.features.campaigns.forms.write import AimForm, MoveForm, StartForm, TextForm, initial_aim, initial_text

__all__ = [
    "ActionForm",
    "AimForm",
    "CorrectForm",
    "CorrectPledgeForm",
    "DecideForm",
    "MoveForm",
    "PledgeForm",
    "SignForm",
    "StartForm",
    "SupportForm",
    "TextForm",
    "ThanksForm",
    "initial_action",
    "initial_aim",
    "initial_text",
    "share_code",
    "zone_of",
]
