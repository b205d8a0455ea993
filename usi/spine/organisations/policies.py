"""Who may do what with an organisation."""

from __future__ import annotations

from usi.base.access import Reader
from usi.spine.organisations import queries
from usi.spine.organisations.models import Organisation, Role, Verification


def may_edit(reader: Reader, *, handle: str, **_: object) -> bool:
    """Whether a reader may change what the page says: its owners and editors; moderators while nobody has claimed it."""
    organisation = _cheap(reader, handle)
    return organisation is not None and edits(reader, organisation)


def edits(reader: Reader, organisation: Organisation) -> bool:
    """Whether a reader may change what this organisation's page says."""
    return reader.speaks_for(organisation.pk) or (not organisation.claimed and reader.moderates())


def may_see_people(reader: Reader, *, handle: str, **_: object) -> bool:
    """Whether a reader may see who does what there: those who belong to it."""
    organisation = _cheap(reader, handle)
    return organisation is not None and organisation.pk in reader.roles


def may_manage_people(reader: Reader, *, handle: str, **_: object) -> bool:
    """Whether a reader may invite people and change their roles: owners."""
    organisation = _cheap(reader, handle)
    return organisation is not None and manages(reader, organisation)


def manages(reader: Reader, organisation: Organisation) -> bool:
    """Whether a reader may invite people into this organisation and change their roles."""
    return reader.has_role(organisation.pk, Role.OWNER)


def may_claim(reader: Reader, *, handle: str) -> bool:
    """Whether a reader may ask to speak for an organisation: anybody signed in, while nobody does."""
    organisation = _cheap(reader, handle)
    return organisation is not None and not organisation.claimed


def may_ask(reader: Reader, organisation: Organisation) -> bool:
    """Whether a reader may ask to belong to an organisation: anybody signed in who does not, where somebody can answer."""
    return reader.signed_in and organisation.claimed and organisation.pk not in reader.roles


def may_see_waiting(reader: Reader, **_: object) -> bool:
    """Whether a reader may see who waits for verification, or which claims wait: those who speak for some organisation, and moderators."""
    return reader.speaks_anywhere or reader.moderates()


def may_vouch_for(reader: Reader, *, handle: str) -> bool:
    """Whether a reader may verify an organisation: moderators, and those who speak for a verified one, but not for their own."""
    organisation = _cheap(reader, handle) if may_see_waiting(reader) else None
    return organisation is not None and organisation.claimed and vouches(reader, organisation)


def vouches(reader: Reader, organisation: Organisation) -> bool:
    """Whether a reader may verify this organisation."""
    return reader.moderates() or (organisation.pk not in reader.roles and bool(queries.vouchers_of(reader)))


def may_withdraw(reader: Reader, *, number: int) -> bool:
    """Whether a reader may take a verification back: moderators, and those who speak for whoever gave it."""
    if not may_see_waiting(reader):
        return False
    row = Verification.objects.filter(pk=number, withdrawn_at__isnull=True).values_list("by_organisation_id", flat=True)
    found = list(row)
    return bool(found) and (reader.moderates() or (found[0] is not None and reader.speaks_for(found[0])))


def may_decide(reader: Reader, *, number: int) -> bool:
    """Whether a reader may decide a claim."""
    return may_see_waiting(reader) and queries.claims_for(reader).filter(pk=number).exists()


def _cheap(reader: Reader, handle: str) -> Organisation | None:
    return queries.find(handle) if reader.signed_in else None
