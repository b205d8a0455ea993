"""The forms of messages of support: for people who send one, and for officers who decide."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from usi.base import forms
from usi.features.campaigns.actions.moderate import Verb
from usi.features.campaigns.actions.support import Note
from usi.features.campaigns.forms.pledge import SenderForm
from usi.features.campaigns.models.message import LONGEST_MESSAGE, LONGEST_THANKS
from usi.surfaces.moderation.reasons import Preset


class SupportForm(SenderForm):
    """A message, and who sends it."""

    text = forms.ProseField(
        label=_("Your message"), max_length=LONGEST_MESSAGE, rows=4,
        help_text=_("Up to 500 characters. The organisers read it before it appears.")
    )
    text_language = forms.LanguageField(label=_("Language you write in"))
    picture = django_forms.FileField(
        label=_("Picture"), required=False, help_text=_("JPEG, PNG, WebP or GIF. Show only people who agree to it.")
    )
    alt = forms.LineField(
        label=_("What does the picture show?"), max_length=300, required=False, help_text=_("For people who cannot see it.")
    )
    show_name = django_forms.BooleanField(label=_("Show my name and union with the message"), required=False)
    field_order = ("text", "text_language", "name", "email", "country", "workplace", "show_name", "picture", "alt")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say what the link is for."""
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = _("We send one link. Your message is sent when you open it and press the button.")
        self.fields["picture"].widget.attrs["accept"] = "image/jpeg,image/png,image/webp,image/gif"

    @property
    def main(self) -> list[Any]:
        """The fields of those who only write, in order."""
        return [self[name] for name in self.fields if name not in ("picture", "alt")]

    @property
    def more_open(self) -> bool:
        """Whether what goes with a picture is shown at once: something stands there."""
        return bool(self["alt"].value() or self["alt"].errors or self["picture"].errors)

    def clean(self) -> dict[str, Any]:
        """A picture needs a description; browsers do not send a chosen file again."""
        data = super().clean() or {}
        if data.get("picture") and not data.get("alt") and "alt" not in self.errors:
            self.add_error("alt", _("Say in a few words what the picture shows, for people who cannot see it."))
        if self.errors and self.files.get("picture") and "picture" not in self.errors:
            self.add_error("picture", _("Choose the picture again: browsers do not keep it."))
        return data

    def note(self) -> Note:
        """Return the message, once the form is valid."""
        data = self.cleaned_data
        return Note(text=data["text"], language=data["text_language"], show_name=data["show_name"], upload=data["picture"], alt=data["alt"])


class DecideForm(forms.Form):
    """Which button, and for what reason."""

    needed_with_another = ("reason",)
    verb = django_forms.ChoiceField(choices=Verb.choices)
    reason = django_forms.ChoiceField(
        label=_("Reason"), choices=[("", _("Choose")), *Preset.choices], required=False,
        help_text=_("Needed where it is not shown. The sender is told."),
    )

    def clean(self) -> dict[str, Any]:
        """Whatever is not shown needs a reason."""
        data = super().clean() or {}
        if data.get("verb") in (Verb.REFUSE, Verb.HIDE) and not data.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Choose the reason that the sender is told."))
        return data


class ThanksForm(forms.Form):
    """Words of thanks."""

    thanks = forms.LineField(label=_("Your thanks"), max_length=LONGEST_THANKS, required=False)
    thanks_language = forms.LanguageField(label=_("Language you write in"))
