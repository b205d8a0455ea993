"""Makes the person of a new account, and takes away accounts that nobody ever confirmed."""

from __future__ import annotations

import secrets
import unicodedata
from datetime import timedelta

from django.db import IntegrityError, transaction

from usi.base import languages, text, time
from usi.spine.actors import actions as actors
from usi.spine.actors.models import Actor
from usi.spine.journal import actions as journal
from usi.spine.people.models import Account, Person, PersonLanguage

UNCONFIRMED_DAYS = 7
TRIES = 5
_GREEK = str.maketrans("αβγδεζηικλμνξοπρστυφχω", "avgdeziiklmnxoprstyfho")


def handle_from(name: str) -> str:
    """Return a free handle made of a name's letters; a short random one where it has none of the Latin or Greek ones."""
    folded = text.skeleton(name).translate(_GREEK).replace("θ", "th").replace("ψ", "ps")
    latin = unicodedata.normalize("NFKD", folded).encode("ascii", "ignore").decode()
    base = "_".join("".join(char if char.isalnum() else " " for char in latin).split())[:22]
    base = base if len(base) >= 3 else f"member_{secrets.token_hex(3)}"
    if base not in actors.RESERVED and not Actor.objects.filter(handle=base, domain="").exists():
        return base
    return f"{base}_{secrets.token_hex(3)}"


@transaction.atomic
def begin(*, account: Account, name: str) -> Person:
    """Make the person of an account; nobody sees them before the address is confirmed, nor more than the name after it.

    Until then the handle is a random one: a page or a handle taken at once would tell whether an address was already known.
    """
    language = languages.current()
    actor = actors.create(type="person", handle=f"new_{secrets.token_hex(12)}", name=name, language=language, state=Actor.State.NEW)
    person = Person.objects.create(actor=actor, account=account)
    PersonLanguage.objects.create(person=person, language=language)
    journal.record("person.began", actor, by=actor.pk)
    return person


def join(*, account: Account) -> None:
    """Give a new person, whose address is confirmed now, their handle and page; anyone else stays as they are."""
    for _ in range(TRIES):
        try:
            with transaction.atomic():
                actor = Actor.objects.select_for_update().filter(person__account=account, state=Actor.State.NEW).first()
                if actor is None:
                    return
                actor.handle, actor.state = handle_from(actor.name), Actor.State.ACTIVE
                actor.save(update_fields=["handle", "state"])
                journal.record("person.joined", actor, by=actor.pk)
                return
        except IntegrityError:
            # Somebody took the handle in the same moment: the next one is looked for.
            continue
    raise actors.HandleTaken


def purge_unconfirmed() -> int:
    """Erase accounts whose address nobody confirmed in time; returns how many."""
    bound = time.now() - timedelta(days=UNCONFIRMED_DAYS)
    old = Account.objects.filter(date_joined__lt=bound).exclude(emailaddress__verified=True)
    numbers = list(old.values_list("pk", "person__actor_id")[:500])
    for number, actor_id in numbers:
        with transaction.atomic():
            Account.objects.filter(pk=number).delete()
            Actor.objects.filter(pk=actor_id, type="person").delete()
    return len(numbers)
