"""A day and a time that may be left out, which together are a moment."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from usi.base import forms, moments, time
from usi.features.campaigns.models import Campaign, latest_closing

# Calendars end. What is as far away as these is refused like what lies beyond.
_FIRST, _LAST = date(2000, 1, 1), date(2200, 1, 1)


def day_field(label: Any, **kwargs: Any) -> django_forms.DateField:
    """Return a field for a day, which also works where the browser offers no calendar."""
    field = django_forms.DateField(
        label=label, widget=django_forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), input_formats=["%Y-%m-%d"], **kwargs
    )
    field.error_messages["invalid"] = _("Write the day like 2030-05-31.")
    return field


def clock_field() -> django_forms.TimeField:
    """Return a field for a time of day, to the minute, which may be left out."""
    field = django_forms.TimeField(
        label=_("Time"), widget=django_forms.TimeInput(format="%H:%M", attrs={"type": "time"}), input_formats=["%H:%M"], required=False
    )
    field.error_messages["invalid"] = _("Write the time like 18:30.")
    return field


def moment(form: forms.Form, name: str, *, zone: str, ends: bool) -> datetime | None:
    """Return the moment that the fields `<name>_on` and `<name>_time` of a form say, in UTC; None where there is no day, or an error.

    A day alone stands for its end where something `ends` then, else for its beginning.
    """
    on, at = f"{name}_on", f"{name}_time"
    day, clock = form.cleaned_data.get(on), form.cleaned_data.get(at)
    if day is None or at in form.errors:
        return None
    day = min(max(day, _FIRST), _LAST)
    if clock is None:
        return moments.end(day, zone) if ends else moments.start(day, zone)
    found = moments.at(day, clock, zone)
    if not found:
        form.add_error(at, _("Clocks are put forward then, and this time is left out. Choose another."))
    elif len(found) > 1:
        form.add_error(at, _("Clocks are put back then, and this time comes twice. Choose another."))
    return found[0] if len(found) == 1 else None


def closing(form: forms.Form, *, zone: str, opens_at: datetime | None = None) -> datetime | None:
    """Return when a campaign closes, as a form says it: after it opens (`opens_at`, or now), and at most three months later."""
    found, now = moment(form, "closes", zone=zone, ends=True), time.now()
    if found is None:
        return None
    if found > latest_closing(max(opens_at or now, now), zone):
        form.add_error("closes_on", _("Choose a day from today up to three months from now."))
    elif found <= now:
        if form.cleaned_data["closes_on"] < moments.day_of(now, zone):
            form.add_error("closes_on", _("Choose a day from today up to three months from now."))
        else:
            form.add_error("closes_time", _("This time has passed. Choose a later one."))
    elif opens_at is not None and found <= opens_at:
        form.add_error("closes_on", _("It does not open before that. Choose a later time."))
    return found


def initial_closing(campaign: Campaign) -> dict[str, Any]:
    """Return when a campaign closes as a form takes it."""
    day, clock = moments.as_end(campaign.closes_at, campaign.zone) if campaign.closes_at else (None, None)
    return {"closes_on": day, "closes_time": clock}
