"""The organisation's picture with what is said of it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from usi.base import forms
from usi.spine.media import forms as media
from usi.spine.organisations.forms.editing import VersionedForm
from usi.spine.organisations.models import Organisation


class PictureForm(VersionedForm):
    """A picture with its description; the file may be left out where only the words change."""

    picture = media.PictureField(label=_("Picture"), required=False)
    alt = forms.LineField(label=_("What does it show?"), max_length=500, help_text=_("For people who cannot see it."))
    credit = forms.LineField(label=_("Who made it?"), max_length=200, required=False)

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        """Ask for the file where there is no picture yet."""
        super().__init__(*args, organisation=organisation, **kwargs)
        self.fields["picture"].required = organisation.actor.picture is None
        if organisation.actor.picture is not None:
            self.fields["picture"].label = _("Another picture")

    def current(self, organisation: Organisation) -> dict[str, Any]:
        """Return what is said of the picture there is."""
        picture = organisation.actor.picture
        return {"alt": picture.alt, "credit": picture.credit} if picture else {}
