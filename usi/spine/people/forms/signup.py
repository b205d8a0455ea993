"""What sign-up asks beside the account library's fields. It stands alone because the library reads it while loading its own forms."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from usi.base import forms, limits
from usi.spine.people import puzzle


class SignupBase(django_forms.Form):
    """What sign-up asks beside the library's fields."""

    name = forms.NameField(
        label=_("Name or pseudonym"), max_length=80, help_text=_("Others see it with what you do. It need not be your legal name.")
    )
    altcha = django_forms.CharField(required=False, widget=django_forms.HiddenInput, max_length=2000)
    field_order = ["name", "email", "password1"]

    def signup(self, request: Any, user: Any) -> None:
        """The person is made by the adapter."""

    def count_the_try(self) -> None:
        """Take a solved puzzle; where there is none, few accounts may be begun from one line.

        :raises ValidationError: if there were too many
        """
        from allauth.core import context

        payload: str = self.cleaned_data.get("altcha", "")
        who = limits.caller(context.request) if context.request else b""
        solved = bool(payload) and puzzle.is_solved(payload)
        if not limits.allow("sign-up", who, times=30 if solved else 5, seconds=3600):
            raise ValidationError(_("Many people have signed up from your line within the hour. Try again later."))
