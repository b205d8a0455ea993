"""Who waits for verification, who may vouch, and which claims are open."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from usi.base.access import SPEAKING_ROLES, Reader
from usi.spine.organisations.models import Affiliation, Claim, Organisation, OrganisationQuerySet
from usi.spine.organisations.queries.find import with_names

MOST = 60


def waiting() -> OrganisationQuerySet:
    """Return the organisations with people of their own that wait for verification, those that came first first."""
    rows: OrganisationQuerySet = Organisation.objects.listed().filter(verified=False, claimed=True).select_related("actor")
    standing = Count("verifications", filter=Q(verifications__withdrawn_at__isnull=True))
    return rows.annotate(vouches=standing).order_by("pk")


def waiting_page(*, after: int, language: str, size: int = MOST) -> tuple[list[Organisation], int]:
    """Return one page of those that wait, and the cursor of the next (0 where there is none)."""
    rows = list(waiting().filter(pk__gt=after)[: size + 1])
    return with_names(rows[:size], language=language), rows[size - 1].pk if len(rows) > size else 0


def vouched_for(organisation: Organisation) -> list[Organisation]:
    """Return those for which an organisation vouched."""
    rows = Organisation.objects.listed().filter(verifications__by_organisation=organisation, verifications__withdrawn_at__isnull=True)
    return list(rows.select_related("actor").order_by("sort_key").distinct()[:MOST])


def vouchers_of(reader: Reader) -> list[Organisation]:
    """Return the verified organisations a reader speaks for, the one acted as first."""
    numbers = [number for number, role in reader.roles.items() if role in SPEAKING_ROLES] if reader.second_factor else []
    rows = Organisation.objects.listed().verified().filter(pk__in=numbers).select_related("actor").order_by("sort_key")
    return sorted(rows, key=lambda row: row.pk != reader.acting_as) if numbers else []


def claims_for(reader: Reader) -> QuerySet[Claim]:
    """Return the open claims a reader may decide: all for moderators, those on their affiliates for officers of verified organisations."""
    rows = Claim.objects.filter(state=Claim.State.OPEN).select_related("organisation__actor", "person__actor").order_by("pk")
    if reader.moderates():
        return rows
    parents = [row.pk for row in vouchers_of(reader)]
    affiliates = Affiliation.objects.filter(parent__in=parents, until="").values("member_id")
    return rows.filter(organisation__in=affiliates).exclude(person_id=reader.actor_id)


def open_claim(*, organisation: Organisation, person_id: int | None) -> Claim | None:
    """Return the claim a person has open on an organisation."""
    found: Claim | None = Claim.objects.filter(organisation=organisation, person_id=person_id, state=Claim.State.OPEN).first()
    return found
