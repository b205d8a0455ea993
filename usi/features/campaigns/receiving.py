"""The secret link by which somebody whom a campaign addresses sees who has signed. It is made of their address and the field key.

Nothing of it is stored; a corrected address makes another link, and the old one opens nothing any more.
"""

from __future__ import annotations

import base64
import hmac

from django.conf import settings
from django.urls import reverse

from usi.base import crypto
from usi.features.campaigns import writing_sealing as sealing
from usi.features.campaigns.models import Target


def token(target: Target) -> str:
    """Return the secret of a target's link."""
    said = f"{target.pk}:{sealing.unseal_target(bytes(target.address))}"
    return base64.urlsafe_b64encode(crypto.blind(said, context="campaigns_target.token")).decode().rstrip("=")


def opens(target: Target, secret: str) -> bool:
    """Whether a secret is that of a target's link."""
    return hmac.compare_digest(token(target).encode(), secret.encode("utf-8", "replace"))


def url(target: Target) -> str:
    """Return the whole address of a target's page, in the language of the moment."""
    return settings.URL + reverse("campaigns:received", kwargs={"pk": target.pk, "token": token(target)})
