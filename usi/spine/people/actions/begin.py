"""Makes the person of a new account, and takes away accounts that nobody ever confirmed."""

from __future__ import annotations

import secrets
import unicodedata
from datetime import timedelta

from django.db import transaction
from django.utils.translation import get_language

from usi.base import text, time
from usi.spine.actors import actions as actors
from usi.spine.actors.models import Actor
from usi.spine.journal import actions as journal
from usi.spine.people.models import Account, Person, PersonLanguage

UNCONFIRMED_DAYS = 7
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
    """Make the person of an account; everything about them is seen by nobody until they say otherwise."""
    language = get_language() or "en"
    actor = actors.create(type="person", handle=handle_from(name), name=name, language=language)
    person = Person.objects.create(actor=actor, account=account)
    PersonLanguage.objects.create(person=person, language=language)
    journal.record("person.joined", actor, by=actor.pk)
    return person


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
