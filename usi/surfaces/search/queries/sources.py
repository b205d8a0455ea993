"""Reads what can be found, many at a time: the text of publications and actors in all their languages, and what narrows a search."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC

from usi.spine.actors import types
from usi.spine.actors.models import Actor, ActorText
from usi.spine.publications import kinds
from usi.spine.publications.models import Moderation, Placement, Publication, Reason, State, Translation, Visibility
from usi.spine.taxonomy import countries
from usi.spine.taxonomy.models import Theme


@dataclass
class Version:
    """A text in one language; `state` says of a translation how far it is checked, where that was asked for."""

    language: str
    title: str
    summary: str = ""
    body: str = ""
    state: str = ""


@dataclass
class Source:
    """What is indexed of one subject. `facets` are a letter and a value each; `hidden` likewise, but never counted."""

    subject_type: str
    subject_id: int
    position: int
    versions: list[Version] = field(default_factory=list)
    facets: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    names: tuple[str, ...] = ()


def publications(numbers: Sequence[int]) -> list[Source]:
    """Return the sources of publications that are out, for whomever, oldest first; others are left out."""
    columns = ("pk", "kind", "author_id", "language", "title", "summary", "body", "country", "visibility", "position", "published_at")
    out = Publication.objects.filter(state=State.PUBLISHED, moderation=Moderation.CLEAR, author__state=Actor.State.ACTIVE)
    rows = list(out.filter(pk__among=numbers).order_by("position").values_list(*columns))
    ids = [row[0] for row in rows]
    texts, pieces = _translations(ids), kinds.pieces_of((row[0], row[1]) for row in rows)
    subjects = _subjects(ids)
    found = []
    for number, kind, author, language, title, summary, body, country, visibility, position, at in rows:
        versions = [whole(Version(language, title, summary, body), pieces.get(number, {})), *texts.get(number, ())]
        themes, lands = subjects.get(number, ((), ()))
        moment = at.astimezone(UTC)
        facets = _facets(kind, versions, {country, *lands}, themes)
        facets += [f"y{moment.year}", f"m{moment.year}-{moment.month:02}"]
        hidden = [f"a{author}"]
        if visibility != Visibility.PUBLIC:
            hidden.append("vn" if visibility == Visibility.NETWORK else "vo")
        found.append(Source("publication", number, position, versions, facets, hidden))
    return found


def actors(numbers: Sequence[int]) -> list[Source]:
    """Return the sources of actors that everyone may find, oldest first; others are left out."""
    columns = ("pk", "type", "handle", "name", "summary", "language")
    rows = list(Actor.objects.active().local().filter(pk__among=numbers).order_by("pk").values_list(*columns))
    known: dict[int, types.Findable] = {}
    for kind in types.every():
        ids = [row[0] for row in rows if row[1] == kind.name]
        if kind.searchable and ids:
            known |= kind.findable(ids)
    texts: dict[int, list[tuple[str, str, str]]] = {}
    others = ActorText.objects.filter(actor__in=list(known)).values_list("actor_id", "language", "name", "summary")
    for number, tag, name, summary in others:
        texts.setdefault(number, []).append((tag, name, summary))
    sections = _sections()
    return [
        _actor(row, known[row[0]], texts.get(row[0], []), sections) for row in rows if row[0] in known
    ]


def _actor(
    row: tuple[int, str, str, str, str, str], more: types.Findable, texts: list[tuple[str, str, str]], sections: dict[str, str]
) -> Source:
    number, kind, handle, name, summary, language = row
    versions = [Version(language, name, summary if more.summary else "")]
    for tag, other, about in texts:
        versions.append(Version(tag, other, about if more.summary else ""))
    for tag, words in more.words:
        add(versions, tag, words)
    themes = {each for theme in more.themes for each in (theme, sections.get(theme, "")) if each}
    facets = _facets(kind, versions[:1], set(more.countries), themes)
    return Source("actor", number, number, versions, facets, [], (handle, *more.names))


def whole(version: Version, pieces: Mapping[str, str]) -> Version:
    """Return a version with what its kind keeps beside the envelope at the end of its body."""
    if pieces:
        version.body = "\n".join(filter(None, [version.body, *pieces.values()]))
    return version


def add(versions: list[Version], language: str, words: str) -> None:
    """Add words to the body of the version in a language; a version of its own where there is none."""
    for version in versions:
        if version.language == language:
            version.body = f"{version.body}\n{words}" if version.body else words
            return
    versions.append(Version(language, "", "", words))


def _facets(kind: str, versions: Iterable[Version], lands: set[str], themes: Iterable[str]) -> list[str]:
    places = sorted(code for code in lands if countries.is_country(code))
    return [
        f"k{kind}",
        *(f"l{tag.lower()}" for tag in dict.fromkeys(version.language for version in versions)),
        *(f"c{code.lower()}" for code in places),
        *(f"r{region}" for region in dict.fromkeys(filter(None, map(countries.region_of, places)))),
        *(f"t{handle}" for handle in sorted(themes)),
    ]


def _translations(ids: list[int]) -> dict[int, list[Version]]:
    found: dict[int, list[Version]] = {}
    rows = Translation.objects.filter(publication__pk__among=ids).order_by("language")
    columns = ("publication_id", "language", "title", "summary", "body", "pieces")
    for number, language, title, summary, body, pieces in rows.values_list(*columns):
        found.setdefault(number, []).append(whole(Version(language, title, summary, body), pieces))
    return found


def _sections() -> dict[str, str]:
    """Return the section of every sub-theme, by handle."""
    return dict(Theme.objects.filter(parent__isnull=False).values_list("actor__handle", "parent__actor__handle"))


def _subjects(ids: list[int]) -> dict[int, tuple[set[str], set[str]]]:
    """Return handles of themes (with their sections) and codes of countries that publications are about."""
    found: dict[int, tuple[set[str], set[str]]] = {}
    if not ids:
        return found
    # They are few and read whole: joined, the database would walk everything that was ever said about each of them.
    subjects = Actor.objects.filter(type__in=("theme", "country"))
    known = {pk: (kind, handle) for pk, kind, handle in subjects.values_list("pk", "type", "handle")}
    sections = _sections()
    rows = Placement.objects.filter(publication__pk__among=ids, reason=Reason.SUBJECT).values_list("publication_id", "actor_id")
    for number, kind, handle in ((number, *known[actor]) for number, actor in rows if actor in known):
        themes, lands = found.setdefault(number, (set(), set()))
        if kind == "country":
            lands.add(handle.upper())
        else:
            themes.update(filter(None, (handle, sections.get(handle, ""))))
    return found
