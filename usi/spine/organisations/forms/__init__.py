"""The forms of this room."""

from usi.spine.organisations.forms.affiliations import AffiliationsForm
from usi.spine.organisations.forms.editing import BasicsForm, FiguresForm, NamesForm, SectorsForm, SubjectsForm
from usi.spine.organisations.forms.joining import AskForm, BringInForm, ClaimForm, FindForm
from usi.spine.organisations.forms.people import ActAsForm, InviteForm, RoleForm
from usi.spine.organisations.forms.picture import PictureForm
from usi.spine.organisations.forms.place import PlaceForm
from usi.spine.organisations.forms.trust import DecideForm, VouchForm, WithdrawForm

__all__ = [
    "ActAsForm",
    "AffiliationsForm",
    "AskForm",
    "BasicsForm",
    "BringInForm",
    "ClaimForm",
    "DecideForm",
    "FiguresForm",
    "FindForm",
    "InviteForm",
    "NamesForm",
    "PictureForm",
    "PlaceForm",
    "RoleForm",
    "SectorsForm",
    "SubjectsForm",
    "VouchForm",
    "WithdrawForm",
]
