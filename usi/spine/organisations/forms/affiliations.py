"""Whom an organisation belongs to: the rows there are, and one more, found by name."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from usi.base import forms, text
from usi.spine.organisations import actions, names, queries
from usi.spine.organisations.forms.editing import VersionedForm
from usi.spine.organisations.models import Affiliation, Organisation

MOST = 60


class AffiliationsForm(VersionedForm):
    """What an organisation belongs or belonged to."""

    def __init__(self, *args: Any, organisation: Organisation, rows: list[Affiliation], **kwargs: Any) -> None:
        """Make fields for each affiliation there is, or, once posted, for each that was posted: those are what the editor saw."""
        self._rows = rows
        super().__init__(*args, organisation=organisation, **kwargs)
        self.parents = self._posted() if self.is_bound else {number: row.parent for number, row in enumerate(rows)}
        for number, parent in self.parents.items():
            self.fields[f"parent_{number}"] = django_forms.CharField(widget=django_forms.HiddenInput, initial=str(parent.pk))
            self.fields[f"since_{number}"] = _date(_("Since"))
            self.fields[f"until_{number}"] = _date(_("Until"))
            self.fields[f"gone_{number}"] = django_forms.BooleanField(label=_("Take this away: it is wrong"), required=False)
        hint = _("Its name or handle.")
        self.fields["add"] = forms.LineField(label=_("Belongs to one more"), max_length=200, required=False, help_text=hint)
        self.fields["since"] = _date(_("Since"))
        self._offer()

    def _posted(self) -> dict[int, Organisation]:
        raw = {number: self.data.get(f"parent_{number}", "") for number in range(MOST)}
        wanted = {number: int(value) for number, value in raw.items() if value.isascii() and value.isdigit() and len(value) < 19}
        found = {row.pk: row for row in Organisation.objects.listed().filter(pk__in=wanted.values()).select_related("actor")}
        found |= {row.parent_id: row.parent for row in self._rows}
        return {number: found[parent] for number, parent in wanted.items() if parent in found}

    def _offer(self) -> None:
        """Look the name up, and ask which one is meant where it is not certain."""
        typed = text.line(str(self["add"].value() or ""))[:200]
        self._found = [row for row in queries.by_name(typed) if row.pk != self.organisation.pk] if self.is_bound and typed else []
        exact = [row for row in self._found if f"\n{names.fold(typed)}\n" in row.search_key or row.actor.handle == typed.lstrip("@")]
        self._certain = (exact or self._found)[0] if len(exact) == 1 or (not exact and len(self._found) == 1) else None
        if self._found and self._certain is None:
            offered = [(str(row.pk), f"{row.actor.name} (@{row.actor.handle})") for row in self._found]
            self.fields["pick"] = django_forms.ChoiceField(
                label=_("Which one?"), choices=offered, required=False, widget=django_forms.RadioSelect
            )

    def current(self, organisation: Organisation) -> dict[str, Any]:
        """Return the fields' values as the organisation has them."""
        return {f"{name}_{number}": getattr(row, name) for number, row in enumerate(self._rows) for name in ("since", "until")}

    def clean(self) -> dict[str, Any]:
        """Check the dates, and settle whom the added name means."""
        data = super().clean() or {}
        for number in self.parents:
            self._check(data.get(f"since_{number}", ""), data.get(f"until_{number}", ""), f"until_{number}")
        self._check(data.get("since", ""), "", "since")
        if data.get("add"):
            picked = next((row for row in self._found if str(row.pk) == data.get("pick")), self._certain)
            data["added"] = picked
            if not self._found:
                self.add_error("add", _("No organisation of this name is in the directory."))
            elif picked is None:
                self.add_error("pick", _("Choose the one you mean."))
        return data

    def _check(self, since: str, until: str, name: str) -> None:
        try:
            actions.check_dates(since, until)
        except actions.BadDates:
            self.add_error(name, _("Write a year, month or day, such as 1998, 1998-05 or 1998-05-01; the end comes after the start."))

    def stated(self) -> list[actions.Stated]:
        """Return all affiliations as they are to be."""
        data = self.cleaned_data
        kept = [
            actions.Stated(parent, data[f"since_{number}"], data[f"until_{number}"])
            for number, parent in self.parents.items()
            if not data[f"gone_{number}"]
        ]
        added = data.get("added")
        return [*kept, *([actions.Stated(added, data["since"])] if added else [])]

    def rows(self) -> list[dict[str, Any]]:
        """Return the fields of each affiliation there is."""
        return [
            {
                "parent": parent,
                "hidden": self[f"parent_{number}"],
                **{name: self[f"{name}_{number}"] for name in ("since", "until", "gone")},
            }
            for number, parent in self.parents.items()
        ]


def _date(label: Any) -> forms.LineField:
    field = forms.LineField(label=label, max_length=10, required=False)
    field.widget.attrs |= {"dir": "ltr", "inputmode": "numeric", "placeholder": "1998-05"}
    return field
