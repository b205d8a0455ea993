"""The proof of work at sign-up: the reader's own machine solves it, so that no third party looks on."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from typing import Any

from altcha import v1 as altcha
from django.conf import settings

from usi.base import limits, time

MOST = 60_000
MINUTES = 20


def make() -> dict[str, Any]:
    """Return a fresh puzzle."""
    options = altcha.ChallengeOptions(hmac_key=settings.SECRET_KEY, max_number=MOST, expires=time.now() + timedelta(minutes=MINUTES))
    made = altcha.create_challenge(options)
    return {"algorithm": made.algorithm, "challenge": made.challenge, "maxnumber": MOST, "salt": made.salt, "signature": made.signature}


def is_solved(payload: str) -> bool:
    """Whether a puzzle of ours was solved in time, and for the first time."""
    try:
        solution = json.loads(base64.b64decode(payload))
        solved, _ = altcha.verify_solution(solution, settings.SECRET_KEY, check_expires=True)
    except Exception:  # noqa: BLE001 - whatever was posted, it is no solution
        return False
    # Counted by the challenge, since one solution can be written in many ways.
    return bool(solved) and limits.allow("puzzle", limits.pseudonym(solution["challenge"]), times=1, seconds=24 * 3600)
