"""Who does what in an organisation, and who is invited to."""

from __future__ import annotations

from usi.base import crypto, time
from usi.spine.actors.models import Actor
from usi.spine.organisations.models import Invitation, Membership, Organisation

TOKEN = "organisations_invitation.token"  # noqa: S105 - a context, not a token
ADDRESS = "organisations_invitation.address"


def memberships_of(organisation: Organisation) -> list[Membership]:
    """Return its people, owners first."""
    rows = Membership.objects.filter(organisation=organisation).select_related("person__actor")
    order = {"owner": 0, "editor": 1, "translator": 2, "treasurer": 3, "caseworker": 4, "member": 5}
    return sorted(rows, key=lambda row: (order[row.role], row.person.actor.name, row.pk))


def invitations_of(organisation: Organisation) -> list[tuple[Invitation, str]]:
    """Return its open invitations with their addresses in the clear, for its owners."""
    rows = Invitation.objects.filter(organisation=organisation, accepted_at__isnull=True, expires_at__gt=time.now())
    opened = rows.select_related("organisation", "invited_by").order_by("expires_at")
    return [(row, crypto.decrypt(bytes(row.address), context=ADDRESS)) for row in opened]


def invitation_of(token: str) -> Invitation | None:
    """Return the open invitation of a link, where its organisation is there."""
    rows = Invitation.objects.filter(token_key=crypto.blind(token, context=TOKEN), accepted_at__isnull=True, expires_at__gt=time.now())
    found: Invitation | None = (
        rows.filter(organisation__actor__state=Actor.State.ACTIVE).select_related("organisation__actor", "invited_by").first()
    )
    return found
