"""Addresses of people and accounts. The account views come from a library; each of them gets its rule here."""

import functools
from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path

from usi.base import access, errors, limits
from usi.spine.people.views import account, factors, pages, profile

# Views of the account library that work for readers who are not signed in; all others are for members.
OPEN = frozenset({
    "account_login", "account_logout", "account_inactive", "account_signup", "account_email_verification_sent", "account_confirm_email",
    "account_reset_password", "account_reset_password_done", "account_reset_password_from_key", "account_reset_password_from_key_done",
    "account_request_login_code", "account_confirm_login_code", "mfa_authenticate", "mfa_login_webauthn", "mfa_trust",
})  # fmt: skip


TRIES, SECONDS = 60, 600


def _limited(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let one line try so often and no more; who it was is forgotten within a day."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and not limits.allow("account", limits.caller(request), times=TRIES, seconds=SECONDS):
            return errors.too_many(request, seconds=SECONDS)
        return view(request, *args, **kwargs)

    return guarded


def _declare(patterns: Iterable[URLPattern | URLResolver]) -> None:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            _declare(pattern.url_patterns)
        else:
            pattern.callback = (access.everyone if pattern.name in OPEN else access.members)(_limited(pattern.callback))


_library: list[URLPattern | URLResolver] = [
    # Before the library's own, which they take the place of.
    path("account/second-factor/totp/activate/", factors.Codes.as_view(), name="mfa_activate_totp"),
    path("account/second-factor/webauthn/add/", factors.Passkey.as_view(), name="mfa_add_webauthn"),
    path("account/second-factor/recovery-codes/", factors.RecoveryCodes.as_view(), name="mfa_view_recovery_codes"),
    path("account/", include("allauth.account.urls")),
    path("account/second-factor/", include("allauth.mfa.urls")),
    path("account/sessions/", include("allauth.usersessions.urls")),
]
_declare(_library)

_people = [
    path("account/", account.account, name="account"),
    path("account/profile/", profile.profile, name="profile"),
    path("account/profile/<slug:part>/", profile.profile, name="profile_part"),
    path("account/welcome/", profile.welcome, name="welcome"),
    path("account/download/", account.download, name="download"),
    path("account/close/", account.close, name="close"),
    path("account/protect/", account.second_factor, name="second_factor"),
    path("account/end-session/<int:number>/", account.end_session, name="end_session"),
    path("account/puzzle/", account.altcha, name="altcha"),
    path("people/<slug:handle>/", pages.page, name="page"),
]
urlpatterns = [path("", include((_people, "people"))), *_library]
