"""The invented articles, in every editorial and moderation state."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from usi.base import ids, time
from usi.doors.demonstration import pictures
from usi.doors.demonstration.loader import content, people
from usi.features.newsroom.models import Article
from usi.spine.media import actions as media
from usi.spine.media.models import Picture
from usi.spine.organisations.models import Organisation
from usi.spine.people.models import Person
from usi.spine.publications import actions as publications
from usi.spine.publications.models import Placement, Publication
from usi.spine.taxonomy import queries as taxonomy

# Which print stands with which theme.
SCENES = {
    "ports_shipping": "harbour",
    "garment": "sewing",
    "supply_chains": "sewing",
    "agriculture_food": "fields",
    "strikes": "banners",
    "union_busting": "factory",
    "safety_health": "factory",
    "platform_work": "rails",
    "migrant_work": "fields",
    "offshore": "papers",
    "transfer_pricing": "papers",
    "tax_justice": "papers",
    "tax_evasion": "papers",
    "austerity": "banners",
    "privatisation": "rails",
    "minerals_electronics": "factory",
    "economic_crisis": "banners",
    "labour_disputes": "banners",
    "cost_of_living": "banners",
}
WITH_PICTURE = 3


def create(unions: dict[str, Organisation], everyone: dict[str, Person]) -> int:
    """Create all articles, oldest first; returns how many."""
    rows = sorted(content.rows("article", "articles_*.toml"), key=lambda row: -row["days_ago"])
    for number, row in enumerate(rows):
        union = unions[row["organisation"]]
        _create(number, row, union, everyone, people.officer(union, everyone))
    return len(rows)


def _create(number: int, row: dict[str, Any], union: Organisation, everyone: dict[str, Person], officer: Person | None) -> None:
    byline, by = everyone.get(row.get("byline", "")), officer.actor if officer else union.actor
    made = publications.create(
        kind="article",
        author=union.actor,
        typed_by=by,
        language=row["language"],
        title=row["title"],
        summary=row["summary"],
        body=row["body"],
        country=next(iter(row.get("countries", ())), ""),
        cover=_cover(number, row),
        subjects=taxonomy.subjects(themes=row.get("themes", ()), countries=row.get("countries", ())),
        facts=Article(byline=byline.actor if byline else None),
    )
    state = row.get("state", "published")
    if state in ("published", "withdrawn"):
        made = publications.move(made, to="published", by=by)
        age(made, days=row["days_ago"])
    if row.get("correction"):
        made = publications.edit(made, by=by, version=made.version, note=row["correction"], body=made.body + "\n")
    if state == "withdrawn":
        publications.move(made, to="withdrawn", by=by, reason=row.get("reason", "") or row.get("correction", "") or "…")
    elif state == "in_review":
        publications.move(made, to="in_review", by=by)
    elif state == "scheduled":
        publications.move(made, to="scheduled", by=by, scheduled_for=time.now() + timedelta(days=row.get("days_ahead", 3)))
    if row.get("moderation", "clear") != "clear":
        publications.moderate(made, to=row["moderation"], by=None, reason=row.get("moderation_note", ""))
    _translate(made, row, everyone)


def _translate(made: Publication, row: dict[str, Any], everyone: dict[str, Person]) -> None:
    for language, text in row.get("translations", {}).items():
        by, checked = everyone.get(text.get("by", "")), everyone.get(text.get("checked_by", ""))
        publications.translate(
            made,
            language=language,
            title=text["title"],
            summary=text.get("summary", ""),
            body=text.get("body", ""),
            state="checked" if checked else "unchecked",
            translated_by=by.actor if by else None,
            checked_by=checked.actor if checked else None,
        )


def _cover(number: int, row: dict[str, Any]) -> Picture | None:
    if number % WITH_PICTURE:
        return None
    scene = next((SCENES[theme] for theme in row.get("themes", ()) if theme in SCENES), "banners")
    alt = pictures.alt(scene, row["language"])
    return media.store(pictures.poster(scene, number), alt=alt.text, language=alt.language, credit="USI")


def age(publication: Publication, *, days: float) -> None:
    """Make a publication as old as its text says it is."""
    moment: datetime = time.now() - timedelta(days=days)
    position = ids.at(moment) | (publication.pk & 0xFFFF)
    Publication.objects.filter(pk=publication.pk).update(published_at=moment, changed_at=moment, created_at=moment, position=position)
    Placement.objects.filter(publication=publication).update(position=position)
    publication.published_at, publication.position = moment, position
