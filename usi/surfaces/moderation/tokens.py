"""The links that let somebody object who can no longer sign in, because they or their organisation are suspended."""

from __future__ import annotations

from datetime import timedelta

from django.core import signing

_SALT = "moderation.appeal"
APPEAL_TIME = timedelta(days=180)


def make(*, decision_id: int, person_id: int) -> str:
    """Return the token of a person's link."""
    return signing.TimestampSigner(salt=_SALT).sign(f"{decision_id}.{person_id}")


def read(token: str) -> tuple[int, int] | None:
    """Return decision and person of a token; None if it was not made here or is too old."""
    try:
        decision, person = signing.TimestampSigner(salt=_SALT).unsign(token, max_age=APPEAL_TIME).split(".")
    except (signing.BadSignature, UnicodeError):
        return None
    return int(decision), int(person)
