"""The form of a piece of evidence: a file or the address of a page."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from usi.base import forms
from usi.features.campaigns.actions.evidence import Piece
from usi.spine.media import images
from usi.spine.media.forms import PictureOrDocumentField


class EvidenceForm(forms.Form):
    """What it is, in which language, the file or the address, and who has checked it."""

    part = django_forms.ChoiceField(
        label=_("What does it bear out?"), choices=[("case", _("What the campaign is about")), ("outcome", _("What came of it"))],
        widget=django_forms.RadioSelect,
    )
    title = forms.LineField(label=_("What is it?"), max_length=200, help_text=_("For example: Dismissal list, names hidden"))
    language = forms.LanguageField(label=_("Language it is in"))
    file = PictureOrDocumentField(label=_("File"), required=False)
    alt = forms.LineField(
        label=_("What does the picture show?"), max_length=500, required=False,
        help_text=_("For people who cannot see it. Not needed for a PDF."),
    )
    url = forms.WebField(label=_("Or its web address"), required=False)
    checked_by = forms.LineField(
        label=_("Who has checked it?"), max_length=120, required=False, help_text=_("Readers see that it is checked, and by whom.")
    )

    def __init__(self, *args: Any, ended: bool, **kwargs: Any) -> None:
        """Ask what it bears out only where there is an outcome."""
        super().__init__(*args, **kwargs)
        if not ended:
            del self.fields["part"]

    def clean(self) -> dict[str, Any]:
        """Take a file or an address, and want a description for a picture."""
        data = super().clean() or {}
        file, url = data.get("file"), data.get("url")
        if "file" in self.errors or "url" in self.errors:
            return data
        if not file and not url:
            self.add_error("file", _("Choose a file, or give a web address."))
        elif file and url:
            self.add_error("url", _("Choose one: the file or the web address."))
        if isinstance(file, images.Drawn) and not data.get("alt"):
            self.add_error("alt", _("Say in a few words what the picture shows, for people who cannot see it."))
        return data

    def piece(self) -> Piece:
        """Return what the form says, once it is valid."""
        data = self.cleaned_data
        return Piece(data["title"], data["language"], url=data["url"], checked_by=data["checked_by"], alt=data["alt"])
