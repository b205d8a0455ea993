"""The log-ins of the demonstration. They are printed and shown on purpose: nothing here is secret, and only the demonstration has them."""

from __future__ import annotations

import base64
import hashlib

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.utils.translation import gettext_lazy as _

from usi.spine.people.models import Account

PASSWORD = "solidarity-demo"  # noqa: S105 - shown to everyone who starts the demonstration
LOGINS = {
    "owner": _("Owner of a verified Greek union"),
    "editor": _("Editor of a verified union"),
    "arabic": _("Editor of an Arabic-speaking union"),
    "member": _("Member of a union"),
    "newcomer": _("New here, belongs to no union yet"),
    "moderator": _("Moderator of the node"),
}
WITH_CODE = ("owner", "editor", "arabic", "moderator")


def address(login: str) -> str:
    """Return the address a demonstration log-in signs in with."""
    return f"{login}@demo.example"


def _secret(login: str) -> str:
    return base64.b32encode(hashlib.sha256(f"demonstration {login}".encode()).digest()[:20]).decode()


def give_code(account: Account, login: str) -> None:
    """Give an account its second factor."""
    TOTP.activate(account, _secret(login))


def code(login: str) -> str:
    """Return the six digits that are right just now (RFC 6238); empty where the log-in needs none or has changed it."""
    account = Account.objects.filter(email=address(login)).first()
    row = Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).first() if account else None
    if row is None:
        return ""
    secret = get_adapter().decrypt(row.data["secret"])
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(secret, counter)))
