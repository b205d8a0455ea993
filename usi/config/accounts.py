"""Settings of django-allauth that depend on nothing else: how people sign up and in, and which of our forms and adapters they meet."""

from __future__ import annotations

ACCOUNT_ADAPTER = "usi.spine.people.adapters.AccountAdapter"
MFA_ADAPTER = "usi.spine.people.adapters.MFAAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
# Limits by line are set in `people.urls`: the library would keep the line's address in its cache.
ACCOUNT_RATE_LIMITS = {
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
    "reset_password": "5/m/key",
    "reauthenticate": "10/m/user",
    "reset_password_from_key": None,
    "signup": None,
    "login": None,
    "login_failed": "5/300s/key",
    "confirm_email": "1/180s/key",
    "request_login_code": "3/m/key",
}
ACCOUNT_SIGNUP_FORM_CLASS = "usi.spine.people.forms.signup.SignupBase"
_FORMS = "usi.spine.people.forms.account."
ACCOUNT_FORMS = {
    "signup": f"{_FORMS}Signup",
    "login": f"{_FORMS}Login",
    "add_email": f"{_FORMS}AddEmail",
    "change_password": f"{_FORMS}ChangePassword",
    "set_password": f"{_FORMS}SetPassword",
    "reset_password": f"{_FORMS}ResetPassword",
    "reset_password_from_key": f"{_FORMS}ResetPasswordKey",
    "request_login_code": f"{_FORMS}RequestLoginCode",
    "confirm_login_code": f"{_FORMS}ConfirmLoginCode",
    "reauthenticate": f"{_FORMS}Reauthenticate",
}
MFA_FORMS = {
    "authenticate": f"{_FORMS}MFAAuthenticate",
    "reauthenticate": f"{_FORMS}MFAReauthenticate",
    "activate_totp": f"{_FORMS}ActivateTOTP",
    "deactivate_totp": f"{_FORMS}DeactivateTOTP",
    "generate_recovery_codes": f"{_FORMS}GenerateRecoveryCodes",
    "add_webauthn": f"{_FORMS}AddWebAuthn",
    "edit_webauthn": f"{_FORMS}EditWebAuthn",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Nobody signs in, and so nobody sets up a second factor, before an address is confirmed; with one, an address can still be changed.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_RATE_LIMITS = {"webauthn_login": None}
USERSESSIONS_TRACK_ACTIVITY = False
LOGIN_REDIRECT_URL = "website:home"
LOGIN_URL = "account_login"
