"""Setting up a second factor: the library's pages, which lead back to where it was needed and end what began without it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from allauth.mfa.recovery_codes.views import ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from usi.base import onward
from usi.spine.people import actions


class _LeadsOn:
    """Hands the address that was wanted from page to page."""

    request: HttpRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Tell the template where to go on."""
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return context | {"next": self._wanted()}

    def _wanted(self) -> str:
        return onward.address(self.request, self.request.POST.get("next") or self.request.GET.get("next") or "")


class _SetUp(_LeadsOn):
    """Turns a second factor on."""

    did_generate_recovery_codes: bool

    def get_success_url(self) -> str:
        """Lead to the recovery codes or the overview, and from there on."""
        wanted, then = self._wanted(), str(super().get_success_url())  # type: ignore[misc]
        if not wanted:
            return then
        return f"{then if self.did_generate_recovery_codes else reverse('people:second_factor')}?{urlencode({'next': wanted})}"

    def form_valid(self, form: Any) -> HttpResponse:
        """Turn it on and end all other sessions: whoever stole one would stay in without the second factor."""
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        actions.end_other_sessions(account_id=int(self.request.user.pk or 0), kept=self.request.session.session_key or "")
        return response


class Codes(_SetUp, ActivateTOTPView):  # type: ignore[misc]
    """Turn codes from an app on."""


class Passkey(_SetUp, AddWebAuthnView):  # type: ignore[misc]
    """Add a passkey."""


class RecoveryCodes(_LeadsOn, ViewRecoveryCodesView):  # type: ignore[misc]
    """Show the recovery codes, and the way on."""
