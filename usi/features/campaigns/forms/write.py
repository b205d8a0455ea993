"""The forms of campaigns: signing one, and the three steps of opening one."""

from __future__ import annotations

import re
from datetime import UTC, date, timedelta
from typing import Any

from django import forms as django_forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from usi.base import forms, text, time
from usi.features.campaigns import queries
from usi.features.campaigns.actions.edit import LONGEST_DEMAND, MOST_DEMANDS
from usi.features.campaigns.models import Campaign
from usi.spine.organisations.models import Organisation
from usi.spine.publications.models import Publication, State
from usi.spine.taxonomy import countries
from usi.spine.taxonomy import queries as taxonomy

_BULLET = re.compile(r"^\s*(?:[-*•–]|\(?\d{1,2}[.)])\s+")
_LONGEST_DAYS = 366


class StartForm(forms.Form):
    """First step: in whose name, in what language, under what title."""

    organisation = django_forms.ChoiceField(label=_("In the name of"))
    language = forms.LanguageField(label=_("Language you write in"))
    title = forms.LineField(
        label=_("Title"), max_length=200, help_text=_("What happened and what must be done, in one or two short sentences.")
    )

    def __init__(self, *args: Any, organisations: list[Organisation], **kwargs: Any) -> None:
        """Offer the organisations the reader may speak for."""
        super().__init__(*args, **kwargs)
        self._organisations = {str(row.pk): row for row in organisations}
        self.fields["organisation"].choices = [(number, row.actor.name) for number, row in self._organisations.items()]  # type: ignore[attr-defined]

    def clean_organisation(self) -> Organisation:
        """Return the organisation itself."""
        return self._organisations[self.cleaned_data["organisation"]]


class AimForm(forms.Form):
    """Second step: who can grant it, what is demanded, until when, how many names."""

    target = forms.LineField(
        label=_("Who is it aimed at?"), max_length=300, help_text=_("Who can grant what you demand: a firm, a minister, a board.")
    )
    demands = forms.ProseField(label=_("Demands"), max_length=6000, rows=6, help_text=_("One on each line."))
    closes_on = django_forms.DateField(
        label=_("Last day to sign"), widget=django_forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), input_formats=["%Y-%m-%d"]
    )
    goal = django_forms.IntegerField(label=_("How many signatures do you aim for?"), min_value=10, max_value=10_000_000)
    version = django_forms.IntegerField(widget=django_forms.HiddenInput)

    def __init__(self, *args: Any, fixed: bool = False, **kwargs: Any) -> None:
        """Take target and demands out once people have been able to sign them."""
        super().__init__(*args, **kwargs)
        self.fields["closes_on"].error_messages["invalid"] = _("Write the day like 2030-05-31.")
        self.fields["goal"].error_messages["invalid"] = _("Write a whole number.")
        if fixed:
            del self.fields["target"], self.fields["demands"]

    def clean_demands(self) -> list[str]:
        """Return the demands without numbers or bullets: the page numbers them."""
        rows = [text.line(_BULLET.sub("", row)) for row in self.cleaned_data["demands"].split("\n")]
        demands = [row for row in rows if any(char.isalpha() for char in row)]
        if not demands:
            raise ValidationError(_("Write at least one demand."))
        if len(demands) > MOST_DEMANDS:
            raise ValidationError(
                ngettext_lazy("Write at most %(count)s demand.", "Write at most %(count)s demands.", "count") % {"count": MOST_DEMANDS}
            )
        if any(len(row) > LONGEST_DEMAND for row in demands):
            raise ValidationError(
                ngettext_lazy("Keep each demand under %(count)s character.", "Keep each demand under %(count)s characters.", "count")
                % {"count": LONGEST_DEMAND}
            )
        return demands

    def clean_closes_on(self) -> date:
        """Accept days from today to a year from now."""
        day: date = self.cleaned_data["closes_on"]
        today = time.now().date()
        if not today <= day <= today + timedelta(days=_LONGEST_DAYS):
            raise ValidationError(_("Choose a day from today up to a year from now."))
        return day


class TextForm(forms.Form):
    """Third step: what people read before they sign."""

    title = forms.LineField(label=_("Title"), max_length=200)
    summary = forms.ProseField(
        label=_("Summary"), max_length=500, rows=3,
        help_text=_("Two or three sentences. On phones the form to sign stands right under them."),
    )
    body = forms.ProseField(
        label=_("Text"), max_length=60_000, required=False, rows=7,
        help_text=_("Write in Markdown: a blank line starts a paragraph, ## starts a heading, **bold**, - starts a list."),
    )
    language = forms.LanguageField(label=_("Language"))
    themes = django_forms.MultipleChoiceField(label=_("Themes"), required=False, widget=django_forms.CheckboxSelectMultiple)
    countries = django_forms.MultipleChoiceField(label=_("Countries"), required=False, help_text=_("Hold Ctrl or Cmd to choose several."))
    note = forms.LineField(
        label=_("What did you correct?"), max_length=300, required=False, help_text=_("Readers see this sentence with its date.")
    )
    version = django_forms.IntegerField(widget=django_forms.HiddenInput)

    def __init__(self, *args: Any, campaign: Publication, **kwargs: Any) -> None:
        """Offer the themes and countries there are."""
        language = get_language() or "en"
        super().__init__(*args, **kwargs)
        self.fields["themes"].choices = [(actor.handle, actor.shown_name) for actor in taxonomy.themes(language=language)]  # type: ignore[attr-defined]
        self.fields["countries"].choices = countries.choices(language)  # type: ignore[attr-defined]
        if campaign.state != State.PUBLISHED:
            del self.fields["note"]

    def clean(self) -> dict[str, Any]:
        """Turn handles into actors."""
        data = super().clean() or {}
        data["subjects"] = taxonomy.subjects(themes=data.get("themes", ()), countries=data.get("countries", ()))
        data["country"] = next(iter(data.get("countries", ())), "")
        return data


class MoveForm(forms.Form):
    """Into which state, when and why."""

    to = django_forms.ChoiceField(choices=State.choices)
    reason = forms.ProseField(label=_("Why is it withdrawn?"), max_length=1000, required=False, rows=3)
    scheduled_for = django_forms.DateTimeField(
        label=_("Publish at (UTC)"), required=False, widget=django_forms.DateTimeInput(attrs={"type": "datetime-local"}),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"],
    )

    def clean_scheduled_for(self) -> Any:
        """Read the time as UTC."""
        value = self.cleaned_data["scheduled_for"]
        return value.replace(tzinfo=UTC) if value else None


def initial_aim(campaign: Campaign) -> dict[str, Any]:
    """Return the facts as the form takes them."""
    return {
        "target": campaign.target, "demands": "\n".join(campaign.demands), "closes_on": campaign.closes_on, "goal": campaign.goal,
        "version": campaign.version,
    }


def initial_text(campaign: Publication) -> dict[str, Any]:
    """Return the text as the form takes it."""
    themes, codes = queries.subject_handles(campaign)
    return {
        "title": campaign.title, "summary": campaign.summary, "body": campaign.body, "language": campaign.language, "themes": themes,
        "countries": codes, "version": campaign.version,
    }
