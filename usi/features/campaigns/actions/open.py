"""Opens a campaign as a draft."""

from __future__ import annotations

from django.db import transaction

from usi.base import text
from usi.features.campaigns import hours
from usi.features.campaigns.actions.move import NotVerified
from usi.features.campaigns.models import Campaign
from usi.spine.actors.models import Actor
from usi.spine.organisations.models import Organisation
from usi.spine.publications import actions as publications
from usi.spine.publications.models import Publication
from usi.spine.taxonomy import queries as taxonomy


@transaction.atomic
def open(*, by: Actor, organisation: Organisation, language: str, title: str, target: str = "", country: str = "") -> Publication:
    """Open a draft in the name of a verified organisation, about a country where one is given.

    A form sent twice in a row gives the draft that the first one opened. Its clocks are those of that country's seat of government,
    else those of the organisation's.

    :raises NotVerified: if the organisation is not verified
    """
    if not Organisation.objects.filter(pk=organisation.pk, verified=True).exists():
        raise NotVerified
    zone = hours.zone_of(country or organisation.country)
    return publications.create(
        kind="campaign", author=organisation.actor, typed_by=by, language=language, title=title, country=country,
        subjects=taxonomy.subjects(countries=[country] if country else ()), facts=Campaign(target=text.line(target), zone=zone),
        once=True,
    )  # fmt: skip
