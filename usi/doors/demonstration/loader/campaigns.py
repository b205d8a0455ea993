"""The invented campaigns with their signatures."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from usi.base import time
from usi.doors.demonstration.loader import articles, content
from usi.features.campaigns import actions
from usi.features.campaigns.actions.load import Row
from usi.spine.organisations.models import Organisation
from usi.spine.people.models import Person
from usi.spine.publications import actions as publications
from usi.spine.taxonomy import queries as taxonomy

NAMES = (
    "Amina K.",
    "Γιώργος Π.",
    "María L.",
    "Yusuf A.",
    "Tendai M.",
    "Rosa F.",
    "Deniz Y.",
    "Fatima Z.",
    "João S.",
    "Chipo N.",
    "Ελένη Δ.",
    "Samir H.",
    "Grace B.",
    "Priya R.",
    "Luca B.",
    "Nomsa D.",
    "Omar S.",
    "Κώστας Β.",
    "Aïcha T.",
    "Ana P.",
    "Joseph O.",
    "Leila M.",
    "Mei C.",
    "Pedro G.",
)
LANGUAGE_OF = {
    "GR": "el",
    "CY": "el",
    "EG": "ar",
    "LB": "ar",
    "TN": "ar",
    "MA": "ar",
    "JO": "ar",
    "BR": "pt-BR",
    "MX": "es",
    "CO": "es",
    "ES": "es",
    "FR": "fr",
}
DAYS = 24


def create(unions: dict[str, Organisation], everyone: dict[str, Person]) -> int:
    """Create all campaigns; returns how many."""
    rows = content.rows("campaign", "campaigns.toml")
    # The last one made leads the front page.
    for number, row in reversed(list(enumerate(rows))):
        union = unions[row["organisation"]]
        _create(number, row, union, everyone, friend=_friend(unions, union))
    return len(rows)


def _friend(unions: dict[str, Organisation], union: Organisation) -> Organisation:
    """Return the verified organisation with most members beside the one that asks."""
    others = [row for row in Organisation.objects.verified().filter(pk__in=[row.pk for row in unions.values()]) if row.pk != union.pk]
    return max(others, key=lambda row: (row.members or 0, -row.pk))


def _create(number: int, row: dict[str, Any], union: Organisation, everyone: dict[str, Person], *, friend: Organisation) -> None:
    roles = {membership.person_id: membership.role for membership in union.memberships.all()}
    by = next((person.actor for person in everyone.values() if roles.get(person.pk) in ("owner", "editor")), union.actor)
    made = actions.open(by=by, organisation=union, language=row["language"], title=row["title"])
    made = actions.save(
        made,
        by=by,
        version=made.version,
        summary=row["summary"],
        body=row["body"],
        country=next(iter(row.get("subject_countries", ())), ""),
        subjects=taxonomy.subjects(themes=row.get("themes", ()), countries=row.get("subject_countries", ())),
    )
    closes_on = time.now().date() + timedelta(days=row["days_left"])
    actions.set_aim(made, by=by, version=1, target=row["target"], demands=row["demands"], closes_on=closes_on, goal=row["goal"])
    for language, text in row.get("translations", {}).items():
        publications.translate(
            made, language=language, title=text["title"], summary=text["summary"], body=text.get("body", ""), state="checked"
        )
        actions.translate_aim(made, by=by, language=language, target=text["target"], demands=text["demands"])
    made = actions.move(made, to="published", by=by)
    as_of = friend.members_as_of or time.now().date()
    actions.endorse(made, organisation=friend, by=friend.actor, members=friend.members or 0, as_of=as_of)
    made.refresh_from_db()
    articles.age(made, days=DAYS + 2 * number)
    actions.load_signatures(made, _signatures(row, random.Random(row["handle"])))  # noqa: S311 - invented signatures need no secrecy


def _signatures(row: dict[str, Any], rng: random.Random) -> Iterator[Row]:
    codes, weights = zip(*row["countries"].items(), strict=True)
    total = row["signatures"] + row["waiting"]
    for n, country in enumerate(rng.choices(codes, weights, k=total)):
        confirmed = n < row["signatures"]
        at = time.now() - timedelta(days=DAYS * rng.random() ** 2 if confirmed else 2 * rng.random())
        yield Row(
            name=rng.choice(NAMES),
            address=f"{row['handle']}.{n}@demo.example",
            country=country,
            show_name=rng.random() < 0.4,
            confirmed=confirmed,
            language=LANGUAGE_OF.get(country, "en"),
            at=at,
        )
