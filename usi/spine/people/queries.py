"""Reads of people. A profile shows a reader only the fields meant for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef

from usi.base.access import Reader
from usi.spine.actors.models import Actor
from usi.spine.people.models import Account, Audience, Person
from usi.spine.taxonomy import countries, sectors


@dataclass(frozen=True)
class Profile:
    """What one reader sees of a person."""

    person: Person
    fields: frozenset[str]
    country: str = ""
    sectors: list[str] = field(default_factory=list)
    organisations: list[Any] = field(default_factory=list)

    def shows(self, name: str) -> bool:
        """Whether the reader may see a field."""
        return name in self.fields


def mine(reader: Reader) -> Person:
    """Return the reader's own person.

    :raises Person.DoesNotExist: if the reader is not signed in
    """
    return Person.objects.select_related("actor", "actor__picture", "account").get(pk=reader.actor_id)


def is_suspended(account: Account) -> bool:
    """Whether the person of an account is suspended."""
    return Person.objects.filter(account=account, actor__state=Actor.State.SUSPENDED).exists()


def audiences_for(person: Person, reader: Reader) -> set[str]:
    """Return the audiences a reader belongs to, seen from a person."""
    found = {Audience.PUBLIC}
    if reader.signed_in:
        found.add(Audience.NETWORK)
    related: Any = person
    if reader.roles and related.memberships.filter(organisation_id__in=list(reader.roles)).exists():
        found.add(Audience.ORGANISATIONS)
    if reader.actor_id == person.pk:
        found |= {Audience.ME, Audience.ORGANISATIONS}
    return {str(audience) for audience in found}


def profile(handle: str, *, reader: Reader, language: str) -> Profile | None:
    """Return what a reader sees of a person, None where there is none."""
    person = (
        Person.objects.filter(actor__handle=handle, actor__domain="", actor__state=Actor.State.ACTIVE)
        .select_related("actor", "actor__picture")
        .prefetch_related("languages")
        .first()
    )
    if person is None:
        return None
    mine_too = audiences_for(person, reader)
    shown = frozenset(
        name
        for name in ("languages", "skills", "country", "sectors", "organisations", "picture", "summary")
        if person.audience_of(name) in mine_too
    )
    related: Any = person
    rows = (
        related.memberships.filter(organisation__actor__state=Actor.State.ACTIVE).select_related("organisation__actor")
        if "organisations" in shown
        else ()
    )
    return Profile(
        person=person,
        fields=shown,
        country=countries.name(person.country, language) if person.country and "country" in shown else "",
        sectors=[sectors.title(code, language) for code in person.sectors] if "sectors" in shown else [],
        organisations=[row.organisation.actor for row in rows],
    )


def owned_alone(person: Person) -> list[str]:
    """Return the names of organisations that have no other owner."""
    related: Any = person
    rows = related.memberships.filter(role="owner").select_related("organisation__actor")
    others = (
        type(person).objects.filter(memberships__organisation=OuterRef("organisation"), memberships__role="owner").exclude(pk=person.pk)
    )
    return [row.organisation.actor.name for row in rows.exclude(Exists(others))]


def translations_of(person: Person) -> list[tuple[str, str]]:
    """Return the pairs (from, into) a person translates."""
    rows: Any = person.languages.all()
    return [(row.language, into) for row in rows for into in row.translates_into]
