"""The translators' work: what is wanted, half done, translated, checked and out of date, who checks, and what the memory knows."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta

import polib
from django.conf import settings
from django.db.models import F

from usi.base import time
from usi.doors.demonstration.loader import content
from usi.spine.actors import actions as actors
from usi.spine.actors.models import Actor, ActorText
from usi.spine.people.models import Person
from usi.spine.publications import actions as publications
from usi.spine.publications.models import Publication, State, Translation
from usi.surfaces.translation import actions, glossary, memory
from usi.surfaces.translation.models import Checker, Job, Segment
from usi.surfaces.translation.models.work import RESERVED

# How many of the texts that wait are asked for by readers, and which messages of the interface the memory learns: whole sentences.
ASKED, SHORTEST, LONGEST = 45, 30, 300


def create(everyone: dict[str, Person]) -> int:
    """Bring the translators' rooms to life; returns how many texts are wanted or were translated."""
    rng = random.Random(11)  # noqa: S311 - invented waiting times need no secrecy
    glossary.install()
    _date_back(rng)
    actions.adopt_all()
    _trust(everyone)
    _describe()
    _change()
    _halve()
    _want(rng)
    _learn()
    return int(Job.objects.count())


def _date_back(rng: random.Random) -> None:
    """Let translations have come some hours after their originals."""
    rows = list(Translation.objects.select_related("publication"))
    for row in rows:
        out = row.publication.published_at or row.publication.created_at
        row.changed_at = min(time.now(), out + timedelta(hours=rng.lognormvariate(2.2, 0.9)))
    Translation.objects.bulk_update(rows, ["changed_at"])


def _trust(everyone: dict[str, Person]) -> None:
    """Trust who has checked with the pairs they checked."""
    pairs = set(Job.objects.filter(checked_by__isnull=False).values_list("checked_by", "from_language", "language"))
    by = next((person.actor for person in everyone.values() if person.is_moderator), None)
    rows = [
        Checker(person_id=person, from_language=source, language=into, given_by=by, given_at=time.now() - timedelta(days=60))
        for person, source, into in sorted(pairs)
        if by is None or person != by.pk
    ]
    Checker.objects.bulk_create(rows)


def _describe() -> None:
    """Let the descriptions of some organisations be translations: in the pairs in which one member translates and another checks."""
    rows = []
    texts = ActorText.objects.filter(actor__type="organisation").exclude(summary="").select_related("actor").order_by("pk")
    for text in texts:
        pair = {"from_language": text.actor.language, "language": text.language}
        job = Job.objects.filter(**pair, checked_by__isnull=False).select_related("translated_by", "checked_by").first()
        if job is not None:
            row = actors.set_text(
                actor=text.actor, language=text.language, name=text.name, summary=text.summary, state=ActorText.State.CHECKED,
                translated_by=job.translated_by, checked_by=job.checked_by, source=text.actor.summary,
            )  # fmt: skip
            rows.append(row)
    actions.adopt(rows)


def _change() -> None:
    """Let some originals change after they were translated."""
    for row in content.rows("change", "translating.toml"):
        made = Publication.objects.get(title__startswith=row["title"])
        said = {"body": f"{made.body.rstrip()}\n\n{row['body']}\n", "summary": made.summary + row.get("summary", "")}
        publications.edit(made, by=made.typed_by or made.author, version=made.version, note=row["note"], **said)
        for job in Job.objects.filter(publication=made, of_version__gt=0):
            actions.bring_up_to_date(job)


def _halve() -> None:
    """Let some translations be half-way: the second half is not written yet, and readers do not have it."""
    for row in content.rows("half", "translating.toml"):
        job = Job.objects.get(publication__title__startswith=row["title"], language=row["language"])
        Translation.objects.filter(publication=job.publication_id, language=job.language).delete()
        rest = job.segments.filter(place__gte=job.segments.count() // 2)
        rest.update(target="", state=Segment.State.EMPTY)
        Job.objects.filter(pk=job.pk).update(
            state=Job.State.IN_WORK, taken_by=job.translated_by, taken_until=time.now() + RESERVED, translated_by=None, live_at=None
        )


def _want(rng: random.Random) -> None:
    """Want what is out where it is not there yet; readers ask for some of it."""
    actions.plan(Publication.objects.filter(state=State.PUBLISHED))
    waiting = list(Job.objects.filter(state=Job.State.WANTED).select_related("publication").order_by("pk"))
    for job in waiting:
        job.asked_at = (job.publication.published_at if job.publication else None) or job.asked_at
    for job in rng.sample(waiting, min(ASKED, len(waiting))):
        job.readers = max(1, round(rng.expovariate(1 / 6)))
    Job.objects.bulk_update(waiting, ["asked_at", "readers"], batch_size=300)


def _learn() -> None:
    """Teach the memory what this house says in its own languages: its interface, and the names and texts of themes and countries."""
    about = Actor.objects.filter(type="theme").order_by("pk").first()
    if about is None:
        return
    for language, _name in settings.LANGUAGES:
        if language != "en":
            memory.remember(_said(language), from_language="en", to_language=language, subject=about, by=None)


def _said(language: str) -> Iterator[tuple[str, str]]:
    path = settings.LOCALE_PATHS[0] / language / "LC_MESSAGES" / "django.mo"
    for entry in polib.mofile(str(path)) if path.exists() else ():
        plain = not entry.msgid_plural and "%" not in entry.msgid and "<" not in entry.msgid
        if plain and SHORTEST <= len(entry.msgid) <= LONGEST and entry.msgstr:
            yield entry.msgid, entry.msgstr
    texts = ActorText.objects.filter(language=language, actor__type__in=("theme", "country"), actor__language="en")
    for name, other, text, said in texts.values_list(F("actor__name"), "name", F("actor__summary"), "summary"):
        yield name, other
        yield text, said
