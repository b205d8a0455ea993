"""Results ready to be shown: in the language that matched, with the passage, why it is there, and where the next page begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from usi.base import languages
from usi.base.access import Reader
from usi.base.reading import Reading
from usi.spine.actors import types
from usi.spine.actors.models import Actor, ActorText
from usi.spine.publications import kinds
from usi.spine.publications.models import Publication, Translation
from usi.spine.publications.versions import provenance
from usi.surfaces.search.queries import closeness, found, passages, sources
from usi.surfaces.search.queries.closeness import Near
from usi.surfaces.search.queries.expressions import Tier
from usi.surfaces.search.queries.found import Candidates
from usi.surfaces.search.queries.passages import Spot
from usi.surfaces.search.queries.question import Question
from usi.surfaces.search.queries.sources import Version
from usi.surfaces.search.queries.walks import Hit

# Types of actors that this node itself names, so that no version of a name is the original.
NAMED_HERE = frozenset({"theme", "country"})
WHY: dict[str, str | Promise] = {
    "name": gettext_lazy("This is the name"),
    "title": gettext_lazy("In the title"),
    "title form": gettext_lazy("In the title, in another form"),
    "summary": gettext_lazy("In the summary"),
    "text": gettext_lazy("In the text"),
    "form": gettext_lazy("In another form of the word"),
    "start": gettext_lazy("At the beginning of a longer word"),
}


@dataclass(frozen=True)
class Result:
    """One thing found, in the language in which it was found; `heading` is its title with what was looked for marked.

    `original` is the language of the original where this is a translation, and `state` how far that is checked. `met` says where the words
    stand, `lifts` what else lets it come before others of the same page.
    """

    label: str
    url: str
    title: str
    language: str
    heading: SafeString
    passage: SafeString
    met: list[str]
    lifts: list[str]
    summary: str = ""
    publication: Publication | None = None
    original: str = ""
    state: str = ""

    @property
    def why(self) -> list[str]:
        """Why it is here, in words."""
        return self.met + self.lifts

    @property
    def provenance(self) -> str:
        """Where a publication's text comes from, in one sentence in the language now active; empty for an original."""
        return provenance(self.original, self.state, language=languages.current()) if self.original else ""

    @property
    def original_url(self) -> str:
        """The address of the original of a publication that was found in a translation."""
        return f"{self.url}?original=1"


@dataclass(frozen=True)
class Listing:
    """One page of results; `next` is the value that leads to the next page, empty where there is none."""

    items: list[Result]
    number: int = 1
    next: str = ""
    cut_off: bool = False
    candidates: Candidates | None = field(default=None)


def listing(question: Question, *, reader: Reader, close: Near, page: int = 1, after: int = 0, size: int = found.SIZE) -> Listing:
    """Return one page: by rank the page of a number, by age from behind the document `after`."""
    page = min(max(page, 1), found.MOST_PAGES)
    # A page more than is shown, since the reader may not see every one.
    candidates = found.candidates(question, reader=reader, close=close, size=size, after=after, enough=(page + 1) * size + 1)
    seen = candidates.hits if question.sort else candidates.hits[(page - 1) * size :]
    rows = found.visible(seen, reader=reader, language=question.reading, size=size)
    last = seen.index(rows[-1][0]) + 1 if rows else 0
    more = last < len(seen)
    following = ""
    if more:
        following = str(rows[-1][0].id) if question.sort else str(page + 1) if page < found.MOST_PAGES else ""
    cut_off = more and not following
    return Listing(show(question, rows, candidates.tiers, close), page, following, cut_off, candidates)


def show(question: Question, rows: Sequence[tuple[Hit, Publication | Actor]], tiers: Sequence[Tier], close: Near) -> list[Result]:
    """Return hits with what they stand for as results, in three queries at most."""
    texts = _texts([row for _hit, row in rows])
    results = [_result(question, (hit, row), texts.get(hit.subject, []), tiers[hit.tier], close) for hit, row in rows]
    # What all have in common lifts none of them above another.
    common = set(results[0].lifts).intersection(*(result.lifts for result in results[1:])) if len(results) > 1 else set()
    return [replace(result, lifts=[each for each in result.lifts if each not in common]) for result in results]


