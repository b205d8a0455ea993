"""Publications and actors as what can be translated."""

from __future__ import annotations

from collections.abc import Iterable

from usi.base.access import Reader
from usi.spine.actors.models import Actor, ActorText
from usi.spine.publications.models import Publication, Translation
from usi.surfaces.translation.models.work import ACTOR_TYPES, Subject

WHAT = ("publication", "actor")


def readable(what: str, number: int, reader: Reader) -> Subject | None:
    """Return what a reader may ask to read in another language, None where they may not know of it."""
    found: Subject | None
    if what == "publication":
        found = Publication.objects.visible_to(reader).filter(pk=number).select_related("author").first()
    else:
        found = Actor.objects.active().local().filter(pk=number, type__in=ACTOR_TYPES).exclude(summary="").first()
    return found


def languages_there(subject: Subject) -> set[str]:
    """Return the languages a subject can be read in, its own and those that people translated it into."""
    if isinstance(subject, Publication):
        rows = Translation.objects.filter(publication=subject).exclude(state=Translation.State.MACHINE)
        return {subject.language, *rows.values_list("language", flat=True)}
    texts = ActorText.objects.filter(actor=subject).exclude(summary="")
    return {subject.language, *texts.values_list("language", flat=True)}


def title_of(subject: Subject) -> str:
    """Return how a subject is called."""
    return subject.title if isinstance(subject, Publication) else subject.name


def translated_into(publications: Iterable[Publication]) -> dict[int, set[str]]:
    """Return the languages in which people can read each of some publications, its own included."""
    found = {row.pk: {row.language} for row in publications}
    rows = Translation.objects.filter(publication__in=list(found)).exclude(state=Translation.State.MACHINE)
    for number, language in rows.values_list("publication_id", "language"):
        found[number].add(language)
    return found
