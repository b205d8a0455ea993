"""Who may say which names are kept."""

from __future__ import annotations

from usi.base.access import Reader
from usi.surfaces.translation.models import Checker, TermText


def may_keep_terms(reader: Reader, *, number: int | None = None, **_: object) -> bool:
    """Whether a reader reviews the glossary, or the name with a number: moderators, and who checks translations into its language."""
    if reader.moderates():
        return True
    if not reader.signed_in:
        return False
    trusted = Checker.objects.filter(person_id=reader.actor_id, taken_back_at__isnull=True)
    if number is not None:
        trusted = trusted.filter(language__in=TermText.objects.filter(pk=number).values("language"))
    return trusted.exists()


def languages_kept(reader: Reader) -> set[str] | None:
    """Return the languages about whose names a reader may decide; None: all."""
    if reader.moderates():
        return None
    return set(Checker.objects.filter(person_id=reader.actor_id, taken_back_at__isnull=True).values_list("language", flat=True))
