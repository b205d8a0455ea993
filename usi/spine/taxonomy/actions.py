"""Puts the themes and countries of the network into the database."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from usi.base import ids, languages, time
from usi.spine.actors.models import Actor, ActorText
from usi.spine.taxonomy import countries
from usi.spine.taxonomy.models import Country, Theme

THEMES = Path(__file__).parent / "data" / "themes.toml"


@transaction.atomic
def install() -> tuple[int, int]:
    """Create the themes and countries that are missing and bring their texts up to date; returns how many of each there are.

    Running it again changes nothing; it runs at every start.
    """
    return _themes(tomllib.loads(THEMES.read_text("utf-8"))["theme"]), _countries()


def _themes(rows: list[dict[str, Any]]) -> int:
    known = {theme.actor.handle: theme for theme in Theme.objects.select_related("actor")}
    texts: dict[tuple[int, str], tuple[str, str]] = {}
    for position, row in enumerate(rows):
        handle, parent = row["handle"], known[row["parent"]] if "parent" in row else None
        summaries = {language: summary.strip() for language, summary in row["summaries"].items()}
        if handle not in known:
            actor = Actor.objects.create(**_envelope("theme", handle), name=row["names"]["en"], summary=summaries["en"])
            known[handle] = Theme.objects.create(actor=actor, parent=parent, position=position)
        theme = known[handle]
        _update(theme, parent_id=parent.pk if parent else None, position=position)
        _update(theme.actor, name=row["names"]["en"], summary=summaries["en"])
        texts |= {(theme.pk, language): (name, summaries.get(language, "")) for language, name in row["names"].items()}
    _bring_texts_up_to_date(texts)
    return len(known)


def _countries() -> int:
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
        _update(country, region=countries.region_of(code))
        _update(country.actor, name=countries.name(code, "en"))
        texts |= {(country.pk, language): (countries.name(code, language), "") for language, _ in languages.interface()}
    _bring_texts_up_to_date(texts)
    return len(known)


def _envelope(type: str, handle: str) -> dict[str, Any]:
    number = ids.new()
    return {
        "id": number, "type": type, "handle": handle, "uri": f"{settings.URL}/actors/{number}", "language": "en", "created_at": time.now(),
    }


def _update(row: Theme | Country | Actor, **values: object) -> None:
    changed = [field for field, value in values.items() if getattr(row, field) != value]
    if changed:
        for field in changed:
            setattr(row, field, values[field])
        row.save(update_fields=changed)


def _bring_texts_up_to_date(wanted: dict[tuple[int, str], tuple[str, str]]) -> None:
    present = {(row.actor_id, row.language): (row.name, row.summary) for row in _texts_of({actor for actor, _ in wanted})}
    changed = [
        ActorText(actor_id=actor, language=language, name=name, summary=summary)
        for (actor, language), (name, summary) in wanted.items()
        if present.get((actor, language)) != (name, summary)
    ]
    # What the node itself says takes the place of a translation, and no longer names who made that.
    fields = ["name", "summary", "state", "translated_by", "checked_by", "changed_at", "source"]
    ActorText.objects.bulk_create(changed, update_conflicts=True, unique_fields=["actor", "language"], update_fields=fields)


def _texts_of(actors: Iterable[int]) -> Iterable[ActorText]:
    return ActorText.objects.filter(actor__in=list(actors))
