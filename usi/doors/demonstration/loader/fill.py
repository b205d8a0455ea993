"""The order in which the demonstration network comes about."""

from __future__ import annotations

from django.db import transaction

from usi.doors.demonstration.loader import articles, campaigns, organisations, people, translations
from usi.spine.organisations.models import Organisation
from usi.spine.publications import figures
from usi.spine.taxonomy import actions as taxonomy


class NotEmpty(Exception):
    """The node has organisations already; the demonstration would mix with them."""


@transaction.atomic
def fill() -> dict[str, int]:
    """Create everything, or nothing; returns how many of each.

    :raises NotEmpty: if there is any organisation
    """
    if Organisation.objects.exists():
        raise NotEmpty
    taxonomy.install()
    unions = organisations.create()
    everyone = people.create(unions)
    organisations.verify(unions)
    counts = {
        "organisations": len(unions),
        "people": len(everyone),
        "campaigns": campaigns.create(unions, everyone),
        "articles": articles.create(unions, everyone),
    }
    counts["texts wanted or translated"] = translations.create(everyone)
    people.follow(unions, everyone)
    figures.rebuild()
    return counts
