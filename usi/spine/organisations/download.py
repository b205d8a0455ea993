"""The directory's public data as CSV or JSON, a few hundred organisations at a time, whatever the number."""

from __future__ import annotations

import csv
import itertools
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import override

from usi.base import text
from usi.spine.actors.models import Actor, ActorText
from usi.spine.organisations.models import (
    Affiliation,
    ImportedRow,
    Organisation,
    OrganisationLanguage,
    OrganisationQuerySet,
    OrganisationSector,
    Verification,
)

CHUNK = 400
COLUMNS = (
    "handle", "uri", "page", "name", "language", "names", "short_name", "summary", "kind", "country", "sectors", "themes", "languages",
    "founded", "members", "members_as_of", "website", "fediverse", "affiliated_to", "claimed", "verified", "verified_by", "confirmed_on",
    "sources", "demonstration",
)  # fmt: skip
INTERNATIONAL = "international"
_BOM = "\ufeff"  # Without it, spreadsheets take Greek and Arabic for something else.
Related = Mapping[int, list[Any]]


def records(rows: OrganisationQuerySet, *, language: str) -> Iterator[dict[str, Any]]:
    """Yield the public data of organisations by name, with the page's address in a language.

    `country` is a code, "international", or empty where the source does not say. Nobody's person is named: not who acted, not who belongs.
    """
    ordered = rows.select_related("actor").order_by("sort_key", "pk").iterator(chunk_size=CHUNK)
    while chunk := list(itertools.islice(ordered, CHUNK)):
        related = _related([row.pk for row in chunk])
        with override(language):
            made = [_record(row, related) for row in chunk]
        yield from made


def as_csv(rows: OrganisationQuerySet, *, language: str) -> Iterator[str]:
    """Yield a CSV file line by line; no cell is a formula, and several values in one cell are parted by semicolons."""
    line = _Line()
    writer = csv.writer(line)
    writer.writerow(COLUMNS)
    yield _BOM + line.taken()
    for record in records(rows, language=language):
        writer.writerow([text.spreadsheet_cell(_cell(record[column])) for column in COLUMNS])
        yield line.taken()


def as_json(rows: OrganisationQuerySet, *, language: str) -> Iterator[str]:
    """Yield a JSON list of organisations, one in a line."""
    start = "[\n"
    for record in records(rows, language=language):
        yield start + json.dumps(record, ensure_ascii=False, default=str)
        start = ",\n"
    yield "[]\n" if start == "[\n" else "\n]\n"


class _Line:
    """What a csv writer wrote last."""

    def __init__(self) -> None:
        self._written = ""

    def write(self, written: str) -> None:
        self._written = written

    def taken(self) -> str:
        return self._written


def _cell(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return {None: "", True: "yes", False: "no"}[value]
    if isinstance(value, dict):
        return "; ".join(f"{name}: {said}" for name, said in value.items())
    if isinstance(value, list):
        return "; ".join(" ".join(str(part) for part in one.values() if part) if isinstance(one, dict) else str(one) for one in value)
    return str(value)


def _record(row: Organisation, related: Mapping[str, Related]) -> dict[str, Any]:
    actor = row.actor
    mine = {name: rows.get(row.pk, []) for name, rows in related.items()}
    return {
        "handle": actor.handle,
        "uri": actor.uri,
        "page": settings.URL + actor.get_absolute_url(),
        "name": actor.name,
        "language": actor.language,
        "names": {tag: name for tag, name in mine["names"] if tag != actor.language},
        "short_name": row.short_name,
        "summary": actor.summary,
        "kind": row.kind,
        "country": row.country or ("" if row.country_unknown else INTERNATIONAL),
        "sectors": [code for (code,) in mine["sectors"]],
        "themes": [handle for (handle,) in mine["themes"]],
        "languages": [tag for (tag,) in mine["languages"]],
        "founded": row.founded,
        "members": row.members,
        "members_as_of": row.members_as_of,
        "website": row.website,
        "fediverse": row.fediverse,
        "affiliated_to": [{"handle": handle, "since": since, "until": until} for handle, since, until in mine["parents"]],
        "claimed": row.claimed,
        "verified": row.verified,
        "verified_by": [_verification(*said) for said in mine["verifications"]],
        "confirmed_on": row.confirmed_on,
        "sources": [{"source": source, "date": day} for source, day in mine["sources"]],
        "demonstration": row.demonstration,
    }


def _verification(handle: str | None, moderator: int | None, at: datetime, how: str) -> dict[str, Any]:
    return {"by": handle or ("moderator" if moderator else ""), "on": at.date(), "how": how}


def _related(numbers: list[int]) -> dict[str, Related]:
    """Return what belongs to some organisations, in one query for each sort of it."""
    mine = {"organisation_id__in": numbers}
    texts = ActorText.objects.filter(actor_id__in=numbers).order_by("language")
    sectors = OrganisationSector.objects.filter(**mine).order_by("code")
    languages = OrganisationLanguage.objects.filter(**mine).order_by("language")
    themes = Organisation.themes.through.objects.filter(**mine).order_by("theme__position")
    parents = Affiliation.objects.filter(member_id__in=numbers, parent__actor__state=Actor.State.ACTIVE).order_by("parent__sort_key")
    standing = Verification.objects.filter(**mine, withdrawn_at__isnull=True).order_by("at")
    by = ("by_organisation__actor__handle", "by_moderator_id")
    sources = ImportedRow.objects.filter(**mine).order_by("source_date")
    return {
        "names": _by_first(texts.values_list("actor_id", "language", "name")),
        "sectors": _by_first(sectors.values_list("organisation_id", "code")),
        "languages": _by_first(languages.values_list("organisation_id", "language")),
        "themes": _by_first(themes.values_list("organisation_id", "theme__actor__handle")),
        "parents": _by_first(parents.values_list("member_id", "parent__actor__handle", "since", "until")),
        "verifications": _by_first(standing.values_list("organisation_id", *by, "at", "how")),
        "sources": _by_first(sources.values_list("organisation_id", "source", "source_date")),
    }


def _by_first(rows: Any) -> Related:
    found: dict[int, list[Any]] = defaultdict(list)
    for number, *rest in rows:
        found[number].append(tuple(rest))
    return found
