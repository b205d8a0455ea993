"""The invented organisations, whom they belong to, and who vouched for them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings

from usi.base import time
from usi.doors.demonstration.loader import content
from usi.spine.actors import actions as actors
from usi.spine.organisations import names
from usi.spine.organisations.models import Affiliation, Organisation, OrganisationLanguage, OrganisationSector, Place, Verification
from usi.spine.taxonomy import sectors
from usi.spine.taxonomy.models import Theme

HOW = {
    "en": "We have worked together for years and know their officers in person.",
    "el": "Δουλεύουμε μαζί χρόνια και γνωρίζουμε τα μέλη της διοίκησής τους.",
    "ar": "نعمل معًا منذ سنوات ونعرف أعضاء مكتبهم معرفة شخصية.",
    "es": "Trabajamos juntos desde hace años y conocemos en persona a su directiva.",
    "fr": "Nous travaillons ensemble depuis des années et connaissons personnellement les membres de leur bureau.",
    "pt-BR": "Trabalhamos juntos há anos e conhecemos pessoalmente a diretoria deles.",
}


def create() -> dict[str, Organisation]:
    """Create all organisations with names, sectors, themes, languages and affiliations; returns them by handle."""
    rows = content.rows("organisation", "organisations.toml")
    themes = {theme.actor.handle: theme for theme in Theme.objects.select_related("actor")}
    made = {row["handle"]: _create(row, themes) for row in rows}
    Affiliation.objects.bulk_create(
        [
            Affiliation(member=made[row["handle"]], parent=made[parent])
            for row in rows
            for parent in row.get("affiliated_to", ())
            if parent in made
        ]
    )
    return made


def _create(row: dict[str, Any], themes: dict[str, Theme]) -> Organisation:
    actor = actors.create(type="organisation", handle=row["handle"], name=row["name"], language=row["language"], summary=row["summary"])
    called, summaries = row.get("names", {}), row.get("summaries", {})
    for language in {*called, *summaries} - {row["language"]}:
        actors.set_text(actor=actor, language=language, name=called.get(language, row["name"]), summary=summaries.get(language, ""))
    everything = [row["name"], row.get("short_name", ""), *called.values()]
    organisation = Organisation.objects.create(
        actor=actor,
        kind=row["kind"],
        short_name=row.get("short_name", ""),
        country=row.get("country", ""),
        founded=row.get("founded"),
        members=row.get("members"),
        members_as_of=row.get("members_as_of"),
        website=row.get("website", ""),
        claimed=row.get("claimed", False),
        demonstration=True,
        search_key=names.search_key(everything),
        sort_key=names.sort_key(row["name"]),
        likeness=names.likeness(row["name"]),
    )
    if "place" in row:
        Place.objects.create(organisation=organisation, **row["place"])
    organisation.themes.set([themes[handle] for handle in row.get("themes", ()) if handle in themes])
    codes = [code for code in row.get("sectors", ()) if sectors.is_sector(code)]
    OrganisationSector.objects.bulk_create([OrganisationSector(organisation=organisation, code=code) for code in codes])
    OrganisationLanguage.objects.bulk_create(
        [OrganisationLanguage(organisation=organisation, language=tag) for tag in row.get("languages", ())]
    )
    return organisation


def verify(unions: dict[str, Organisation]) -> None:
    """Let verified organisations vouch for each other in a ring, as two members do for a third."""
    verified = [unions[row["handle"]] for row in content.rows("organisation", "organisations.toml") if row.get("verified")]
    for number, organisation in enumerate(verified):
        for step in range(1, settings.VERIFIERS_NEEDED + 1):
            voucher = verified[(number + step) % len(verified)]
            if voucher.pk != organisation.pk:
                Verification.objects.create(
                    organisation=organisation,
                    by_organisation=voucher,
                    how=HOW.get(voucher.actor.language, HOW["en"]),
                    at=time.now() - timedelta(days=40 + 11 * number + step),
                )
    Organisation.objects.filter(pk__in=[row.pk for row in verified]).update(verified=True, confirmed_on=time.now().date())
