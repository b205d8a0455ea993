"""How the account library behaves here: no addresses of readers, our own words, mails through our queue."""

from __future__ import annotations

import time
from typing import Any, ClassVar
from urllib.parse import quote

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from usi.base import onward
from usi.spine.people import actions, queries
from usi.spine.people.models import Account, Person

NOBODY = "::"
SUSPENDED = _("Moderators have suspended this account. Their mail to you says why, and how to appeal.")
SAID = {
    "account/messages/email_confirmation_sent.txt": _("We have sent a link to that address."),
    "account/messages/email_confirmed.txt": _("The address is confirmed."),
    "account/messages/email_confirmation_failed.txt": _("That address cannot be confirmed: another account has it."),
    "account/messages/email_deleted.txt": _("The address is removed."),
    "account/messages/cannot_delete_primary_email.txt": _("This is the address you sign in with. Add another one first."),
    "account/messages/primary_email_set.txt": _("You sign in with this address from now on."),
    "account/messages/unverified_primary_email.txt": _("Confirm the address first."),
    "account/messages/login_code_sent.txt": _("If there is an account with that address, a code is on its way to it."),
    "account/messages/password_changed.txt": _("The password is changed."),
    "account/messages/password_set.txt": _("The password is set."),
    "mfa/messages/totp_activated.txt": _("Codes from your app are on."),
    "mfa/messages/totp_deactivated.txt": _("Codes from your app are off."),
    "mfa/messages/recovery_codes_generated.txt": _("New recovery codes are made; the old ones no longer work."),
    "mfa/messages/webauthn_added.txt": _("The passkey is added."),
    "mfa/messages/webauthn_removed.txt": _("The passkey is removed."),
    "usersessions/messages/sessions_logged_out.txt": _("All other sessions are ended."),
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts."""

    error_messages: ClassVar[dict[str, Any]] = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed."),
        "cannot_remove_primary_email": _("This is the address you sign in with. Add another one first."),
        "duplicate_email": _("You have added this address already."),
        "email_password_mismatch": _("Address and password do not go together. Check both, or ask for a sign-in code."),
        "email_taken": _("This address cannot be used. Try another one."),
        "enter_current_password": _("Type your present password."),
        "incorrect_code": _("That code is not right. Check it, or ask for a new one."),
        "incorrect_password": _("That password is not right."),
        "invalid_or_expired_key": _("This link no longer works. Ask for a new one."),
        "invalid_login": _("Address and password do not go together. Check both, or ask for a sign-in code."),
        "invalid_password_reset": _("This link no longer works. Ask for a new one."),
        "max_email_addresses": _("You cannot have more than %d addresses."),
        "too_many_login_attempts": _("Too many tries. Wait a few minutes, then try again."),
        "unknown_email": _("That code is not right. Check it, or ask for a new one."),
        "unverified_primary_email": _("Confirm your address first."),
        "select_only_one": _("Choose one."),
        "same_as_current": _("That is what you have now. Type a new one."),
        "rate_limited": _("Too many tries. Wait a few minutes, then try again."),
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return nobody's address: what is stored with a session names no line. Limits by line are ours (`people.urls`)."""
        return NOBODY

    def save_user(self, request: HttpRequest, user: Account, form: Any, commit: bool = True) -> Account:
        """Save a new account with its person."""
        saved: Account = super().save_user(request, user, form, commit=commit)
        actions.begin(account=saved, name=form.cleaned_data.get("name", ""))
        return saved

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Take an address as confirmed; a new person's page begins with the first one."""
        confirmed: bool = super().confirm_email(request, email_address)
        if confirmed:
            actions.join(account=email_address.user)
        return confirmed

    def pre_login(self, request: HttpRequest, user: Account, **kwargs: Any) -> HttpResponse | None:
        """Tell whoever is suspended so, instead of signing them in to nothing."""
        if queries.is_suspended(user):
            messages.error(request, SUSPENDED)
            return HttpResponseRedirect(reverse("account_login"))
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return response

    def login(self, request: HttpRequest, user: Account) -> None:
        """Sign in. A reset password or a mailed code confirms an address too, and passes `confirm_email` by."""
        actions.join(account=user)
        super().login(request, user)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask again who it is, but not those who gave password or second factor in this very session a moment ago."""
        records = get_authentication_records(context.request, context.request.user)
        recent = time.time() - app_settings.REAUTHENTICATION_TIMEOUT
        if any(record.get("method") in {"password", "mfa"} and record.get("at", 0) > recent for record in records):
            return False
        required: bool = super().is_reauthentication_required(app=app, **kwargs)
        return required

    def is_safe_url(self, url: str | None) -> bool:
        """Lead on to paths of this node only."""
        return bool(url) and onward.is_ours(context.request, str(url))

    def populate_username(self, request: HttpRequest, user: Account) -> None:
        """There are no user names."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Lead home; the first time, to the questions that fill it."""
        new = Person.objects.filter(account__pk=request.user.pk or 0, welcomed=False).exists()
        return reverse("people:welcome") if new else reverse("website:home")

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """Lead to the questions after sign-up."""
        return reverse("people:welcome")

    def add_message(  # noqa: PLR0917 - the library calls it so
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: Any = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say it in our own words, or not at all."""
        said = SAID.get(message_template or "") or message
        if said:
            messages.add_message(request, level, str(said), extra_tags=extra_tags)

    def render_mail(
        self, template_prefix: str, email: str | list[str], context: dict[str, Any], headers: dict[str, str] | None = None
    ) -> EmailMultiAlternatives:
        """Write a mail as plain text and the same as HTML."""
        if "code" in context:
            # The library mails a code; a link with the code in it leads to the same page, whose button signs in.
            context = context | {"code_url": f"{settings.URL}{reverse('account_confirm_login_code')}?code={quote(context['code'])}"}
        subject = " ".join(render_to_string(f"{template_prefix}_subject.txt", context).split())
        body = render_to_string(f"{template_prefix}_message.txt", context).strip()
        mail = EmailMultiAlternatives(subject, body, self.get_from_email(), [email] if isinstance(email, str) else email, headers=headers)
        mail.attach_alternative(render_to_string("people/mail.html", {"body": body, "subject": subject}), "text/html")
        return mail


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors."""

    error_messages: ClassVar[dict[str, Any]] = DefaultMFAAdapter.error_messages | {
        "add_email_blocked": _("Turn your second factor off first; then you can add an address."),
        "cannot_delete_authenticator": _("You cannot turn this off."),
        "cannot_generate_recovery_codes": _("Set up a second factor first."),
        "incorrect_code": _("That code is not right. Check it and try again."),
        "unverified_email": _("Confirm your address first; then set up the second factor."),
    }
