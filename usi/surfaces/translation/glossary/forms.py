"""The forms of the glossary."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from usi.base import forms
from usi.surfaces.translation.glossary.deciding import folded


class TermField(forms.NameField):
    """A name of a term."""

    def validate(self, value: Any) -> None:
        """Refuse what has no word by which it could be found."""
        super().validate(value)
        if value and not folded(value):
            raise ValidationError(_("Write a name with at least one letter or digit."))


class ProposalForm(forms.Form):
    """How a term is called in another language."""

    from_language = forms.LanguageField(label=_("Language of the term"))
    source = TermField(label=_("Term"), max_length=120, help_text=_("As in a dictionary, for example: strike."))
    to_language = forms.LanguageField(label=_("Language of the translation"))
    target = TermField(label=_("Translation"), max_length=120)
    note = forms.LineField(
        label=_("Note for translators"), max_length=400, required=False,
        help_text=_("When to use it and when not, in the language of the translation."),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for two languages."""
        data = super().clean() or {}
        if data.get("from_language") and data.get("from_language") == data.get("to_language"):
            self.add_error("to_language", _("Choose two different languages."))
        return data


class DecisionForm(forms.Form):
    """Whether a name is kept; `seen` is the state that the reviewer saw."""

    keep = django_forms.ChoiceField(choices=[("1", "1"), ("0", "0")])
    seen = django_forms.ChoiceField(choices=[("proposed", ""), ("kept", ""), ("refused", "")])
    reason = forms.LineField(max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for a reason where a name is not kept."""
        data = super().clean() or {}
        if data.get("keep") == "0" and not data.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Say in a few words why it is not kept. Who proposed it reads that."))
        return data
