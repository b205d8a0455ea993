"""Inviting people, changing roles, and in whose name one acts."""

from __future__ import annotations

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from usi.base import forms
from usi.spine.organisations.models import Role


class InviteForm(forms.Form):
    """Whom, and to what role."""

    address = forms.EmailLineField(
        label=_("E-mail address"), help_text=_("We keep it encrypted, and forget it once the invitation is accepted.")
    )
    role = django_forms.ChoiceField(
        label=_("Role"), choices=Role.choices, initial=Role.MEMBER,
        help_text=_("Owners manage people; owners and editors publish; members and translators write drafts."),
    )  # fmt: skip


class RoleForm(forms.Form):
    """A person's new role."""

    role = django_forms.ChoiceField(label=_("Role"), choices=Role.choices)


class ActAsForm(forms.Form):
    """As which organisation one acts, empty for oneself, and where to go on."""

    organisation = django_forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    next = django_forms.CharField(required=False, max_length=500)
