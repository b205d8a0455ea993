"""Endorsing a campaign in the name of an organisation."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms as django_forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from usi.base import forms, time
from usi.features.campaigns.forms.moment import day_field
from usi.features.campaigns.models import MOST_MEMBERS
from usi.spine.organisations.models import Organisation


class EndorseForm(forms.Form):
    """In whose name, and how many members it represents on which day."""

    organisation = django_forms.ChoiceField(label=_("In the name of"))
    members = django_forms.IntegerField(
        label=_("How many members do you represent?"), min_value=0, max_value=MOST_MEMBERS,
        help_text=_("As you state it; 0 for an organisation without members."),
    )  # fmt: skip
    as_of = day_field(_("As of which day?"))

    def __init__(self, *args: Any, organisations: list[Organisation], **kwargs: Any) -> None:
        """Offer the verified organisations for which the reader speaks; the first one's figures are filled in."""
        super().__init__(*args, **kwargs)
        self._organisations = {str(row.pk): row for row in organisations}
        self.fields["organisation"].choices = [(number, row.actor.name) for number, row in self._organisations.items()]  # type: ignore[attr-defined]
        self.fields["members"].error_messages["invalid"] = _("Write a whole number.")
        if organisations and len(organisations) == 1:
            row = organisations[0]
            self.initial = {"members": row.members, "as_of": row.members_as_of or time.now().date()}

    def clean_organisation(self) -> Organisation:
        """Return the organisation itself."""
        return self._organisations[self.cleaned_data["organisation"]]

    def clean_as_of(self) -> date:
        """Accept days that have come."""
        day: date = self.cleaned_data["as_of"]
        if not date(1900, 1, 1) <= day <= time.now().date():
            raise ValidationError(_("Choose today or an earlier day."))
        return day
