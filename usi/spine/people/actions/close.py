"""Closes an account: what is personal goes, what was published in an organisation's name stays with the organisation."""

from __future__ import annotations

from typing import Any

from allauth.usersessions.models import UserSession
from django.db import transaction

from usi.spine.actors.models import Actor, ActorText, Follow
from usi.spine.journal import actions as journal
from usi.spine.media import actions as media
from usi.spine.people import queries
from usi.spine.people.models import Person, PersonLanguage


class LastOwner(Exception):
    """The person is the only owner of these organisations, which would be left to nobody."""

    def __init__(self, names: list[str]) -> None:
        """Keep the organisations' names."""
        super().__init__(", ".join(names))
        self.names = names


@transaction.atomic
def close(person: Person) -> None:
    """Erase the account and all that is personal; the handle stays taken, so that nobody can pose as who was here.

    :raises LastOwner: if an organisation would be left without an owner
    """
    if names := queries.owned_alone(person):
        raise LastOwner(names)
    account, picture = person.account, person.actor.picture
    actor: Any = person.actor
    actor.name, actor.summary, actor.picture, actor.state = "—", "", None, Actor.State.CLOSED
    actor.save(update_fields=["name", "summary", "picture", "state"])
    ActorText.objects.filter(actor=actor).delete()
    Follow.objects.filter(follower=actor).delete()
    Follow.objects.filter(target=actor).delete()
    PersonLanguage.objects.filter(person=person).delete()
    related: Any = person
    related.memberships.all().delete()
    related.claims.all().delete()
    related.join_requests.all().delete()
    related.saved_searches.all().delete()
    actor.unsaved.all().delete()
    person.themes.clear()
    person.country, person.sectors, person.skills, person.audiences, person.is_moderator, person.account = "", [], [], {}, False, None
    person.save(update_fields=["country", "sectors", "skills", "audiences", "is_moderator", "account"])
    if picture is not None:
        media.remove(picture, by=person.pk)
    if account is not None:
        for session in UserSession.objects.filter(user=account):
            session.end()
        account.delete()
    journal.record("person.closed", actor, by=actor.pk)
