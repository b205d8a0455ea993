"""Forms of a person's own profile, each small enough for one screen."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from usi.base import forms, languages
from usi.base.selects import Select
from usi.spine.people.models import Audience
from usi.spine.taxonomy import countries, sectors
from usi.spine.taxonomy import queries as taxonomy

AUDIENCES = [
    (Audience.ME, _("Only me")),
    (Audience.ORGANISATIONS, _("People in my organisations")),
    (Audience.NETWORK, _("People signed in to the network")),
    (Audience.PUBLIC, _("Everyone")),
]
FIELD_NAMES = {
    "languages": _("Languages"),
    "skills": _("Skills"),
    "country": _("Country"),
    "sectors": _("Sectors"),
    "organisations": _("Organisations"),
    "picture": _("Picture"),
    "summary": _("About you"),
}


class AboutForm(forms.Form):
    """Name and a short text."""

    name = forms.NameField(label=_("Name or pseudonym"), max_length=80)
    summary = forms.ProseField(label=_("About you"), required=False, max_length=600, rows=4)


class LanguagesForm(forms.Form):
    """Up to four languages in order, and what can be translated."""

    first = forms.LanguageField(label=_("First language"))
    second = forms.LanguageField(label=_("Second language"), required=False)
    third = forms.LanguageField(label=_("Third language"), required=False)
    fourth = forms.LanguageField(label=_("Fourth language"), required=False)
    translates = django_forms.MultipleChoiceField(label=_("I can translate"), required=False, widget=django_forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, chosen: list[str], **kwargs: Any) -> None:
        """Offer the pairs of the languages chosen so far."""
        super().__init__(*args, **kwargs)
        empty = [("", "—")]
        for name in ("second", "third", "fourth"):
            self.fields[name].choices = [*empty, *languages.choices("")]  # type: ignore[attr-defined]
        pairs = [(f"{a}>{b}", f"{languages.own_name(a)} → {languages.own_name(b)}") for a in chosen for b in chosen if a != b]
        self.fields["translates"].choices = pairs  # type: ignore[attr-defined]
        if not pairs:
            del self.fields["translates"]

    def read(self) -> list[str]:
        """Return the chosen languages in order."""
        return [tag for tag in (self.cleaned_data.get(name, "") for name in ("first", "second", "third", "fourth")) if tag]

    def pairs(self) -> list[tuple[str, str]]:
        """Return the chosen pairs (from, into)."""
        return [(a, b) for a, _, b in (value.partition(">") for value in self.cleaned_data.get("translates", ()))]


class WorkForm(forms.Form):
    """Country, sectors and skills."""

    country = django_forms.ChoiceField(label=_("Country"), required=False, widget=Select)
    sectors = django_forms.MultipleChoiceField(label=_("Sectors"), required=False, help_text=_("Hold Ctrl or Cmd to choose several."))
    skills = forms.ProseField(
        label=_("Skills"), required=False, max_length=800, rows=3, help_text=_("One on each line: welding, labour law, layout …")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer countries and sectors in the reader's language."""
        super().__init__(*args, **kwargs)
        language = languages.current()
        self.fields["country"].choices = [("", "—"), *countries.choices(language)]  # type: ignore[attr-defined]
        self.fields["sectors"].choices = sectors.choices(language)  # type: ignore[attr-defined]


class PictureForm(forms.Form):
    """A picture with its description, or none."""

    picture = django_forms.FileField(label=_("Picture"), help_text=_("JPEG, PNG, WebP or GIF. Place and camera data are removed."))
    alt = forms.LineField(label=_("What does it show?"), max_length=300, help_text=_("For people who cannot see it."))


class AudienceForm(forms.Form):
    """Who may see which field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """One choice for each field."""
        super().__init__(*args, **kwargs)
        for name, label in FIELD_NAMES.items():
            self.fields[name] = django_forms.ChoiceField(label=label, choices=AUDIENCES)


class WelcomeForm(forms.Form):
    """The three questions after sign-up; none has to be answered."""

    first = forms.LanguageField(label=_("Which language do you read best?"), required=False)
    union = forms.LineField(
        label=_("Which union or group are you in?"),
        required=False,
        max_length=120,
        help_text=_("Its name or short name. We look whether it is here."),
    )
    themes = django_forms.MultipleChoiceField(
        label=_("What is your fight about?"), required=False, widget=django_forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the thematic sections."""
        super().__init__(*args, **kwargs)
        rows = [row for row in taxonomy.themes(language=languages.current()) if row.theme.parent_id is None]
        self.actors = {str(row.pk): row for row in rows}
        self.fields["themes"].choices = [(number, row.shown_name) for number, row in self.actors.items()]  # type: ignore[attr-defined]


class CloseForm(forms.Form):
    """The present password, or for accounts without one a typed word."""

    password = django_forms.CharField(
        label=_("Present password"), widget=django_forms.PasswordInput(attrs={"dir": "ltr", "autocomplete": "current-password"})
    )
    sure = django_forms.BooleanField(label=_("Close my account for good"))
