"""The third step of opening a campaign: its text, and asking for its publication."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from usi.base import forms, languages, moments, time
from usi.base.selects import SelectMultiple
from usi.features.campaigns import queries
from usi.features.campaigns.forms.moment import clock_field, day_field, moment
from usi.features.campaigns.models import Campaign
from usi.spine.publications.models import Publication, State
from usi.spine.taxonomy import countries
from usi.spine.taxonomy import queries as taxonomy
from usi.spine.taxonomy.fields import CountryField


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
    country = CountryField(label=_("Country concerned"), required=False)
    countries = django_forms.MultipleChoiceField(
        label=_("Other countries it is about"), required=False, help_text=_("Hold Ctrl or Cmd to choose several."), widget=SelectMultiple
    )
    note = forms.LineField(
        label=_("What did you correct?"), max_length=300, required=False, help_text=_("Readers see this sentence with its date.")
    )
    version = django_forms.IntegerField(widget=django_forms.HiddenInput)

    def __init__(self, *args: Any, campaign: Publication, **kwargs: Any) -> None:
        """Offer the themes and countries there are."""
        language = languages.current()
        super().__init__(*args, **kwargs)
        self.fields["themes"].choices = [(actor.handle, actor.shown_name) for actor in taxonomy.themes(language=language)]  # type: ignore[attr-defined]
        self.fields["countries"].choices = countries.choices(language)  # type: ignore[attr-defined]
        if campaign.published_at is None:
            del self.fields["note"]

    def clean(self) -> dict[str, Any]:
        """Turn handles into actors."""
        data = super().clean() or {}
        data["country"] = data.get("country") or next(iter(data.get("countries", ())), "")
        about = {*data.get("countries", ()), data["country"]} - {""}
        data["subjects"] = taxonomy.subjects(themes=data.get("themes", ()), countries=about)
        return data


class MoveForm(forms.Form):
    """Into which state, and not before when."""

    to = django_forms.ChoiceField(choices=State.choices)
    opens_on = day_field(_("Day"))
    opens_time = clock_field()

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        """Ask for a day only where it opens later."""
        super().__init__(*args, auto_id="move_%s", **kwargs)
        self._campaign = campaign
        if self.is_bound and self.data.get("to") != State.SCHEDULED:
            del self.fields["opens_on"], self.fields["opens_time"]

    def clean(self) -> dict[str, Any]:
        """Make one moment of day and time (`scheduled_for`): today without a time means at once, so it is none."""
        data, now, facts = super().clean() or {}, time.now(), self._campaign
        opening = moment(self, "opens", zone=facts.zone, ends=False)
        if opening is None:
            return data
        today = data["opens_on"] == moments.day_of(now, facts.zone)
        if today and data["opens_time"] is None:
            return data | {"to": State.PUBLISHED}
        if opening <= now:
            self.add_error("opens_time" if today else "opens_on", _("This time has passed. Choose a later one."))
        elif facts.closes_at is not None and opening >= facts.closes_at:
            self.add_error("opens_on", _("It closes before that. Choose an earlier time, or move the last day."))
        return data | {"scheduled_for": opening}


def initial_text(campaign: Publication) -> dict[str, Any]:
    """Return the text as the form takes it."""
    themes, codes = queries.subject_handles(campaign)
    return {
        "title": campaign.title, "summary": campaign.summary, "body": campaign.body, "language": campaign.language, "themes": themes,
        "country": campaign.country, "countries": [code for code in codes if code != campaign.country], "version": campaign.version,
    }
