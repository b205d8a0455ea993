"""The forms of campaigns: signing one, writing to its targets, and the steps of opening one."""

from usi.features.campaigns.forms.aim import AimForm, ExtendForm, StartForm, initial_aim
from usi.features.campaigns.forms.end import OutcomeForm, initial_outcome
from usi.features.campaigns.forms.endorse import EndorseForm
from usi.features.campaigns.forms.evidence import EvidenceForm
from usi.features.campaigns.forms.handover import AskForm, DigestForm, HandedForm, initial_digest, initial_handed
from usi.features.campaigns.forms.letter import ModelLetterForm, TargetForm, WriteForm
from usi.features.campaigns.forms.paper import ListForm, SheetForm
from usi.features.campaigns.forms.sign import CorrectForm, SignForm
from usi.features.campaigns.forms.write import MoveForm, TextForm, initial_text

__all__ = [
    "AimForm", "AskForm", "CorrectForm", "DigestForm", "EndorseForm", "EvidenceForm", "ExtendForm", "HandedForm", "ListForm",
    "ModelLetterForm", "MoveForm", "OutcomeForm", "SheetForm", "SignForm", "StartForm", "TargetForm", "TextForm", "WriteForm",
    "initial_aim", "initial_digest", "initial_handed", "initial_outcome", "initial_text",
]
