"""The account library's forms, in our words."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as library
from allauth.mfa.base import forms as mfa
from allauth.mfa.recovery_codes import forms as recovery
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms as django_forms
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

LABELS = {
    "login": _("E-mail"), "email": _("E-mail"), "password": _("Password"), "password1": _("Password"), "password2": _("Password once more"),
    "oldpassword": _("Present password"), "remember": _("Keep me signed in on this device"), "code": _("Code"),
    "name": _("Name"), "passwordless": _("Sign in with it alone, without a password"),
}
HELP = {"password1": _("At least ten characters. Four words you remember are better than eight you write down.")}


class Ours:
    """Labels and widgets as on all our pages."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Put our words in."""
        super().__init__(*args, **kwargs)
        fields: dict[str, django_forms.Field] = self.fields  # type: ignore[attr-defined]
        self.label_suffix = ""
        for name, field in fields.items():
            # At sign-up the name is a person's, elsewhere a passkey's.
            if name in LABELS and not (name == "name" and "email" in fields):
                field.label = LABELS[name]
            field.help_text = HELP.get(name, "") or field.help_text if name == "name" else HELP.get(name, "")
            field.widget.attrs.pop("placeholder", None)
            if isinstance(field.widget, (django_forms.EmailInput, django_forms.PasswordInput)):
                field.widget.attrs["dir"] = "ltr"
            field.error_messages["required"] = _("Fill in this field.")
            if isinstance(field, django_forms.EmailField):
                field.error_messages["invalid"] = _("This does not look like an e-mail address. Write it like name@example.org.")


class Signup(Ours, library.SignupForm):  # type: ignore[misc]
    """Sign-up."""

    def clean(self) -> Any:
        """Count a try only when all else is right: whoever mistypes a password four times may still join."""
        cleaned = super().clean()
        if not self.errors:
            self.count_the_try()
        return cleaned

    @transaction.atomic
    def save(self, request: HttpRequest) -> Any:
        """Save account, address and person together or not at all."""
        return super().save(request)


class Login(Ours, library.LoginForm):  # type: ignore[misc]
    """Sign-in by password."""


class AddEmail(Ours, library.AddEmailForm):  # type: ignore[misc]
    """Another address."""


class ChangePassword(Ours, library.ChangePasswordForm):  # type: ignore[misc]
    """Another password."""


class SetPassword(Ours, library.SetPasswordForm):  # type: ignore[misc]
    """A first password."""


class ResetPassword(Ours, library.ResetPasswordForm):  # type: ignore[misc]
    """Ask for a link to set a new password."""


class ResetPasswordKey(Ours, library.ResetPasswordKeyForm):  # type: ignore[misc]
    """Set a new password."""


class RequestLoginCode(Ours, library.RequestLoginCodeForm):  # type: ignore[misc]
    """Ask for a code by mail."""


class ConfirmLoginCode(Ours, library.ConfirmLoginCodeForm):  # type: ignore[misc]
    """Give the mailed code."""


class Reauthenticate(Ours, library.ReauthenticateForm):  # type: ignore[misc]
    """Show again who one is."""


class MFAAuthenticate(Ours, mfa.AuthenticateForm):  # type: ignore[misc]
    """Give the second factor."""


class MFAReauthenticate(Ours, mfa.ReauthenticateForm):  # type: ignore[misc]
    """Give the second factor again."""


class ActivateTOTP(Ours, totp.ActivateTOTPForm):  # type: ignore[misc]
    """Turn codes from an app on."""


class DeactivateTOTP(Ours, totp.DeactivateTOTPForm):  # type: ignore[misc]
    """Turn codes from an app off."""


class GenerateRecoveryCodes(Ours, recovery.GenerateRecoveryCodesForm):  # type: ignore[misc]
    """Make new recovery codes."""


class AddWebAuthn(Ours, webauthn.AddWebAuthnForm):  # type: ignore[misc]
    """Add a passkey."""


class EditWebAuthn(Ours, webauthn.EditWebAuthnForm):  # type: ignore[misc]
    """Rename a passkey."""
