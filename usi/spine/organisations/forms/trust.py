"""Verifying organisations, taking that back, deciding claims."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from usi.base import forms
from usi.spine.organisations.models import Organisation

MODERATOR = "moderator"


class VouchForm(forms.Form):
    """In whose name one verifies, and how one knows."""

    voucher = django_forms.ChoiceField(label=_("In the name of"))
    how = forms.ProseField(
        label=_("How do you know it?"), max_length=600, rows=4,
        help_text=_("One or two sentences. Everyone can read them on the organisation’s page, with who vouches and the date."),
    )  # fmt: skip

    def __init__(self, *args: Any, vouchers: list[Organisation], moderator: bool, **kwargs: Any) -> None:
        """Offer the verified organisations the reader speaks for, and the moderators where the reader is one."""
        super().__init__(*args, **kwargs)
        self._vouchers = {str(row.pk): row for row in vouchers}
        offered: list[tuple[str, Any]] = [(number, row.actor.name) for number, row in self._vouchers.items()]
        offered += [(MODERATOR, _("The moderators of this node"))] if moderator else []
        self.fields["voucher"].choices = offered  # type: ignore[attr-defined]

    def clean_voucher(self) -> Organisation | None:
        """Return the organisation itself, None for the moderators."""
        return self._vouchers.get(self.cleaned_data["voucher"])


class WithdrawForm(forms.Form):
    """Why a verification is taken back."""

    reason = forms.ProseField(
        label=_("Why is it taken back?"), max_length=600, rows=4, help_text=_("Everyone can read this on the organisation’s page.")
    )


class DecideForm(forms.Form):
    """What is decided about a claim, and why."""

    decision = django_forms.ChoiceField(
        label=_("May this person speak for it?"), choices=[("accept", _("Yes, make them its owner")), ("refuse", _("No"))],
        widget=django_forms.RadioSelect,
    )  # fmt: skip
    answer = forms.ProseField(
        label=_("Your answer"), max_length=1000, rows=4, required=False, help_text=_("We send it to them. Say why if you refuse.")
    )

    def clean(self) -> dict[str, Any]:
        """Ask for a reason where the answer is no."""
        data = super().clean() or {}
        if data.get("decision") == "refuse" and not data.get("answer"):
            self.add_error("answer", _("Say why, so that they know what is missing."))
        return data
