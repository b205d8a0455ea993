"""The forms of letters: whom a campaign addresses, what it proposes to write, and writing itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms as django_forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from usi.base import forms, languages
from usi.features.campaigns import hours
from usi.features.campaigns import writing_sealing as sealing
from usi.features.campaigns.actions.sign import LONGEST_NAME
from usi.features.campaigns.actions.targets import LONGEST_BODY, LONGEST_SUBJECT, Post, Who
from usi.features.campaigns.actions.writing import Draft
from usi.features.campaigns.forms.sign import SignForm
from usi.features.campaigns.models import ModelLetter, Target
from usi.spine.taxonomy.fields import CountryField

_WHO = ("name", "office", "organisation", "country", "language")


class TargetForm(forms.Form):
    """Somebody whom a campaign addresses, and how letters reach them."""

    name = forms.LineField(label=_("Name"), max_length=120)
    office = forms.LineField(label=_("Office"), max_length=160, required=False, help_text=_("For example: Minister of Labour"))
    organisation = forms.LineField(label=_("Firm or organisation"), max_length=200, required=False)
    country = CountryField()
    language = forms.LanguageField(label=_("Language they read"))
    email = forms.EmailLineField(
        label=_("E-mail"), required=False, help_text=_("Without an address the letters are printed, and you hand them over on paper.")
    )
    note = forms.LineField(
        label=_("Why is the address corrected?"), max_length=300, required=False,
        help_text=_("Kept with its date. Needed if you change the address."),
    )
    public_address = django_forms.BooleanField(label=_("The address is public and may be shown"), required=False)
    pace = django_forms.ChoiceField(
        label=_("How letters go out"), widget=django_forms.RadioSelect,
        choices=[(Target.Pace.BATCH, _("Together, once an hour")), (Target.Pace.EACH, _("One by one, as they come"))],
    )
    hourly = django_forms.IntegerField(label=_("At most so many letters an hour"), min_value=1, max_value=1000)
    opens = django_forms.IntegerField(label=_("Working day from (hour)"), min_value=0, max_value=23)
    shuts = django_forms.IntegerField(label=_("Working day until (hour)"), min_value=1, max_value=24)
    zone = forms.LineField(
        label=_("Time zone"), max_length=64, required=False,
        help_text=_("Like Europe/Athens. Leave it empty for that of the country's seat of government."),
    )

    def __init__(self, *args: Any, target: Target | None = None, fixed: bool = False, **kwargs: Any) -> None:
        """Take out who it is once people have signed or written; only then a correction needs a reason."""
        start = {"pace": Target.Pace.BATCH, "hourly": 60, "opens": 9, "shuts": 17, "language": languages.current()}
        initial = _of(target) if target else start
        super().__init__(*args, initial=initial, **kwargs)
        self._target, self._fixed = target, fixed
        self.fields["zone"].widget.attrs |= {"dir": "ltr"}
        for name in ("hourly", "opens", "shuts"):
            self.fields[name].error_messages["invalid"] = _("Write a whole number.")
        if not fixed:
            del self.fields["note"]
        for name in _WHO if fixed else ():
            del self.fields[name]

    def clean_zone(self) -> str:
        """Refuse what the time zone data do not know."""
        zone = str(self.cleaned_data["zone"])
        if zone and not hours.is_zone(zone):
            raise ValidationError(_("We do not know this time zone. Write it like Europe/Athens, or leave it empty."))
        return zone

    def clean_email(self) -> str:
        """Refuse what cannot be brought into one form."""
        return _clean_address(self)

    def clean(self) -> dict[str, Any]:
        """See that the day ends after it begins, and that a corrected address comes with a reason."""
        data = super().clean() or {}
        if "opens" in data and "shuts" in data and data["opens"] >= data["shuts"]:
            self.add_error("shuts", _("Choose an hour after the first one."))
        changed = self._target is not None and "email" in data and data["email"] != self.initial["email"]
        if self._fixed and changed and not data.get("note"):
            self.add_error("note", _("Say in one sentence why the address is corrected."))
        return data

    def who(self) -> Who:
        """Return who it is, once the form is valid."""
        source = {name: getattr(self._target, name) for name in _WHO} if self._fixed else self.cleaned_data
        return Who(**{name: source[name] for name in _WHO})

    def post(self) -> Post:
        """Return how letters reach them, once the form is valid."""
        return Post(**{name: self.cleaned_data[name] for name in ("public_address", "zone", "opens", "shuts", "pace", "hourly")})


def _of(target: Target) -> dict[str, Any]:
    names = (*_WHO, "public_address", "pace", "hourly", "opens", "shuts", "zone")
    return {name: getattr(target, name) for name in names} | {"email": sealing.unseal_target(bytes(target.address))}


def _clean_address(form: forms.Form) -> str:
    address = str(form.cleaned_data["email"])
    try:
        if address:
            sealing.normalise(address)
    except ValueError:
        raise ValidationError(form.fields["email"].error_messages["invalid"]) from None
    return address


class ModelLetterForm(forms.Form):
    """The letter a campaign proposes, in one language."""

    language = forms.LanguageField(label=_("Language"), widget=django_forms.HiddenInput)
    subject = forms.LineField(label=_("Subject"), max_length=LONGEST_SUBJECT, required=False)
    body = forms.ProseField(
        label=_("Text"), max_length=LONGEST_BODY, rows=14, required=False,
        help_text=_("From the greeting to the last sentence. Name, union and country of the writer are put under it."),
    )

    def clean(self) -> dict[str, Any]:
        """Accept both or neither."""
        data = super().clean() or {}
        if data.get("subject") and not data.get("body") and "body" not in self.errors:
            self.add_error("body", _("Write the text, or empty the subject to take this version away."))
        if data.get("body") and not data.get("subject") and "subject" not in self.errors:
            self.add_error("subject", _("Write a subject, or empty the text to take this version away."))
        return data


class WriteForm(forms.Form):
    """A letter to targets, and who writes it."""

    targets = django_forms.TypedMultipleChoiceField(label=_("To"), coerce=int, widget=django_forms.CheckboxSelectMultiple)
    subject = forms.LineField(label=_("Subject"), max_length=LONGEST_SUBJECT)
    body = forms.ProseField(
        label=_("Your letter"), max_length=LONGEST_BODY, rows=16, help_text=_("Change it as you like: your own words count most.")
    )
    name = forms.LineField(label=_("Full name"), max_length=LONGEST_NAME)
    email = forms.EmailLineField(
        label=_("E-mail"), help_text=_("We send one link. The letter goes out when you open it and press the button.")
    )
    country = CountryField()
    workplace = forms.LineField(label=_("Union or workplace"), max_length=LONGEST_NAME, required=False)

    def __init__(
        self, *args: Any, targets: Sequence[Target], proposed: ModelLetter, initial: dict[str, Any] | None = None, **kwargs: Any
    ) -> None:
        """Offer the targets who get letters in one language; all are chosen and the proposed letter is filled in."""
        start = {"targets": [row.pk for row in targets], "subject": proposed.subject, "body": proposed.body}
        super().__init__(*args, initial=start | (initial or {}), **kwargs)
        self._language = proposed.language
        self.fields["targets"].choices = [(row.pk, _label(row)) for row in targets]  # type: ignore[attr-defined]
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["workplace"].widget.attrs["autocomplete"] = "organization"
        for name in ("subject", "body"):
            self.fields[name].widget.attrs["lang"] = proposed.language

    clean_name = SignForm.clean_name
    clean_workplace = SignForm.clean_workplace

    def clean_email(self) -> str:
        """Refuse what cannot be brought into one form."""
        return _clean_address(self)

    def draft(self) -> Draft:
        """Return what is written, once the form is valid."""
        values = {name: self.cleaned_data[name] for name in ("name", "country", "workplace", "subject", "body")}
        return Draft(**values, letter_language=self._language, language=languages.current())


def _label(target: Target) -> str:
    return ", ".join(part for part in (target.name, target.office, target.organisation) if part)
