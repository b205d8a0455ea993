"""An organisation's page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from usi.base import access, languages, pages, reading
from usi.base.access import Reader
from usi.spine.organisations import policies, queries
from usi.spine.publications import kinds
from usi.spine.publications import queries as publications
from usi.spine.taxonomy import countries


@access.cached
def page(request: HttpRequest, handle: str) -> HttpResponse:
    """Show what the organisation is, why it is trusted, whom it belongs to, and what it published."""
    request.section = "directory"  # type: ignore[attr-defined]
    reader: Reader = request.reader  # type: ignore[attr-defined]
    language = languages.current()
    read, chosen = reading.now(request), reading.asked(request)
    data = queries.page_data(handle, reader=reader, language=language, read=read, chosen=chosen)
    kind = request.GET.get("kind", "")
    kind = kind if kinds.find(kind) else ""
    shown = publications.page(reader=reader, language=read, actor=data.actor, kind=kind, before=pages.cursor(request))
    context = {
        "data": data,
        "actor": data.actor,
        "organisation": data.organisation,
        "page": shown,
        "facts": publications.facts_of(shown.items, read),
        "figures": [(row, data.figures[row.name]) for row in kinds.every() if row.name in data.figures],
        "kind": kind,
        "country": countries.name(data.organisation.country, language) if data.organisation.country else "",
        "own_name": data.actor.name if data.actor.shown_name != data.actor.name else "",
        "role": reader.roles.get(data.organisation.pk, ""),
        "may_edit": policies.edits(reader, data.organisation),
        "may_verify": data.organisation.claimed and _may_verify(reader, data),
        "withdrawable": {row.pk for row in data.verifications if reader.moderates() or reader.speaks_for(row.by_organisation_id or 0)},
    }
    return render(request, "organisations/page.html", context)


def _may_verify(reader: Reader, data: queries.PageData) -> bool:
    given = {row.by_organisation_id for row in data.verifications}
    # Whether theirs is verified is asked where the form is; here an officer of another organisation is enough, which needs no query.
    others = {number for number in reader.roles if reader.speaks_for(number)} - given
    return reader.moderates() or (data.organisation.pk not in reader.roles and bool(others) and not data.organisation.verified)
