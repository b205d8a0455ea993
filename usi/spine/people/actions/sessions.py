"""Ends sessions."""

from __future__ import annotations

from allauth.usersessions.models import UserSession


def end_other_sessions(*, account_id: int, kept: str) -> None:
    """End all sessions of an account but the one with this key."""
    for session in UserSession.objects.filter(user_id=account_id).exclude(session_key=kept):
        session.end()
