"""Who does what in an organisation, who is invited to, and who asks to."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import QuerySet

from usi.base import crypto, time
from usi.base.access import Reader
from usi.spine.actors.models import Actor
from usi.spine.organisations.models import Invitation, JoinRequest, Membership, Organisation, Role

TOKEN = "organisations_invitation.token"  # noqa: S105 - a context, not a token
ADDRESS = "organisations_invitation.address"
DECLINED_DAYS = 30
MOST_REQUESTS = 60


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


def requests_of(organisation: Organisation) -> list[JoinRequest]:
    """Return who asks to belong to it, first come first, for its owners."""
    return list(_asking().filter(organisation=organisation)[:MOST_REQUESTS])


def requests_for(reader: Reader) -> list[JoinRequest]:
    """Return who asks to belong to the organisations a reader owns, first come first."""
    owned = [number for number in reader.roles if reader.has_role(number, Role.OWNER)]
    return list(_asking().filter(organisation__in=owned)[:MOST_REQUESTS]) if owned else []


def _asking() -> QuerySet[JoinRequest]:
    rows = JoinRequest.objects.filter(state=JoinRequest.State.OPEN, person__actor__state=Actor.State.ACTIVE)
    return rows.select_related("person__actor", "organisation__actor").order_by("pk")


def request_of(organisation: Organisation, *, number: int) -> JoinRequest | None:
    """Return an open request to belong to this organisation."""
    found: JoinRequest | None = _asking().filter(organisation=organisation, pk=number).first()
    return found


def open_request(*, organisation: Organisation, person_id: int | None) -> JoinRequest | None:
    """Return a person's open request to belong to an organisation."""
    rows = JoinRequest.objects.filter(organisation=organisation, person_id=person_id, state=JoinRequest.State.OPEN)
    found: JoinRequest | None = rows.select_related("organisation__actor").first()
    return found


def ask_again_on(*, organisation: Organisation, person_id: int | None) -> date | None:
    """Return the day from which somebody who was declined lately may ask again, and nothing for all others."""
    rows = JoinRequest.objects.filter(organisation=organisation, person_id=person_id, state=JoinRequest.State.DECLINED)
    last = rows.filter(decided_at__gt=time.now() - timedelta(days=DECLINED_DAYS)).order_by("-decided_at").first()
    return (last.decided_at + timedelta(days=DECLINED_DAYS + 1)).date() if last is not None and last.decided_at else None
