"""The forms of campaigns: signing one, writing to its targets, and the steps of opening one."""

from usi.features.campaigns.forms.aim import AimForm, ExtendForm, StartForm
from usi.features.campaigns.forms.end import OutcomeForm
from usi.features.campaigns.forms.endorse import EndorseForm
from usi.features.campaigns.forms.evidence import EvidenceForm
from usi.features.campaigns.forms.handover import AskForm, DigestForm, HandedForm, initial_digest, initial_handed
from usi.features.campaigns.forms.letter import ModelLetterForm, TargetForm, WriteForm
from usi.features.campaigns.forms.paper import ListForm, SheetForm
from usi.features.campaigns.forms.pledge import ActionForm, CorrectPledgeForm, PledgeForm, initial_action
from usi.features.campaigns.forms.sign import CorrectForm, SignForm, share_code
from usi.features.campaigns.forms.support import DecideForm, SupportForm, ThanksForm
from usi.features.campaigns.forms.update import UpdateForm, initial_update
from usi.features.campaigns.forms.write import MoveForm, TextForm, initial_text

__all__ = [
    "ActionForm", "AimForm", "AskForm", "CorrectForm", "CorrectPledgeForm", "DecideForm", "DigestForm", "EndorseForm", "EvidenceForm",
    "ExtendForm", "HandedForm", "ListForm", "ModelLetterForm", "MoveForm", "OutcomeForm", "PledgeForm", "SheetForm", "SignForm",
    "StartForm", "SupportForm", "TargetForm", "TextForm", "ThanksForm", "UpdateForm", "WriteForm", "initial_action",
    "initial_digest", "initial_handed", "initial_text", "initial_update", "share_code",
]
