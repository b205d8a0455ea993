"""The forms of people who sign."""

from __future__ import annotations

import re
from typing import Any

from django import forms as django_forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from usi.base import forms, text, time
from usi.features.campaigns import consents, sealing
from usi.features.campaigns.actions.sign import LONGEST_NAME, Wish
from usi.spine.people import puzzle
from usi.spine.taxonomy.fields import CountryByNameField, CountryField

_WEB = re.compile(r"://|www\.|@|\.(com|net|org|info|biz|ru|cn|io)\b")
_CODE = re.compile(r"[a-z0-9-]{1,16}")
_BULLET = re.compile(r"^\s*(?:[-*•–]|\(?\d{1,2}[.)])\s+")
_LONGEST_DAYS = 366


def share_code(typed: str) -> str:
    """Return a share code in its one form, or nothing where it is none: 1 to 16 of a-z, 0-9 and -."""
    code = typed.lower()
    return code if _CODE.fullmatch(code) else ""


class SignForm(forms.Form):
    """A name under a campaign. `at` is when the page was made and `via` the code by which the reader came; nobody has to fill them in."""

    name = forms.LineField(label=_("Full name"), max_length=LONGEST_NAME)
    email = forms.EmailLineField(
        label=_("E-mail"), help_text=_("We send one link. Your name counts when you open it and press the button.")
    )
    country = CountryByNameField()
    workplace = forms.LineField(label=_("Union or workplace"), max_length=LONGEST_NAME, required=False)
    words = forms.ProseField(label=_("Words of support"), max_length=500, rows=2, required=False)
    show_name = django_forms.BooleanField(label=_("Show my name on this page"), required=False)
    news = django_forms.BooleanField(label=consents.LABEL, help_text=consents.HINT, required=False)
    at = django_forms.CharField(required=False, widget=django_forms.HiddenInput)
    via = django_forms.CharField(required=False, widget=django_forms.HiddenInput)
    altcha = django_forms.CharField(required=False, widget=django_forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Let browsers fill it in."""
        kwargs.setdefault("auto_id", "sign_%s")
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["workplace"].widget.attrs["autocomplete"] = "organization"

    def clean_at(self) -> int:
        """Return the stamp, 0 where it is none: that is no reason to send anybody back."""
        stamp = str(self.cleaned_data["at"])
        return int(stamp) if stamp.isascii() and stamp.isdigit() and len(stamp) < 12 else 0

    def clean_via(self) -> str:
        """Return the share code, or nothing where it is none."""
        return share_code(str(self.cleaned_data["via"]))

    def wish(self, language: str) -> Wish:
        """Return what the form says, once it is valid."""
        data, made = self.cleaned_data, self.cleaned_data.get("at")
        seconds = int(time.now().timestamp()) - made if made else None
        return Wish(
            name=data["name"], country=data["country"], show_name=data["show_name"], workplace=data["workplace"], words=data["words"],
            news=data["news"], language=language, via=data["via"],
            solved=bool(data["altcha"]) and puzzle.is_solved(data["altcha"]),
            filled_in=min(seconds, 32767) if seconds is not None and seconds >= 0 else None,
        )  # fmt: skip

    def clean_name(self) -> str:
        """Refuse advertisements: the name may be shown."""
        name = str(self.cleaned_data["name"])
        _no_addresses(name)
        if not any(char.isalpha() for char in name):
            raise ValidationError(_("Write your name in letters."))
        return name

    def clean_workplace(self) -> str:
        """Refuse advertisements: it goes to those the campaign addresses."""
        workplace = str(self.cleaned_data["workplace"])
        _no_addresses(workplace)
        return workplace

    def clean_email(self) -> str:
        """Refuse what cannot be brought into one form."""
        address = str(self.cleaned_data["email"])
        try:
            sealing.normalise(address)
        except ValueError:
            raise ValidationError(self.fields["email"].error_messages["invalid"]) from None
        return address


def _no_addresses(value: str) -> None:
    if _WEB.search(text.skeleton(value)):
        raise ValidationError(_("Write this without web or e-mail addresses."))


class CorrectForm(forms.Form):
    """What somebody who has signed changes afterwards, behind the link in their mail."""

    name = forms.LineField(label=_("Full name"), max_length=LONGEST_NAME)
    country = CountryField()
    workplace = forms.LineField(label=_("Union or workplace"), max_length=LONGEST_NAME, required=False)
    show_name = django_forms.BooleanField(label=_("Show my name on this page"), required=False)
    news = django_forms.BooleanField(label=consents.LABEL, help_text=consents.HINT, required=False)

    clean_name = SignForm.clean_name
    clean_workplace = SignForm.clean_workplace
