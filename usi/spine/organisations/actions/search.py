"""Keeps the folded names by which organisations are found, ordered and told apart."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from usi.spine.actors.models import ActorText
from usi.spine.journal.models import Entry
from usi.spine.organisations import names
from usi.spine.organisations.models import Organisation


def search_fields(*, name: str, short_name: str = "", others: Iterable[str] = ()) -> dict[str, str]:
    """Return the three folded columns for an organisation's names; for whoever writes many rows at once."""
    return {
        "search_key": names.search_key([name, short_name, *others]),
        "sort_key": names.sort_key(name),
        "likeness": names.likeness(name),
    }


def refresh_search(organisation: Organisation) -> Organisation:
    """Fold an organisation's names anew after one of them changed."""
    others = ActorText.objects.filter(actor_id=organisation.pk).values_list("name", flat=True)
    fields = search_fields(name=organisation.actor.name, short_name=organisation.short_name, others=others)
    for field, value in fields.items():
        setattr(organisation, field, value)
    organisation.save(update_fields=list(fields))
    return organisation


@transaction.atomic
def translated(entry: Entry) -> None:
    """Let the directory find an organisation by a name that somebody translated; of other actors nothing is kept here. May run twice."""
    # Locked as an edit is, so that neither of two names given at once is left out.
    rows = Organisation.objects.select_for_update(of=("self",)).select_related("actor").filter(pk=entry.subject_id)
    for organisation in rows:
        refresh_search(organisation)
