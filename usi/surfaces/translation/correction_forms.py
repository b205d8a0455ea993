"""The forms of corrections: for readers with and without an account, and for those who decide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from usi.base import forms
from usi.spine.people import puzzle
from usi.surfaces.translation.actions.correcting import LONGEST_WORDS
from usi.surfaces.translation.queries.corrections import Part

LONGEST = {"title": 200, "name": 200, "summary": 5000, "body": 100_000}


class SuggestForm(forms.Form):
    """Every text of a translation, as it stands, to be corrected."""

    words = forms.ProseField(
        label=_("Why? (not needed)"), max_length=LONGEST_WORDS, rows=2, required=False,
        help_text=_("Only those who decide read this.")
    )

    def __init__(self, *args: Any, parts: Sequence[Part], **kwargs: Any) -> None:
        """Offer each text with what stands there."""
        super().__init__(*args, **kwargs)
        self.parts = parts
        words = self.fields.pop("words")
        for part in parts:
            rows = min(20, 3 + 2 * part.said.count("\n")) if part.long else 2
            self.fields[part.key] = forms.ProseField(
                max_length=LONGEST.get(part.key, 20_000), rows=rows, label=part.label, required=False, initial=part.said
            )
        self.fields["words"] = words

    @property
    def sides(self) -> list[tuple[Part, Any]]:
        """Each text with its field."""
        return [(part, self[part.key]) for part in self.parts]

    def texts(self) -> dict[str, str]:
        """Return what was typed, by key, once the form is valid."""
        return {part.key: self.cleaned_data[part.key] for part in self.parts}


class SayForm(forms.Form):
    """What is wrong, in words. The page's script puts a solved puzzle into `altcha`; without it fewer can be sent."""

    words = forms.ProseField(
        label=_("What is wrong with the translation?"), max_length=LONGEST_WORDS, rows=4,
        help_text=_("Only those who look after translations read this. It is never shown on the page."),
    )
    altcha = django_forms.CharField(required=False, widget=django_forms.HiddenInput)

    def solved(self) -> bool:
        """Whether the reader's machine solved a puzzle of ours, once the form is valid; asking takes it."""
        return bool(self.cleaned_data["altcha"]) and puzzle.is_solved(self.cleaned_data["altcha"])


class DecideForm(forms.Form):
    """Which button, and what is said to the one who suggested it."""

    verb = django_forms.ChoiceField(choices=[("accept", "accept"), ("decline", "decline")], widget=django_forms.HiddenInput)
    answer = forms.LineField(
        label=_("A word to whoever suggested it (not needed)"), max_length=500, required=False,
        help_text=_("They get it by mail, and see it on the page where they suggested it."),
    )
