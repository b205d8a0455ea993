"""The forms of reports, decisions and appeals."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from usi.base import forms
from usi.surfaces.moderation import verbs
from usi.surfaces.moderation.reasons import Preset


class ReportForm(forms.Form):
    """What is wrong with something."""

    reason = django_forms.ChoiceField(label=_("What is wrong?"), choices=Preset.choices, widget=django_forms.RadioSelect)
    text = forms.ProseField(
        label=_("What should a moderator know?"), max_length=2000, rows=4, required=False,
        help_text=_("Only moderators read this. Do not name people who could be harmed."),
    )
    contact = forms.EmailLineField(
        label=_("Your e-mail address"), required=False,
        help_text=_("If you want to hear what came of it. It is kept encrypted, used for that one mail and then erased."),
    )

    def __init__(self, *args: Any, signed_in: bool, **kwargs: Any) -> None:
        """People who are signed in are answered at their own address."""
        super().__init__(*args, **kwargs)
        if signed_in:
            del self.fields["contact"]

    def clean(self) -> dict[str, Any]:
        """Something else needs words."""
        data = super().clean() or {}
        if data.get("reason") == Preset.OTHER and not data.get("text") and "text" not in self.errors:
            self.add_error("text", _("Say in a few words what is wrong."))
        return data


class DecisionForm(forms.Form):
    """A decision: which button, for what reason, in what words. `seen` stands for what the moderator has read."""

    verb = django_forms.ChoiceField(choices=verbs.Verb.choices, widget=django_forms.HiddenInput)
    reason = django_forms.ChoiceField(
        label=_("Reason"), choices=[("", _("No reason needed")), *Preset.choices], required=False,
        help_text=_("The author gets it as a full sentence in their language."),
    )
    text = forms.ProseField(
        label=_("Your words"), max_length=3000, rows=4, required=False,
        help_text=_("The author reads them, except where you refer it to another moderator: then only moderators do."),
    )
    seen = django_forms.CharField(widget=django_forms.HiddenInput, max_length=60)

    def clean(self) -> dict[str, Any]:
        """Ask for what the verb needs."""
        data = super().clean() or {}
        rule = verbs.RULES.get(data.get("verb", ""))
        if rule is not None and rule.needs_reason and not data.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Choose the reason that the author is told."))
        if rule is not None and rule.needs_text and not data.get("text") and "text" not in self.errors:
            self.add_error("text", _("Say what should be changed, or what the next moderator should know."))
        return data


class AppealForm(forms.Form):
    """Why a decision is wrong."""

    text = forms.ProseField(label=_("Why is the decision wrong?"), max_length=3000, rows=6)


class AnswerForm(forms.Form):
    """The answer to an appeal."""

    grant = django_forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")], widget=django_forms.HiddenInput)
    text = forms.ProseField(label=_("Your answer"), max_length=3000, rows=4, help_text=_("It is sent to the author."))
