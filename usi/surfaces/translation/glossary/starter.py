"""Puts the starter glossary of labour terms into the database."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterator
from pathlib import Path

from django.db import transaction

from usi.base import time
from usi.surfaces.translation.glossary.deciding import folded
from usi.surfaces.translation.models import Term, TermText

FILE = Path(__file__).parents[1] / "data" / "glossary.toml"
LANGUAGES = ("en", "el", "ar", "es", "fr", "pt-BR", "sw")


@functools.cache
def entries() -> dict[str, dict[str, str]]:
    """Return the terms of the file: key, then language or `note_…`, then names parted by `|`, the one to use first."""
    return tomllib.loads(FILE.read_text("utf-8"))


@transaction.atomic
def install() -> int:
    """Add the terms and names that are missing; returns how many names are new.

    Running it again changes nothing, and what reviewers refused stays refused; it runs at every start.
    """
    known = {term.key: term for term in Term.objects.filter(key__isnull=False)}
    now = time.now()
    fresh = [Term(key=key, made_at=now) for key in entries() if key not in known]
    Term.objects.bulk_create(fresh)
    known |= {term.key: term for term in fresh}
    there = set(TermText.objects.filter(term__key__isnull=False).values_list("term_id", "language", "folded"))
    rows = []
    for key, entry in entries().items():
        for language, place, name, note in _names(entry):
            term, words = known[key], folded(name)
            if (term.pk, language, words) not in there:
                there.add((term.pk, language, words))
                state = {"state": TermText.State.KEPT, "proposed_at": now, "decided_at": now}
                rows.append(TermText(term=term, language=language, place=place, text=name, folded=words, note=note, **state))
    TermText.objects.bulk_create(rows, batch_size=500)
    return len(rows)


def _names(entry: dict[str, str]) -> Iterator[tuple[str, int, str, str]]:
    for language in LANGUAGES:
        note = entry.get(f"note_{language}", "")
        for place, name in enumerate(entry.get(language, "").split("|")):
            if name.strip():
                yield language, place, name.strip(), note if place == 0 else ""
