"""Puts the themes and countries of the network into the database."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from usi.base import ids, languages, time
from usi.spine.actors.models import Actor, ActorText
from usi.spine.journal import actions as journal
from usi.spine.taxonomy import countries
from usi.spine.taxonomy.models import Country, Theme

THEMES = Path(__file__).parent / "data" / "themes.toml"


@dataclass
class Taxonomy:
    """The themes and countries as the journal's subject."""

    pk: int


@transaction.atomic
def install() -> tuple[int, int]:
    """Create the themes and countries that are missing and bring their texts up to date; returns how many of each there are.

    It runs at every start; where nothing is new it changes nothing. What it changed is one entry of the journal.
    """
    changed: set[int] = set()
    found = _themes(tomllib.loads(THEMES.read_text("utf-8"))["theme"], changed), _countries(changed)
    if changed:
        journal.record("taxonomy.installed", Taxonomy(ids.new()), data={"actors": sorted(changed)})
    return found


def _themes(rows: list[dict[str, Any]], changed: set[int]) -> int:
    known = {theme.actor.handle: theme for theme in Theme.objects.select_related("actor")}
    texts: dict[tuple[int, str], tuple[str, str]] = {}
    for position, row in enumerate(rows):
        handle, parent = row["handle"], known[row["parent"]] if "parent" in row else None
        summaries = {language: summary.strip() for language, summary in row["summaries"].items()}
        if handle not in known:
            actor = Actor.objects.create(**_envelope("theme", handle), name=row["names"]["en"], summary=summaries["en"])
            known[handle] = Theme.objects.create(actor=actor, parent=parent, position=position)
        theme = known[handle]
        if _update(theme, parent_id=parent.pk if parent else None, position=position):
            changed.add(theme.pk)
        if _update(theme.actor, name=row["names"]["en"], summary=summaries["en"]):
            changed.add(theme.pk)
        texts |= {(theme.pk, language): (name, summaries.get(language, "")) for language, name in row["names"].items()}
    changed |= _bring_texts_up_to_date(texts)
    return len(known)


def _countries(changed: set[int]) -> int:
    known = {country.code: country for country in Country.objects.select_related("actor")}
    missing = [code for code in countries.codes() if code not in known]
    actors = [Actor(**_envelope("country", code.lower()), name=countries.name(code, "en")) for code in missing]
    Actor.objects.bulk_create(actors)
    created = [
        Country(actor=actor, code=code, region=countries.region_of(code)) for actor, code in zip(actors, missing, strict=True)
    ]
    Country.objects.bulk_create(created)
    known |= {country.code: country for country in created}
    texts: dict[tuple[int, str], tuple[str, str]] = {}
    for code in countries.codes():
        country = known[code]
        region_changed = _update(country, region=countries.region_of(code))
        if _update(country.actor, name=countries.name(code, "en")) or region_changed:
            changed.add(country.pk)
        texts |= {(country.pk, language): (countries.name(code, language), "") for language, _ in languages.interface()}
    changed |= _bring_texts_up_to_date(texts)
    return len(known)


def _envelope(type: str, handle: str) -> dict[str, Any]:
    number = ids.new()
    return {
        "id": number, "type": type, "handle": handle, "uri": f"{settings.URL}/actors/{number}", "language": "en", "created_at": time.now(),
    }


def _update(row: Theme | Country | Actor, **values: object) -> bool:
    changed = [field for field, value in values.items() if getattr(row, field) != value]
    if changed:
        for field in changed:
            setattr(row, field, values[field])
        row.save(update_fields=changed)
    return bool(changed)


def _bring_texts_up_to_date(wanted: dict[tuple[int, str], tuple[str, str]]) -> set[int]:
    present = {(row.actor_id, row.language): (row.name, row.summary) for row in _texts_of({actor for actor, _ in wanted})}
    changed = [
        ActorText(actor_id=actor, language=language, name=name, summary=summary)
        for (actor, language), (name, summary) in wanted.items()
        if present.get((actor, language)) != (name, summary)
    ]
    # What the node itself says takes the place of a translation, and no longer names who made that.
    fields = ["name", "summary", "state", "translated_by", "checked_by", "changed_at", "source"]
    ActorText.objects.bulk_create(changed, update_conflicts=True, unique_fields=["actor", "language"], update_fields=fields)
    return {row.actor_id for row in changed}


def _texts_of(actors: Iterable[int]) -> Iterable[ActorText]:
    return ActorText.objects.filter(actor__in=list(actors))
