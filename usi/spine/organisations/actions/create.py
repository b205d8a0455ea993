"""Brings organisations into the directory."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from usi.base import ids, text, time
from usi.spine.actors import actions as actors
from usi.spine.actors.models import Actor
from usi.spine.journal import actions as journal
from usi.spine.organisations import queries
from usi.spine.organisations.actions.search import refresh_search
from usi.spine.organisations.models import Membership, Organisation, OrganisationLanguage, OrganisationSector, Role
from usi.spine.people.models import Person
from usi.spine.taxonomy.models import Theme

FACTS = frozenset({
    "short_name", "country", "country_unknown", "founded", "members", "members_as_of", "website", "fediverse", "claimed", "demonstration",
    "confirmed_on",
})  # fmt: skip
# Latin spellings after ELOT 743 and ISO 9, without the finer points: a handle need only be recognisable.
_LATIN = str.maketrans(
    dict(zip("αβγδεζηικλμνξοπρστυφω", "avgdeziiklmnxoprstyfo", strict=True))
    | dict(zip("абвгдезийклмнопрстуфхыэіїєґ", "abvgdeziiklmnoprstufhyeiieg", strict=True))
    | {"θ": "th", "χ": "ch", "ψ": "ps", "ж": "zh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sch", "ъ": "", "ь": "", "ю": "yu", "я": "ya"}
    | {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "’": "", "'": ""}
)


# A page of this room stands where the page of such a handle would.
RESERVED = frozenset({"join"})


class LooksAlike(Exception):
    """There are organisations whose names readers may take for this one; `found` are they."""

    def __init__(self, found: list[Organisation]) -> None:
        """Keep them, so that they can be shown."""
        super().__init__([row.pk for row in found])
        self.found = found


@transaction.atomic
def create(
    *,
    by: Actor | None,
    name: str,
    language: str,
    kind: str,
    handle: str = "",
    summary: str = "",
    sectors: Iterable[str] = (),
    languages: Iterable[str] = (),
    themes: Iterable[Theme] = (),
    **facts: Any,
) -> Organisation:
    """Create an organisation; without a handle it gets one made of its name.

    :raises actors.HandleTaken: if the handle given is in use or reserved
    :raises TypeError: if a fact is none an organisation has
    """
    if unknown := facts.keys() - FACTS:
        raise TypeError(f"no such fact: {', '.join(sorted(unknown))}")
    short_name = text.line(facts.pop("short_name", ""))
    handle = handle or free_handle(short_name or name, name)
    if handle.lower() in RESERVED:
        raise actors.HandleTaken(handle)
    actor = actors.create(type="organisation", handle=handle, name=name, language=language, summary=summary)
    organisation = Organisation(actor=actor, kind=kind, short_name=short_name, **facts)
    organisation.save(force_insert=True)
    OrganisationSector.objects.bulk_create([OrganisationSector(organisation=organisation, code=code) for code in dict.fromkeys(sectors)])
    tags = dict.fromkeys(languages)
    OrganisationLanguage.objects.bulk_create([OrganisationLanguage(organisation=organisation, language=tag) for tag in tags])
    organisation.themes.set(themes)
    refresh_search(organisation)
    journal.record("organisation.created", organisation, by=by.pk if by else None, data={"kind": kind})
    return organisation


@transaction.atomic
def bring_in(*, person: Person, name: str, despite_likeness: bool = False, **rest: Any) -> Organisation:
    """Bring a new organisation in and make the person its owner; it is not verified, so nothing can come out in its name yet.

    :raises LooksAlike: if readers may take it for another one, unless the person has seen that and says it is another
    """
    if not despite_likeness and (found := queries.alike([name, rest.get("short_name", "")])):
        raise LooksAlike(found)
    organisation = create(by=person.actor, name=name, claimed=True, confirmed_on=time.now().date(), **rest)
    Membership.objects.create(person=person, organisation=organisation, role=Role.OWNER, since=time.now())
    journal.record("organisation.joined", organisation, by=person.pk, data={"person": person.pk, "role": Role.OWNER.value})
    return organisation


def free_handle(*wishes: str) -> str:
    """Return a handle nobody has, made of the first of these names that has enough letters to be spelled in Latin ones."""
    for wish in wishes:
        spelled = re.sub(r"[^a-z0-9]+", "_", text.skeleton(wish).translate(_LATIN)).strip("_")[:26].strip("_")
        if len(re.sub(r"[^a-z]", "", spelled)) >= 2:
            break
    else:
        return f"union_{ids.new():x}"
    taken = set(Actor.objects.filter(handle__startswith=spelled, domain="").values_list("handle", flat=True)) | actors.RESERVED | RESERVED
    if spelled not in taken:
        return spelled
    return next((f"{spelled}_{number}" for number in range(2, 1000) if f"{spelled}_{number}" not in taken), f"union_{ids.new():x}")
