"""What came of a campaign."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms as django_forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from usi.base import forms, moments, time
from usi.features.campaigns.actions.aim import LONGEST_OUTCOME
from usi.features.campaigns.actions.end import Link
from usi.features.campaigns.forms.moment import day_field
from usi.features.campaigns.models import Campaign, Heard, Outcome

LINKS = 3
_OUTCOMES = [
    (Outcome.WON, _("Won")),
    (Outcome.PARTLY, _("Partly won")),
    (Outcome.LOST, _("Lost")),
    (Outcome.WITHDRAWN, _("Withdrawn: we ask for it no longer")),
    (Outcome.UNKNOWN, _("Not known")),
]
_HEARD = [(Heard.YES, _("Yes")), (Heard.NO, _("No")), (Heard.UNKNOWN, _("We do not know"))]


class OutcomeForm(forms.Form):
    """What came of it, when, what happened, what bears it out, and whether the workers heard of the support."""

    outcome = django_forms.ChoiceField(label=_("What came of it?"), choices=_OUTCOMES, widget=django_forms.RadioSelect)
    on = day_field(_("On which day?"), help_text=_("The day it was decided; today if you do not know."))
    what_happened = forms.ProseField(
        label=_("What happened?"), max_length=LONGEST_OUTCOME, rows=3, help_text=_("Say it as it is. Those who signed read this first.")
    )
    heard = django_forms.ChoiceField(label=_("Did the workers hear of the support?"), choices=_HEARD, widget=django_forms.RadioSelect)
    version = django_forms.IntegerField(widget=django_forms.HiddenInput)

    def __init__(self, *args: Any, campaign: Campaign, opened_at: datetime, **kwargs: Any) -> None:
        """Add the rows for links."""
        self._first, self._last = moments.day_of(opened_at, campaign.zone), moments.day_of(time.now(), campaign.zone)
        super().__init__(*args, initial={"on": self._last} | initial_outcome(campaign), **kwargs)
        for number in range(1, LINKS + 1):
            self.fields[f"url_{number}"] = forms.WebField(label=_("Web address"), required=False)
            self.fields[f"title_{number}"] = forms.LineField(label=_("What it is"), max_length=200, required=False)

    @property
    def main(self) -> list[Any]:
        """The fields that everyone fills in."""
        return [self[name] for name in ("outcome", "on", "what_happened", "heard")]

    @property
    def link_rows(self) -> list[tuple[Any, Any]]:
        """The pairs of fields for links."""
        return [(self[f"url_{n}"], self[f"title_{n}"]) for n in range(1, LINKS + 1)]

    @property
    def more_open(self) -> bool:
        """Whether the links are shown at once: something stands there."""
        return any(field.value() or field.errors for row in self.link_rows for field in row)

    def clean_on(self) -> date:
        """Accept days since it opened, up to today."""
        day: date = self.cleaned_data["on"]
        if not self._first <= day <= self._last:
            raise ValidationError(_("Choose a day between the opening and today."))
        return day

    def clean(self) -> dict[str, Any]:
        """Gather the links."""
        data = super().clean() or {}
        data["links"] = []
        for number in range(1, LINKS + 1):
            url, title = data.pop(f"url_{number}", ""), data.pop(f"title_{number}", "")
            if url:
                data["links"].append(Link(title, url))
            elif title and f"url_{number}" not in self.errors:
                self.add_error(f"url_{number}", _("Give its web address too."))
        return data


def initial_outcome(campaign: Campaign) -> dict[str, Any]:
    """Return the outcome as the form takes it."""
    links = [row for row in campaign.outcome_evidence if not row.get("document") and not row.get("id")]
    pairs = {f"{name}_{number}": row[name] for number, row in enumerate(links[:LINKS], 1) for name in ("url", "title")}
    said = {"outcome": campaign.outcome, "what_happened": campaign.outcome_text, "heard": campaign.heard, "version": campaign.version}
    return pairs | said | ({"on": campaign.outcome_on} if campaign.outcome_on else {})
