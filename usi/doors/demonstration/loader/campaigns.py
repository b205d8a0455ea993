"""The invented campaigns: what they say, who stands behind them, who signs them, and how they end."""

from __future__ import annotations

from typing import Any

from usi.base import time
from usi.doors.demonstration.loader import content, course, organising, people, signatures, taking_part
from usi.features.campaigns import actions
from usi.spine.actors.models import Actor
from usi.spine.organisations.models import Organisation
from usi.spine.people.models import Person
from usi.spine.publications import actions as publications
from usi.spine.publications.models import Publication, State
from usi.spine.taxonomy import queries as taxonomy

# On which day a campaign closes while it is being made, before it is moved to where it belongs.
PROVISIONAL_DAYS = 20


def create(unions: dict[str, Organisation], everyone: dict[str, Person], *, share: float = 1) -> int:
    """Create all campaigns, oldest first, so that the newest leads the front page; returns how many.

    `share`: with how much of their signatures.
    """
    rows = sorted(content.rows("campaign", "campaigns_*.toml"), key=lambda row: -row["days_open"])
    rows = [row | {name: int(row[name] * share) for name in ("signatures", "waiting")} for row in rows]
    made = {row["handle"]: _create(row, unions, everyone) for row in rows}
    signatures.look_at([(made[row["handle"]], row["group"], _by(unions[row["organisation"]], everyone)) for row in rows if "group" in row])
    return len(rows)


def _create(row: dict[str, Any], unions: dict[str, Organisation], everyone: dict[str, Person]) -> Publication:
    union = unions[row["organisation"]]
    by = _by(union, everyone)
    made = _written(row, by, union)
    made = actions.move(made, to="published", by=by)
    for handle in row.get("endorsements", {}):
        friend = unions[handle]
        as_of = friend.members_as_of or time.now().date()
        actions.endorse(made, organisation=friend, by=_by(friend, everyone), members=friend.members or 0, as_of=as_of)
    made.refresh_from_db()
    if made.state == State.PUBLISHED:
        course.begin(made, row)
        reached = signatures.load(made, row)
        taking_part.take_part(made, row["handle"], by=by, days=row["days_open"])
        organising.organise(made, row["handle"], by=by, second=_second(union, everyone, by))
        course.go_on(made, row, by=by)
        made.refresh_from_db()
        _translate(made, row, everyone)
        course.date_back(made, row, reached=reached, unions=unions)
    else:
        _translate(made, row, everyone)
    return made


def _by(union: Organisation, everyone: dict[str, Person]) -> Actor:
    found = people.officer(union, everyone)
    return found.actor if found else union.actor


def _second(union: Organisation, everyone: dict[str, Person], by: Actor) -> Actor | None:
    """Return another officer of a union."""
    return next((person.actor for person in people.officers(union, everyone) if person.pk != by.pk), None)


def _written(row: dict[str, Any], by: Actor, union: Organisation) -> Publication:
    """Return a draft with everything that has to be there before it comes out."""
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
    days = PROVISIONAL_DAYS if "extension" in row or row["days_left"] < 0 else row["days_left"]
    facts = made.campaign
    actions.set_aim(
        made,
        by=by,
        version=1,
        target=row["target"],
        demands=row["demands"],
        workplace=row.get("workplace", ""),
        closes_at=course.closing(days, zone=facts.zone),
        goal=row["goal"],
        asks=taking_part.asks(row["handle"]),
        thresholds=row.get("thresholds", []),
        languages=[row["language"], *row.get("translations", {})],
    )
    taking_part.address(made, row["handle"], by=by)
    return made


def _translate(made: Publication, row: dict[str, Any], everyone: dict[str, Person]) -> None:
    for language, text in row.get("translations", {}).items():
        by, checked = everyone.get(text.get("by", "")), everyone.get(text.get("checked_by", ""))
        publications.translate(
            made,
            language=language,
            title=text["title"],
            summary=text["summary"],
            body=text.get("body", ""),
            state=text.get("state") or ("checked" if checked else "unchecked"),
            pieces=_pieces(row, text),
            translated_by=by.actor if by else None,
            checked_by=checked.actor if checked else None,
        )


def _pieces(row: dict[str, Any], text: dict[str, Any]) -> dict[str, str]:
    """Return what a campaign says beside its text, in another language, by the keys of its kind."""
    steps = zip(row.get("thresholds", ()), text.get("thresholds", ()), strict=False)
    return {
        "target": text["target"],
        "outcome": text.get("outcome", ""),
        **{f"demands.{place}": demand for place, demand in enumerate(text["demands"])},
        **{f"thresholds.{step['count']}": words for step, words in steps},
    }
