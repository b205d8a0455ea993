"""Makes people and organisations for tests of any room."""

from itertools import count

from usi.base import time
from usi.spine.actors import actions as actors
from usi.spine.organisations.actions.search import refresh_search
from usi.spine.organisations.models import Membership, Organisation
from usi.spine.people.models import Account, Person

_numbers = count(1)
PASSWORD = "a-long-enough-passphrase"


def person(*, email="", moderator=False, second_factor=False, **fields):
    """Return a new person with an account."""
    from allauth.account.models import EmailAddress

    number = next(_numbers)
    email = email or f"person{number}@example.org"
    account = Account.objects.create_user(email, PASSWORD)
    EmailAddress.objects.create(user=account, email=email, verified=True, primary=True)
    fields.setdefault("handle", f"person_{number}")
    fields.setdefault("name", f"Person {number}")
    fields.setdefault("language", "en")
    actor = actors.create(type="person", **fields)
    made = Person.objects.create(actor=actor, account=account, is_moderator=moderator, welcomed=True)
    if second_factor:
        give_second_factor(made)
    return made


def give_second_factor(person):
    """Give a person an authenticator code."""
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    return TOTP.activate(person.account, generate_totp_secret())


def organisation(*, verified=True, kind="union", country="GR", **fields):
    """Return a new organisation."""
    number = next(_numbers)
    known = ("short_name", "members", "members_as_of", "founded", "website", "claimed", "country_unknown", "demonstration")
    facts = {name: fields.pop(name) for name in known if name in fields}
    fields.setdefault("handle", f"union_{number}")
    fields.setdefault("name", f"Union {number}")
    fields.setdefault("language", "en")
    facts.setdefault("claimed", True)
    actor = actors.create(type="organisation", **fields)
    return refresh_search(Organisation.objects.create(actor=actor, kind=kind, country=country, verified=verified, **facts))


def member(organisation, *, role="member", person_=None, **fields):
    """Return a person with a role there; owners and editors have a second factor."""
    fields.setdefault("second_factor", role in ("owner", "editor"))
    made = person_ or person(**fields)
    Membership.objects.create(person=made, organisation=organisation, role=role, since=time.now())
    return made