def _texts(rows: Sequence[Publication | Actor]) -> dict[tuple[str, int], list[Version]]:
    """Return the versions of publications and actors, the original first."""
    versions: dict[tuple[str, int], list[Version]] = {}
    publications = [row for row in rows if isinstance(row, Publication)]
    pieces = kinds.pieces_of((row.pk, row.kind) for row in publications)
    for row in publications:
        version = Version(row.language, row.title, row.summary, row.body)
        versions["publication", row.pk] = [sources.whole(version, pieces.get(row.pk, {}))]
    for text in Translation.objects.filter(publication__in=publications) if publications else ():
        version = Version(text.language, text.title, text.summary, text.body, text.state)
        versions["publication", text.publication_id].append(sources.whole(version, text.pieces))
    return versions | _actor_texts([row for row in rows if isinstance(row, Actor)])


def _actor_texts(actors: Sequence[Any]) -> dict[tuple[str, int], list[Version]]:
    versions = {("actor", row.pk): [Version(row.language, row.name, row.summary if row.findable.summary else "")] for row in actors}
    known = {row.pk: row.findable for row in actors}
    for text in ActorText.objects.filter(actor__in=known) if known else ():
        shown = known[text.actor_id].summary
        own = Version(text.language, text.name, text.summary if shown else "", state=text.state if shown and text.summary else "")
        versions["actor", text.actor_id].append(own)
    for number, more in known.items():
        for tag, words in more.words:
            sources.add(versions["actor", number], tag, words)
    return versions


def _result(
    question: Question, found_as: tuple[Hit, Publication | Actor], versions: list[Version], tier: Tier, close: Near
) -> Result:
    hit, row = found_as
    starts = tier.name == "start"
    version, text, places = _matched(question, _preferred(row, versions, close.reading), starts=starts)
    title = version.title or versions[0].title
    marks = passages.spots(title, question.wanted, language=version.language, starts=starts)
    # In an order by date nothing is lifted.
    met = [str(WHY[tier.name])] if tier.name in WHY and not question.sort else []
    lifts = [] if question.sort else closeness.reasons(hit, close, shown=version.language)
    publication = row if isinstance(row, Publication) else None
    label = publication.kind_label if publication else str(types.get(row.type).label)  # type: ignore[union-attr]
    return Result(
        label=label, summary=version.summary, url=row.get_absolute_url(), title=title, language=version.language,
        heading=passages.marked(title, marks), passage=passages.passage(text, places), met=met, lifts=lifts, publication=publication,
        original=row.language if version.language != row.language and (publication or version.state) else "", state=version.state,
    )  # fmt: skip


def _preferred(row: Publication | Actor, versions: list[Version], read: Reading) -> list[Version]:
    """Return versions, given with the original first, as somebody would rather read them: first the one that a card would show."""
    own, others = versions[0].language, versions[1:]
    read = read.of_names if isinstance(row, Actor) and row.type in NAMED_HERE else read
    said = {version.language: version.state for version in others if version.summary or version.state}
    shown = (read.choose(own, said) if said else read.first(own, [version.language for version in others])) or own
    places = {tag: place for place, tag in enumerate(read.languages)}
    return sorted(versions, key=lambda version: (version.language != shown, places.get(version.language, len(places))))


def _matched(question: Question, versions: list[Version], *, starts: bool) -> tuple[Version, str, list[Spot]]:
    """Return the first of the versions that hold most of what was looked for, and its passage."""
    best: tuple[int, Version, str, list[Spot]] | None = None
    for version in versions:
        in_title = {spot.part for spot in passages.spots(version.title, question.wanted, language=version.language, starts=starts)}
        text = version.summary
        places = passages.spots(text, question.wanted, language=version.language, starts=starts)
        known = in_title | {spot.part for spot in places}
        if len(known) < len(question.wanted) and version.body:
            body = passages.plain(version.body)
            in_body = passages.spots(body, question.wanted, language=version.language, starts=starts)
            if {spot.part for spot in in_body} - known or not text:
                text, places = body, in_body
                known |= {spot.part for spot in in_body}
        if best is None or len(known) > best[0]:
            best = (len(known), version, text, places)
        if len(known) == len(question.wanted):
            break
    assert best is not None
    return best[1:]
