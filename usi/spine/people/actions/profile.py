"""What people tell of themselves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import IO

from django.db import transaction

from usi.base import languages, text
from usi.spine.actors import actions as actors
from usi.spine.actors.models import Actor
from usi.spine.journal import actions as journal
from usi.spine.media import actions as media
from usi.spine.people.models import PROFILE_FIELDS, Audience, Person, PersonLanguage
from usi.spine.taxonomy import countries, sectors
from usi.spine.taxonomy.models import Theme

MOST_LANGUAGES = 8
MOST_SKILLS = 12


@transaction.atomic
def describe(person: Person, *, name: str, summary: str) -> None:
    """Set name (or pseudonym) and a short text."""
    person.actor.name, person.actor.summary = text.line(name)[:200], text.prose(summary)[:2000]
    person.actor.save(update_fields=["name", "summary"])
    journal.record("person.described", person.actor, by=person.pk)


@transaction.atomic
def set_languages(person: Person, *, read: Sequence[str], translates: Iterable[tuple[str, str]]) -> None:
    """Set the languages somebody reads, in their order, and the pairs (from, into) they can translate."""
    tags = [tag for tag in dict.fromkeys(read) if languages.is_language(tag)][:MOST_LANGUAGES]
    pairs = [(source, into) for source, into in translates if source in tags and languages.is_language(into) and into != source]
    PersonLanguage.objects.filter(person=person).delete()
    PersonLanguage.objects.bulk_create([
        PersonLanguage(person=person, language=tag, position=n, translates_into=sorted({into for source, into in pairs if source == tag}))
        for n, tag in enumerate(tags)
    ])
    journal.record("person.languages_set", person.actor, by=person.pk)


@transaction.atomic
def set_work(person: Person, *, country: str, codes: Iterable[str], skills: Iterable[str]) -> None:
    """Set country, sectors (ISIC Rev. 4) and skills."""
    person.country = country if countries.is_country(country) else ""
    person.sectors = sorted({code for code in codes if sectors.is_sector(code)})
    person.skills = [line for line in dict.fromkeys(text.line(skill)[:60] for skill in skills) if line][:MOST_SKILLS]
    person.save(update_fields=["country", "sectors", "skills"])
    journal.record("person.work_set", person.actor, by=person.pk)


@transaction.atomic
def set_picture(person: Person, *, upload: IO[bytes] | None, alt: str = "") -> None:
    """Give somebody a picture, or take it away where none is given.

    :raises usi.spine.media.images.PictureRefused: if it cannot be used
    """
    old = person.actor.picture
    person.actor.picture = media.store(upload, alt=alt, language=person.actor.language, by=person.pk) if upload else None
    person.actor.save(update_fields=["picture"])
    if old is not None:
        media.remove(old, by=person.pk)


@transaction.atomic
def show_to(person: Person, *, audiences: dict[str, str]) -> None:
    """Set who may see which field; unknown fields and audiences are left out."""
    person.audiences = {name: value for name, value in audiences.items() if name in PROFILE_FIELDS and value in Audience.values}
    person.save(update_fields=["audiences"])
    journal.record("person.audiences_set", person.actor, by=person.pk, data=person.audiences)


@transaction.atomic
def welcome(person: Person, *, read: Sequence[str] = (), themes: Iterable[Theme] = (), follow: Iterable[Actor] = ()) -> None:
    """Take in the answers to the first questions: languages, themes, and whom to follow."""
    if read:
        set_languages(person, read=read, translates=())
    chosen = list(themes)
    person.themes.add(*chosen)
    for target in [*(theme.actor for theme in chosen), *follow]:
        if target.pk != person.pk:
            actors.follow(follower=person.actor, target=target)
    Person.objects.filter(pk=person.pk).update(welcomed=True)
