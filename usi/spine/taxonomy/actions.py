"""Puts the themes and countries of the network into the database."""

from __future__ import annotations

import tomllib
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
    for position, row in enumerate(rows):
        handle = row["handle"]
        if handle not in known:
            actor = _actor(type="theme", handle=handle, name=row["names"]["en"], summary=row["summaries"]["en"].strip())
            known[handle] = Theme.objects.create(actor=actor, parent=known.get(row.get("parent", "")), position=position)
            _texts(actor, {code: (name, row["summaries"].get(code, "").strip()) for code, name in row["names"].items()})
    return len(known)


def _countries() -> int:
    present = set(Country.objects.values_list("code", flat=True))
    missing = [code for code in countries.codes() if code not in present]
    tags = [code for code, _ in languages.interface()]
    moment = time.now()
    actors, rows, texts = [], [], []
    for code in missing:
        number = ids.new()
        actor = Actor(
            id=number, type="country", handle=code.lower(), uri=f"{settings.URL}/actors/{number}", name=countries.name(code, "en"),
            language="en", created_at=moment,
        )
        actors.append(actor)
        rows.append(Country(actor=actor, code=code, region=countries.region_of(code)))
        texts += [ActorText(actor=actor, language=tag, name=countries.name(code, tag)) for tag in tags]
    Actor.objects.bulk_create(actors)
    Country.objects.bulk_create(rows)
    ActorText.objects.bulk_create(texts)
    return len(present) + len(rows)


def _actor(*, type: str, handle: str, name: str, summary: str) -> Actor:
    number = ids.new()
    return Actor.objects.create(
        id=number, type=type, handle=handle, uri=f"{settings.URL}/actors/{number}", name=name, summary=summary, language="en", created_at=time.now()
    )


def _texts(actor: Actor, texts: dict[str, tuple[str, str]]) -> None:
    for language, (name, summary) in texts.items():
        ActorText.objects.update_or_create(actor=actor, language=language, defaults={"name": name, "summary": summary})
