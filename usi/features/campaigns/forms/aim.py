"""The first two steps of opening a campaign, and moving its last day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms as django_forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from usi.base import forms, languages, moments, text
from usi.base.selects import Select, SelectMultiple
from usi.features.campaigns.actions import thresholds
from usi.features.campaigns.actions.aim import LONGEST_DEMAND, LONGEST_TARGET, LONGEST_WORKPLACE, MOST_DEMANDS
from usi.features.campaigns.forms.moment import clock_field, closing, day_field, initial_closing
from usi.features.campaigns.models import Ask, Campaign
from usi.spine.organisations.models import Organisation
from usi.spine.taxonomy.fields import CountryField

_BULLET = re.compile(r"^\s*(?:[-*•–]|\(?\d{1,2}[.)])\s+")
ASKS = [
    (Ask.WRITE, _("Write to those it is aimed at")),
    (Ask.PLEDGE, _("Pledge an action: a picket, a collection, a motion")),
    (Ask.SUPPORT, _("Send the workers a message of support")),
]

_CLOSING = {"closes_on", "closes_time", "zone"}


class StartForm(forms.Form):
    """First step: in whose name, in what language, under what title, about whom and where."""

    organisation = django_forms.ChoiceField(label=_("In the name of"))
    language = forms.LanguageField(label=_("Language you write in"))
    title = forms.LineField(
        label=_("Title"), max_length=200, help_text=_("What happened and what must be done, in one or two short sentences.")
    )
    country = CountryField(label=_("Country concerned"), required=False)
    target = forms.LineField(label=_("Who is it aimed at?"), max_length=LONGEST_TARGET, required=False)

    def __init__(self, *args: Any, organisations: list[Organisation], **kwargs: Any) -> None:
        """Offer the organisations the reader may speak for."""
        super().__init__(*args, **kwargs)
        self._organisations = {str(row.pk): row for row in organisations}
        self.fields["organisation"].choices = [(number, row.actor.name) for number, row in self._organisations.items()]  # type: ignore[attr-defined]

    def clean_organisation(self) -> Organisation:
        """Return the organisation itself."""
        return self._organisations[self.cleaned_data["organisation"]]


class AimForm(forms.Form):
    """Second step: who can grant it, what is demanded, until when, how many names, and what happens at which number."""

    target = forms.LineField(
        label=_("Who is it aimed at?"), max_length=LONGEST_TARGET,
        help_text=_("Who can grant what you demand: a firm, a minister, a board.")
    )
    demands = forms.ProseField(label=_("Demands"), max_length=6000, rows=4, help_text=_("One on each line."))
    note = forms.LineField(
        label=_("What did you correct?"), max_length=300, required=False, help_text=_("Readers see this sentence with its date.")
    )
    closes_on = day_field(_("Last day"))
    closes_time = clock_field()
    zone = django_forms.ChoiceField(label=_("Time zone"), widget=Select)
    goal = django_forms.IntegerField(label=_("How many signatures do you aim for?"), min_value=10, max_value=10_000_000)
    asks = django_forms.MultipleChoiceField(
        label=_("Beside signing, people can"), choices=ASKS, required=False, widget=django_forms.CheckboxSelectMultiple
    )
    workplace = forms.LineField(label=_("Workplace or firm concerned"), max_length=LONGEST_WORKPLACE, required=False)
    languages = django_forms.MultipleChoiceField(
        label=_("Languages it is wanted in"), required=False, help_text=_("Hold Ctrl or Cmd to choose several."),
        widget=SelectMultiple,
    )
    version = django_forms.IntegerField(widget=django_forms.HiddenInput)

    def __init__(self, *args: Any, campaign: Campaign, zones: Sequence[str] = (), fixed: bool = False, **kwargs: Any) -> None:
        """Take out what stays: target and demands once somebody has signed (`fixed`), the closing once it is out."""
        super().__init__(*args, initial=initial_aim(campaign), **kwargs)
        self._opens_at, out = campaign.opens_at, campaign.publication.published_at is not None
        locale = languages.locale(languages.current())
        self.fields["zone"].choices = [(zone, moments.town(zone, locale)) for zone in zones]  # type: ignore[attr-defined]
        self.fields["goal"].error_messages["invalid"] = _("Write a whole number.")
        self.fields["languages"].choices = languages.choices("")  # type: ignore[attr-defined]
        for number in range(1, thresholds.MOST + 1):
            self._threshold_fields(number)
        gone = {"target", "demands", "note"} if fixed else set() if out else {"note"}
        for name in gone | (_CLOSING if out else set()):
            del self.fields[name]

    def _threshold_fields(self, number: int) -> None:
        count = django_forms.IntegerField(label=_("At this number of names"), min_value=1, max_value=thresholds.LARGEST, required=False)
        count.error_messages["invalid"] = _("Write a whole number.")
        self.fields[f"count_{number}"] = count
        self.fields[f"words_{number}"] = forms.LineField(label=_("this happens"), max_length=thresholds.LONGEST_WORDS, required=False)

    @property
    def threshold_rows(self) -> list[tuple[Any, Any]]:
        """The pairs of fields: those that hold something, and two empty ones."""
        pairs = [(self[f"count_{n}"], self[f"words_{n}"]) for n in range(1, thresholds.MOST + 1)]
        filled = max((n for n, pair in enumerate(pairs, 1) if any(field.value() for field in pair)), default=0)
        return pairs[: filled + 2]

    @property
    def main(self) -> list[Any]:
        """The fields before the closing."""
        return [self[name] for name in ("target", "demands", "note") if name in self.fields]

    @property
    def more_has_errors(self) -> bool:
        """Whether something needs attention among the fields that are folded away."""
        return bool(set(self.errors) - _CLOSING - {"target", "demands", "note", "goal", "version", "__all__"})

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

    def clean(self) -> dict[str, Any]:
        """Make one moment of the closing, and gather the thresholds: a number goes with words, and each number stands once."""
        data = super().clean() or {}
        if "zone" in data:
            data["closes_at"] = closing(self, zone=data["zone"], opens_at=self._opens_at)
        for name in ("closes_on", "closes_time"):
            data.pop(name, None)
        rows: list[dict[str, Any]] = []
        for number in range(1, thresholds.MOST + 1):
            count, words = data.pop(f"count_{number}", None), data.pop(f"words_{number}", "")
            if count and words and count in {row["count"] for row in rows}:
                self.add_error(f"count_{number}", _("This number stands there twice. Take one of them out."))
            elif count and words:
                rows.append({"count": count, "words": words})
            elif count and f"words_{number}" not in self.errors:
                self.add_error(f"words_{number}", _("Say what happens at this number."))
            elif words and f"count_{number}" not in self.errors:
                self.add_error(f"count_{number}", _("Say at which number this happens."))
        data["thresholds"] = rows
        return data


class ExtendForm(forms.Form):
    """A new closing, and why."""

    closes_on = day_field(_("New last day"))
    closes_time = clock_field()
    reason = forms.ProseField(
        label=_("Why does the last day move?"), max_length=500, rows=3, help_text=_("Readers see this with both days and its date.")
    )
    version = django_forms.IntegerField(widget=django_forms.HiddenInput)

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        """Begin with the closing as it stands."""
        super().__init__(*args, initial=initial_closing(campaign) | {"version": campaign.version}, **kwargs)
        self._zone = campaign.zone

    def clean(self) -> dict[str, Any]:
        """Make one moment of the closing."""
        data = super().clean() or {}
        closes_at = closing(self, zone=self._zone)
        return {name: data[name] for name in ("reason", "version") if name in data} | {"closes_at": closes_at}


def initial_aim(campaign: Campaign) -> dict[str, Any]:
    """Return the facts as the form takes them."""
    pairs = {
        f"{name}_{number}": row[name] for number, row in enumerate(campaign.thresholds, 1) for name in ("count", "words")
    }
    same = {name: getattr(campaign, name) for name in ("target", "zone", "goal", "asks", "workplace", "languages", "version")}
    return same | pairs | initial_closing(campaign) | {"demands": "\n".join(campaign.demands)}
