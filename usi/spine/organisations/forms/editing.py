"""The sections of the editing page. Each carries the version it was filled from."""

from __future__ import annotations

import re
from typing import Any

from django import forms as django_forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from usi.base import forms, languages, time
from usi.base.selects import Select
from usi.spine.actors.models import ActorText
from usi.spine.organisations.forms.fields import CountryField, language_choices, place, place_value
from usi.spine.organisations.models import Organisation, OrganisationKind
from usi.spine.taxonomy import queries as taxonomy
from usi.spine.taxonomy import sectors

_FEDIVERSE = re.compile(r"@?[\w.-]{1,60}@[\w-]+(\.[\w-]+)+")


class VersionedForm(forms.Form):
    """A form that knows which version of the organisation it was filled from."""

    version = django_forms.IntegerField(widget=django_forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        """Fill in what the organisation says now."""
        self.organisation = organisation
        kwargs["initial"] = {"version": organisation.version, **self.current(organisation), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)

    def current(self, organisation: Organisation) -> dict[str, Any]:
        """Return the fields' values as the organisation has them; of a form without fields of its own, none."""
        return {}

    def changes(self) -> dict[str, Any]:
        """Return what is to be changed."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class BasicsForm(VersionedForm):
    """Name, kind, place and a short text."""

    name = forms.NameField(label=_("Name, in its own language"), max_length=200)
    language = forms.LanguageField(label=_("Language of the name"))
    short_name = forms.LineField(label=_("Short name"), max_length=60, required=False)
    kind = django_forms.ChoiceField(label=_("What is it?"), choices=OrganisationKind.choices)
    country = CountryField(unknown=True)
    summary = forms.ProseField(label=_("Who you are, in two or three sentences"), max_length=1000, rows=4, required=False)

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        """Offer the language it has."""
        super().__init__(*args, organisation=organisation, **kwargs)
        self.fields["language"].choices = language_choices([organisation.actor.language])  # type: ignore[attr-defined]

    def current(self, organisation: Organisation) -> dict[str, Any]:
        """Return the fields' values as the organisation has them."""
        actor = organisation.actor
        return {
            "name": actor.name, "language": actor.language, "short_name": organisation.short_name, "kind": organisation.kind,
            "country": place_value(organisation.country, organisation.country_unknown), "summary": actor.summary,
        }  # fmt: skip

    def changes(self) -> dict[str, Any]:
        """Return what is to be changed."""
        return super().changes() | place(self.cleaned_data["country"])


class FiguresForm(VersionedForm):
    """Figures and addresses."""

    founded = django_forms.IntegerField(label=_("Founded in"), required=False, min_value=1500)
    members = django_forms.IntegerField(label=_("Members"), required=False, min_value=0, max_value=2**31 - 1)
    members_as_of = django_forms.DateField(
        label=_("Counted on"), required=False, widget=django_forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    website = forms.WebField(label=_("Website"), required=False)
    fediverse = forms.LineField(
        label=_("Fediverse address"), max_length=300, required=False,
        help_text=_("Such as @union@social.example, if you have one elsewhere."),
    )  # fmt: skip

    def current(self, organisation: Organisation) -> dict[str, Any]:
        """Return the fields' values as the organisation has them."""
        return {name: getattr(organisation, name) for name in ("founded", "members", "members_as_of", "website", "fediverse")}

    def clean_founded(self) -> int | None:
        """Refuse years to come."""
        year: int | None = self.cleaned_data["founded"]
        if year is not None and year > time.now().year:
            raise ValidationError(_("This year is still to come."))
        return year

    def clean_fediverse(self) -> str:
        """Refuse what is no address."""
        value: str = self.cleaned_data["fediverse"]
        if value and not _FEDIVERSE.fullmatch(value):
            raise ValidationError(_("Write it like @union@social.example."))
        return "@" + value.lstrip("@") if value else ""

    def clean(self) -> dict[str, Any]:
        """Ask for the day of a count: a figure without one cannot be judged."""
        data = super().clean() or {}
        day = data.get("members_as_of")
        if data.get("members") is not None and day is None and "members_as_of" not in self.errors:
            self.add_error("members_as_of", _("Say on what day they were counted."))
        if day is not None and day > time.now().date():
            self.add_error("members_as_of", _("This day is still to come."))
        return data


class SectorsForm(VersionedForm):
    """Sectors of work, grouped by section."""

    sectors = django_forms.MultipleChoiceField(label=_("Sectors"), required=False, widget=django_forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        """Offer the sections with their divisions."""
        super().__init__(*args, organisation=organisation, **kwargs)
        self._groups = sectors.choices(languages.current())
        self.fields["sectors"].choices = self._groups  # type: ignore[attr-defined]

    def current(self, organisation: Organisation) -> dict[str, Any]:
        """Return the fields' values as the organisation has them."""
        return {"sectors": sorted(row.code for row in organisation.sectors.all())}

    def groups(self) -> list[dict[str, Any]]:
        """Return the sections with their boxes, and how many of them are ticked."""
        chosen = {str(value) for value in self["sectors"].value() or ()}
        return [
            {
                "title": title,
                "options": [{"code": code, "title": name, "chosen": code in chosen} for code, name in options],
                "chosen": sum(code in chosen for code, _name in options),
            }
            for title, options in self._groups
        ]


class SubjectsForm(VersionedForm):
    """Themes one works on, and languages one works in."""

    themes = django_forms.MultipleChoiceField(label=_("Themes"), required=False, widget=django_forms.CheckboxSelectMultiple)
    languages = django_forms.MultipleChoiceField(
        label=_("Languages you work in"), required=False, widget=django_forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        """Offer the themes and the languages."""
        super().__init__(*args, organisation=organisation, **kwargs)
        self._themes = {actor.handle: actor for actor in taxonomy.themes(language=languages.current())}
        self.fields["themes"].choices = [(handle, actor.shown_name) for handle, actor in self._themes.items()]  # type: ignore[attr-defined]
        self.fields["languages"].choices = language_choices(row.language for row in organisation.languages.all())  # type: ignore[attr-defined]

    def current(self, organisation: Organisation) -> dict[str, Any]:
        """Return the fields' values as the organisation has them."""
        return {
            "themes": sorted(theme.actor.handle for theme in organisation.themes.all()),
            "languages": sorted(row.language for row in organisation.languages.all()),
        }

    def changes(self) -> dict[str, Any]:
        """Return what is to be changed, themes as themselves."""
        return super().changes() | {"themes": [self._themes[handle].theme for handle in self.cleaned_data["themes"]]}


class NamesForm(VersionedForm):
    """Names and short texts in other languages: those there are, and one more."""

    def __init__(self, *args: Any, organisation: Organisation, texts: list[ActorText], **kwargs: Any) -> None:
        """Make two fields for each language there is, or that was posted."""
        self._texts = {row.language: row for row in texts}
        super().__init__(*args, organisation=organisation, **kwargs)
        posted = {key.removeprefix("name_") for key in self.data if key.startswith("name_")} if self.is_bound else set()
        self.tags = sorted({*self._texts, *(tag for tag in posted if len(tag) <= 20 and languages.is_language(tag))})
        for tag in self.tags:
            self._add(f"name_{tag}", f"summary_{tag}", languages.own_name(tag), tag)
        used = {*self.tags, organisation.actor.language}
        offered = [(tag, name) for tag, name in languages.choices("") if tag not in used]
        self.fields["new_language"] = django_forms.ChoiceField(
            label=_("One more language"), required=False, widget=Select, choices=[("", "—"), *offered]
        )
        self._add("new_name", "new_summary", "", "")

    def _add(self, name: str, summary: str, language: str, tag: str) -> None:
        self.fields[name] = forms.NameField(label=_("Name"), max_length=200, required=False)
        self.fields[summary] = forms.ProseField(label=_("Short text"), max_length=1000, rows=3, required=False)
        for field in (name, summary):
            if tag:
                self.fields[field].widget.attrs["lang"] = tag
                self.fields[field].label = f"{self.fields[field].label} ({language})"

    def current(self, organisation: Organisation) -> dict[str, Any]:
        """Return the fields' values as the organisation has them."""
        names = {f"name_{tag}": row.name for tag, row in self._texts.items()}
        return names | {f"summary_{tag}": row.summary for tag, row in self._texts.items()}

    def clean(self) -> dict[str, Any]:
        """Ask for the language of a new name, and for the name of a language; nothing that was typed is thrown away unsaid."""
        data = super().clean() or {}
        if (data.get("new_name") or data.get("new_summary")) and not data.get("new_language"):
            self.add_error("new_language", _("Say in which language it is."))
        for name, summary in [("new_name", "new_summary"), *((f"name_{tag}", f"summary_{tag}") for tag in self.tags)]:
            if not data.get(name) and data.get(summary):
                self.add_error(name, _("Write the name too, or empty both to take this language away."))
        return data

    def texts(self) -> dict[str, tuple[str, str]]:
        """Return all names and texts by language; a language without a name goes."""
        data = self.cleaned_data
        found = {tag: (data[f"name_{tag}"], data[f"summary_{tag}"]) for tag in self.tags}
        if data["new_language"]:
            found[data["new_language"]] = (data["new_name"], data["new_summary"])
        return {tag: text for tag, text in found.items() if text[0]}

    def pairs(self) -> list[tuple[str, Any, Any]]:
        """Return (language, name field, text field) of the languages there are."""
        return [(tag, self[f"name_{tag}"], self[f"summary_{tag}"]) for tag in self.tags]
