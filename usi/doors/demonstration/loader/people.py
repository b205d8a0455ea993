"""The invented people, six of whom can sign in."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress

from usi.base import time
from usi.doors.demonstration import logins
from usi.doors.demonstration.loader import content
from usi.spine.actors import actions as actors
from usi.spine.actors.models import Actor, Follow
from usi.spine.organisations.models import Membership, Organisation
from usi.spine.people.models import Account, Audience, Person, PersonLanguage


def create(unions: dict[str, Organisation]) -> dict[str, Person]:
    """Create all people with their roles; returns them by handle."""
    made = {}
    for row in content.rows("person", "people.toml"):
        made[row["handle"]] = _create(row, unions.get(row.get("organisation", "")))
    return made


def _create(row: dict[str, Any], union: Organisation | None) -> Person:
    actor = actors.create(type="person", handle=row["handle"], name=row["name"], language=row["language"], summary=row.get("summary", ""))
    login = row.get("login", "")
    open_fields = dict.fromkeys(("languages", "skills", "country", "organisations", "summary"), str(Audience.PUBLIC))
    person = Person.objects.create(
        actor=actor,
        account=_account(login) if login else None,
        country=row.get("country", ""),
        audiences=open_fields,
        is_moderator=login == "moderator",
        welcomed=login != "newcomer",
    )
    translates = row.get("translates", {})
    PersonLanguage.objects.bulk_create(
        [
            PersonLanguage(person=person, language=tag, position=n, translates_into=translates.get(tag, []))
            for n, tag in enumerate(row.get("languages", ()))
        ]
    )
    if union is not None:
        Membership.objects.create(person=person, organisation=union, role=row.get("role", "member"), since=time.now() - timedelta(days=200))
        person.themes.set(union.themes.all())
    return person


def officers(union: Organisation, everyone: dict[str, Person]) -> list[Person]:
    """Return those who speak for an organisation."""
    roles = {row.person_id: row.role for row in union.memberships.all()}
    return [person for person in everyone.values() if roles.get(person.pk) in ("owner", "editor")]


def officer(union: Organisation, everyone: dict[str, Person]) -> Person | None:
    """Return somebody who speaks for an organisation, None where nobody does."""
    return next(iter(officers(union, everyone)), None)


def _account(login: str) -> Account:
    account = Account.objects.create_user(logins.address(login), logins.PASSWORD)
    EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)
    if login in logins.WITH_CODE:
        logins.give_code(account, login)
    return account


def follow(unions: dict[str, Organisation], everyone: dict[str, Person]) -> None:
    """Let people follow unions, themes and countries, so that home feeds and follower counts are alive."""
    rng = random.Random(7)  # noqa: S311 - invented follows need no secrecy
    targets = [row.actor_id for row in unions.values()]
    dossiers = list(Actor.objects.filter(type="theme").values_list("pk", flat=True))
    places = {actor.handle.upper(): actor.pk for actor in Actor.objects.filter(type="country")}
    rows = []
    for person in everyone.values():
        chosen = {*rng.sample(targets, 6), *rng.sample(dossiers, min(4, len(dossiers)))}
        if person.country in places:
            chosen.add(places[person.country])
        if person.welcomed:
            rows += [Follow(follower_id=person.pk, target_id=number) for number in sorted(chosen)]
    Follow.objects.bulk_create(rows)
