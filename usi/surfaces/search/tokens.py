"""Links that end the mails about a saved search, made of its id and the field key."""

from __future__ import annotations

from django.core import signing

SALT = "search.saved"


def make(*, person_id: int, number: int = 0) -> str:
    """Return the token of one saved search, or of all of a person's where no number is given."""
    return signing.Signer(salt=SALT).sign(f"{person_id}-{number}")


def read(token: str) -> tuple[int, int] | None:
    """Return person and search of a token (0: all), None where it is not ours."""
    try:
        person, _, number = signing.Signer(salt=SALT).unsign(token).partition("-")
        return int(person), int(number)
    except (signing.BadSignature, ValueError):
        return None
