"""Finding one's organisation, bringing a new one in, claiming one that stands there unclaimed."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from usi.base import forms
from usi.spine.organisations.forms.fields import CountryField, place
from usi.spine.organisations.models import OrganisationKind


class FindForm(forms.Form):
    """By what name one's organisation is known."""

    q = forms.LineField(label=_("Name of your union or organisation"), max_length=200, help_text=_("In any language, or its short name."))


class BringInForm(forms.Form):
    """What a new organisation is called, what it is and where."""

    name = forms.NameField(label=_("Name, in its own language"), max_length=200)
    language = forms.LanguageField(label=_("Language of the name"))
    short_name = forms.LineField(label=_("Short name"), max_length=60, required=False)
    kind = django_forms.ChoiceField(label=_("What is it?"), choices=OrganisationKind.choices)
    country = CountryField()
    website = forms.WebField(label=_("Website"), required=False)
    despite_likeness = django_forms.BooleanField(label=_("It is none of these. Bring it in."), required=False)

    def clean(self) -> dict[str, Any]:
        """Turn the place into facts."""
        data = super().clean() or {}
        if "country" in data:
            data |= place(data["country"])
        return data


class AskForm(forms.Form):
    """Who one is there."""

    note = forms.ProseField(
        label=_("Who are you there?"), max_length=600, rows=4,
        help_text=_("Your branch or workplace, so that they know you. Only its owners read this."),
    )  # fmt: skip


class ClaimForm(forms.Form):
    """What shows that one may speak for the organisation."""

    evidence = forms.ProseField(
        label=_("What shows that you may speak for it?"), max_length=3000, rows=5,
        help_text=_("Your office, since when, who can confirm it. Only those who decide read this."),
    )  # fmt: skip
    evidence_url = forms.WebField(label=_("A page that names you"), required=False)
