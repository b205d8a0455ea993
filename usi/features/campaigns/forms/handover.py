"""The forms of the hand-over: what is made, when and to whom it went, and how often those addressed are told."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms as django_forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from usi.base import forms, languages, time
from usi.features.campaigns.actions.digest import LEAST_EVERY
from usi.features.campaigns.forms.moment import day_field
from usi.features.campaigns.models import Digest, HandOver
from usi.spine.media.forms import PictureField

_HOW = [
    (HandOver.How.IN_PERSON, _("In person")),
    (HandOver.How.POST, _("By post")),
    (HandOver.How.MAIL, _("By e-mail")),
    (HandOver.How.OTHER, _("Another way")),
]


class AskForm(forms.Form):
    """In which language the documents are made."""

    language = django_forms.ChoiceField(
        label=_("Language of the document"), choices=languages.interface,
        help_text=_("What you wrote stays in your language where there is no translation."),
    )


class HandedForm(forms.Form):
    """When, how and to whom it went."""

    on = day_field(_("On which day?"))
    how = django_forms.ChoiceField(label=_("How?"), choices=_HOW, widget=django_forms.RadioSelect)
    to_whom = forms.LineField(
        label=_("To whom?"), max_length=200, help_text=_("For example: the personnel manager, at the head office in Milan")
    )
    note = forms.LineField(label=_("What happened there?"), max_length=1000, required=False)
    picture = PictureField(label=_("Picture"), required=False)
    alt = forms.LineField(
        label=_("What does the picture show?"), max_length=500, required=False, help_text=_("For people who cannot see it.")
    )

    def clean_on(self) -> date:
        """Refuse days to come."""
        day: date = self.cleaned_data["on"]
        if day > time.now().date():
            raise ValidationError(_("Choose a day up to today."))
        return day

    def clean(self) -> dict[str, Any]:
        """Want a description for a picture."""
        data = super().clean() or {}
        if data.get("picture") and not data.get("alt") and "alt" not in self.errors:
            self.add_error("alt", _("Say in a few words what the picture shows, for people who cannot see it."))
        return data


class DigestForm(forms.Form):
    """How often those addressed are told by mail how many have signed."""

    often = django_forms.ChoiceField(
        label=_("How often?"),
        choices=[("off", _("Not at all")), ("weekly", _("Each week")), ("every", _("After so many more signatures"))],
        widget=django_forms.RadioSelect,
    )
    every = django_forms.IntegerField(
        label=_("After how many more?"), min_value=LEAST_EVERY, max_value=1_000_000, required=False,
        help_text=_("At most one mail a day, however quickly people sign, and only in the working hours of whoever gets it."),
    )

    def clean(self) -> dict[str, Any]:
        """Want the number where it is asked for."""
        data = super().clean() or {}
        if data.get("often") == "every" and not data.get("every") and "every" not in self.errors:
            self.add_error("every", _("Say after how many more signatures."))
        return data


def initial_handed(row: HandOver) -> dict[str, Any]:
    """Return what is written down as the form takes it."""
    return {"on": row.handed_on or time.now().date(), "how": row.how, "to_whom": row.to_whom, "note": row.note}


def initial_digest(row: Digest | None) -> dict[str, Any]:
    """Return how often, as the form takes it."""
    if row is None or not row.active:
        return {"often": "off"}
    return {"often": "every" if row.every else "weekly", "every": row.every or None}
