"""Forms of translation; segments are read by hand, since a sheet holds many."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms as django_forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from usi.base import forms, languages
from usi.spine.people.models import Person
from usi.surfaces.translation.actions import Typed
from usi.surfaces.translation.queries.people import Pair


def typed(data: Mapping[str, str]) -> dict[int, Typed]:
    """Return what was typed into the segments of a page: `text-<id>` and `version-<id>`, as far as they are numbers."""
    found = {}
    for name, text in data.items():
        word, _dash, number = name.partition("-")
        if word == "text" and _is_number(number):
            version = data.get(f"version-{number}", "")
            found[int(number)] = Typed(int(version) if _is_number(version) else 0, text)
    chosen, _line, text = data.get("use", "").partition(" ")
    if _is_number(chosen) and int(chosen) in found:
        found[int(chosen)] = Typed(found[int(chosen)].version, text)
    return found


def _is_number(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) < 19


class WantForm(forms.Form):
    """Into which language."""

    language = forms.LanguageField(label=_("I want to read this in"))

    def __init__(self, *args: Any, there: Iterable[str], **kwargs: Any) -> None:
        """Offer the languages in which it is not there yet."""
        super().__init__(*args, **kwargs)
        known = set(there)
        self.fields["language"].choices = [row for row in languages.choices("") if row[0] not in known]  # type: ignore[attr-defined]


class TrustForm(forms.Form):
    """Who checks which pair."""

    handle = forms.LineField(
        label=_("Handle of the person"), max_length=60, help_text=_("It stands on their page after the @. They must not be yourself.")
    )
    from_language = forms.LanguageField(label=_("Checks translations from"))
    language = forms.LanguageField(label=_("into"))

    def __init__(self, *args: Any, pairs: Iterable[Pair] | None, **kwargs: Any) -> None:
        """Offer all languages, or only those of the pairs one may give."""
        super().__init__(*args, **kwargs)
        self.person: Person | None = None
        if pairs is not None:
            kept = list(pairs)
            for name, place in (("from_language", 0), ("language", 1)):
                tags = {pair[place] for pair in kept}
                self.fields[name].choices = [row for row in languages.choices("") if row[0] in tags]  # type: ignore[attr-defined]

    def clean_handle(self) -> str:
        """Find the person."""
        handle = str(self.cleaned_data["handle"]).lstrip("@").partition("@")[0].lower()
        self.person = Person.objects.filter(actor__handle=handle, actor__domain="").select_related("actor").first()
        if self.person is None or self.person.account_id is None:
            raise ValidationError(_("Nobody who can sign in has this handle. Look at the address of their page and type it again."))
        return handle

    def clean(self) -> dict[str, Any]:
        """Ask for two languages."""
        data = super().clean() or {}
        if data.get("from_language") and data.get("from_language") == data.get("language"):
            self.add_error("language", _("Choose two different languages."))
        return data


class UploadForm(forms.Form):
    """A file of translations."""

    file = django_forms.FileField(label=_("XLIFF or PO file"), help_text=_("A file that was downloaded here, up to 5 MB."))
