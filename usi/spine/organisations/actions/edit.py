"""Changes what an organisation's page says; two people who edit at once do not overwrite each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from usi.base import text, time
from usi.spine.actors import actions as actors
from usi.spine.actors.models import Actor, ActorText
from usi.spine.journal import actions as journal
from usi.spine.organisations import queries
from usi.spine.organisations.actions.create import LooksAlike
from usi.spine.organisations.actions.search import refresh_search
from usi.spine.organisations.models import Organisation, OrganisationLanguage, OrganisationSector, Place

ON_ACTOR = frozenset({"name", "language", "summary"})
FACTS = frozenset({"kind", "short_name", "country", "country_unknown", "founded", "members", "members_as_of", "website", "fediverse"})
SETS = frozenset({"sectors", "languages", "themes"})


class Stale(Exception):
    """Somebody else has changed it since the version that was being edited; `current` is how it stands now."""

    def __init__(self, current: Organisation) -> None:
        """Keep the current state, so that both can be shown."""
        super().__init__(current.pk)
        self.current = current


def lock(organisation: Organisation, *, version: int | None = None) -> Organisation:
    """Return the organisation as it stands, kept from changing until the transaction ends.

    :raises Stale: if a version is given and it is no longer the current one
    """
    current: Organisation = Organisation.objects.select_for_update(of=("self",)).select_related("actor").get(pk=organisation.pk)
    if version is not None and current.version != version:
        raise Stale(current)
    return current


def touch(current: Organisation, *fields: str) -> None:
    """Save the fields and move the version; what its own people save they also confirm."""
    current.version += 1
    if current.claimed:
        current.confirmed_on = time.now().date()
    current.save(update_fields=[*fields, "version", "confirmed_on"])


@transaction.atomic
def edit(organisation: Organisation, *, by: Actor, version: int, despite_likeness: bool = True, **changes: Any) -> Organisation:
    """Change fields of the version that the editor saw.

    Takes name, language and summary of the actor, the facts of the organisation, and `sectors`, `languages`, `themes` as a whole.

    :raises Stale: if the version is no longer the current one; nothing is changed
    :raises LooksAlike: unless told that it does not matter, if readers may take the new name for another organisation's
    :raises TypeError: if a field is none of these
    """
    if unknown := changes.keys() - ON_ACTOR - FACTS - SETS:
        raise TypeError(f"not editable: {', '.join(sorted(unknown))}")
    current = lock(organisation, version=version)
    cleaned = {name: _clean(name, value) for name, value in changes.items()}
    actor = {name: value for name, value in cleaned.items() if name in ON_ACTOR and getattr(current.actor, name) != value}
    if "name" in actor and not despite_likeness and (found := queries.alike([actor["name"]], apart_from=current.pk)):
        raise LooksAlike(found)
    facts = {name: value for name, value in cleaned.items() if name in FACTS and getattr(current, name) != value}
    sets = [name for name, value in cleaned.items() if name in SETS and _set(current, name, value)]
    changed = sorted([*actor, *facts, *sets])
    if not changed:
        return current
    for name, value in actor.items():
        setattr(current.actor, name, value)
    if actor:
        current.actor.save(update_fields=list(actor))
    for name, value in facts.items():
        setattr(current, name, value)
    if "country" in facts:
        # A town of the old country is no town of the new one.
        Place.objects.filter(organisation=current).delete()
    touch(current, *facts)
    if "name" in actor or "short_name" in facts:
        refresh_search(current)
    journal.record("organisation.edited", current, by=by.pk, data={"version": current.version, "fields": changed})
    return current


def _clean(name: str, value: Any) -> Any:
    if name in ("name", "short_name", "fediverse", "website"):
        return text.line(value)
    return text.prose(value) if name == "summary" else value


def _set(current: Organisation, name: str, values: Any) -> bool:
    """Replace sectors, languages or themes; returns whether that changed anything."""
    if name == "themes":
        wanted, present = {theme.pk for theme in values}, set(current.themes.values_list("pk", flat=True))
        if wanted != present:
            current.themes.set(wanted)
        return wanted != present
    model, column = (OrganisationSector, "code") if name == "sectors" else (OrganisationLanguage, "language")
    rows: Any = model.objects.filter(organisation=current)  # type: ignore[attr-defined]
    wanted, present = set(values), set(rows.values_list(column, flat=True))
    rows.exclude(**{f"{column}__in": wanted}).delete()
    rows.model.objects.bulk_create([rows.model(organisation=current, **{column: value}) for value in sorted(wanted - present)])
    return wanted != present


@transaction.atomic
def set_names(organisation: Organisation, *, by: Actor, version: int, texts: Mapping[str, tuple[str, str]]) -> Organisation:
    """Set all names and summaries in other languages and scripts, by language: (name, summary); what is not given goes.

    A translated summary that is given as it stands stays a translation; one that is written anew is the organisation's own.

    :raises Stale: if the version is no longer the current one; nothing is changed
    """
    current = lock(organisation, version=version)
    wanted = {tag: (text.line(name), text.prose(summary)) for tag, (name, summary) in texts.items() if text.line(name)}
    present = {row.language: (row.name, row.summary) for row in ActorText.objects.filter(actor_id=current.pk)}
    if wanted == present:
        return current
    ActorText.objects.filter(actor_id=current.pk).exclude(language__in=wanted).delete()
    for tag, (name, summary) in wanted.items():
        if present.get(tag) != (name, summary):
            actors.set_text(actor=current.actor, language=tag, name=name, summary=summary)
    touch(current)
    refresh_search(current)
    journal.record("organisation.names_set", current, by=by.pk, data={"version": current.version, "languages": sorted(wanted)})
    return current


@transaction.atomic
def confirm(organisation: Organisation, *, by: Actor) -> Organisation:
    """Say that everything on the page is still right."""
    current = lock(organisation)
    current.confirmed_on = time.now().date()
    current.save(update_fields=["confirmed_on"])
    journal.record("organisation.confirmed", current, by=by.pk)
    return current
