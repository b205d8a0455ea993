"""The forms of pledges: for people who promise, and for officers who set the actions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from datetime import time as daytime
from typing import Any
from zoneinfo import available_timezones

from django import forms as django_forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from usi.base import forms, languages, moments
from usi.base.selects import Select
from usi.features.campaigns.actions.bymail import Sender
from usi.features.campaigns.actions.organise import Plan
from usi.features.campaigns.actions.sign import LONGEST_NAME
from usi.features.campaigns.forms.sign import SignForm
from usi.features.campaigns.models import ActionKind, PledgeAction
from usi.spine.taxonomy import countries
from usi.spine.taxonomy.fields import CountryField

_KINDS = {
    ActionKind.PICKET: _("Picket or rally"), ActionKind.COLLECTION: _("Collection"), ActionKind.MOTION: _("Motion in my branch"),
    ActionKind.BOYCOTT: _("Boycott day"), ActionKind.OTHER: _("Something else"),
}  # fmt: skip


class SenderForm(forms.Form):
    """Who somebody is who takes part without an account."""

    name = forms.LineField(label=_("Full name"), max_length=LONGEST_NAME)
    email = forms.EmailLineField(label=_("E-mail"))
    country = CountryField()
    workplace = forms.LineField(label=_("Union or workplace"), max_length=LONGEST_NAME, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Let browsers fill it in."""
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["workplace"].widget.attrs["autocomplete"] = "organization"

    clean_name = SignForm.clean_name
    clean_workplace = SignForm.clean_workplace
    clean_email = SignForm.clean_email

    def sender(self) -> Sender:
        """Return who it is, once the form is valid."""
        data = self.cleaned_data
        return Sender(name=data["name"], country=data["country"], workplace=data["workplace"], language=languages.current())


class PledgeForm(SenderForm):
    """Which actions somebody promises, and who they are."""

    actions = django_forms.TypedMultipleChoiceField(
        label=_("What will you do?"), coerce=int, widget=django_forms.CheckboxSelectMultiple
    )
    field_order = ("actions", "name", "email", "country", "workplace")

    def __init__(self, *args: Any, actions: Iterable[Any], **kwargs: Any) -> None:
        """Offer the actions that can be promised, each with its `said_title`."""
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = _("We send one link. Your pledge counts when you open it and press the button.")
        self.fields["actions"].choices = [(each.pk, each.said_title) for each in actions]  # type: ignore[attr-defined]
        self.fields["actions"].error_messages["required"] = _("Choose at least one action.")


class CorrectPledgeForm(PledgeForm):
    """What somebody who has pledged changes afterwards, behind the link in their mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The address stays, and no action needs to be left."""
        super().__init__(*args, **kwargs)
        del self.fields["email"]
        self.fields["actions"].required = False


class ActionForm(forms.Form):
    """One action that people can promise."""

    kind = django_forms.ChoiceField(label=_("What sort of action?"))
    title = forms.LineField(label=_("Title"), max_length=120, help_text=_("What people do, in a few words."))
    description = forms.ProseField(label=_("What they should know"), max_length=500, rows=3, required=False)
    on = django_forms.DateField(
        label=_("Day"), required=False, input_formats=["%Y-%m-%d"],
        widget=django_forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("Leave it empty if each takes part when they can."),
    )
    begins = django_forms.TimeField(
        label=_("Time"), required=False, input_formats=["%H:%M", "%H:%M:%S"],
        widget=django_forms.TimeInput(format="%H:%M", attrs={"type": "time"}), help_text=_("Leave it empty for the whole day."),
    )
    zone = django_forms.ChoiceField(label=_("Time zone"), widget=Select, help_text=_("Of the place where it happens."))
    place = forms.LineField(label=_("Place"), max_length=200, required=False)
    country = django_forms.ChoiceField(label=_("Country"), required=False, widget=Select)
    version = django_forms.IntegerField(widget=django_forms.HiddenInput, required=False)

    def __init__(self, *args: Any, fixed: bool = False, **kwargs: Any) -> None:
        """Take kind and title out of one that people have promised."""
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = list(_KINDS.items())  # type: ignore[attr-defined]
        self.fields["zone"].choices = [(zone, zone.replace("_", " ")) for zone in sorted(available_timezones())]  # type: ignore[attr-defined]
        self.fields["zone"].widget.attrs["dir"] = "ltr"
        self.fields["country"].choices = [("", _("Everywhere")), *countries.choices(languages.current())]  # type: ignore[attr-defined]
        self.fields["on"].error_messages["invalid"] = _("Write the day like 2030-05-31.")
        self.fields["begins"].error_messages["invalid"] = _("Write the time like 18:30.")
        if fixed:
            del self.fields["kind"], self.fields["title"]

    def clean_on(self) -> date | None:
        """Refuse days that no calendar knows."""
        day: date | None = self.cleaned_data["on"]
        if day is not None and not 2000 <= day.year <= 2200:
            raise ValidationError(_("Write the day like 2030-05-31."))
        return day

    def clean(self) -> dict[str, Any]:
        """A time needs a day on which clocks show it."""
        data = super().clean() or {}
        day, begins, zone = data.get("on"), data.get("begins"), data.get("zone")
        if begins is not None and day is None and "on" not in self.errors:
            self.add_error("on", _("A time needs a day."))
        if isinstance(begins, daytime) and day is not None and zone and not moments.at(day, begins, zone):
            self.add_error("begins", _("Clocks are put forward then, and this time is left out. Choose another."))
        return data

    def plan(self, action: PledgeAction | None) -> Plan:
        """Return what the form says, once it is valid; what it does not ask for stays as it is."""
        data = {"kind": action.kind, "title": action.title} if action else {}
        return Plan(**data | {name: value for name, value in self.cleaned_data.items() if name != "version"})


def initial_action(action: PledgeAction) -> dict[str, Any]:
    """Return an action as the form takes it."""
    return {field: getattr(action, field) for field in ActionForm.base_fields}
