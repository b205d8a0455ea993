"""What a question finds: candidates from the index, ranked, and of those what the reader may see at this moment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from usi.base.access import Reader
from usi.spine.actors import types
from usi.spine.actors.models import Actor
from usi.spine.journal.models import Entry
from usi.spine.publications import kinds
from usi.spine.publications.models import Publication
from usi.surfaces.search import engine
from usi.surfaces.search.queries import closeness, expressions, walks
from usi.surfaces.search.queries.closeness import Near
from usi.surfaces.search.queries.expressions import Tier
from usi.surfaces.search.queries.question import Question
from usi.surfaces.search.queries.walks import Hit, Shelf, Subject, Tally

SIZE, MOST_PAGES, FEW = 20, 20, 20
MOST_PENDING = 2000
RARE = 8
START = Tier("start", "", 0)
# Tiers that are looked through first, since their lists are short.
IN_TITLES = ("name", "title", "title form")


@dataclass(frozen=True)
class Candidates:
    """Hits in their order with the tiers they stand in, and the expression that all of them meet."""

    hits: list[Hit]
    tiers: list[Tier]
    expression: str
    shelf: Shelf
    leaving: frozenset[Subject] = field(default=frozenset())


def current(question: Question, reader: Reader) -> tuple[Question, frozenset[Subject]]:
    """Return the question without authors who were silenced a moment ago, and the subjects that are on their way out of the index.

    The index follows the journal; what was hidden and is not yet taken out must not be counted.
    """
    pending = Entry.objects.undispatched().filter(subject_type__in=["publication", "actor"]).order_by("-number")
    rows = list(pending.values_list("subject_type", "subject_id", "verb")[:MOST_PENDING])
    if not rows:
        return question, frozenset()
    publications = {number for name, number, _ in rows if name == "publication"}
    actors = {number for name, number, _ in rows if name == "actor"}
    # Whoever shows less now is not found by what is still in the index.
    narrower = {number for _, number, verb in rows if verb == "person.audiences_set"}
    publications -= set(Publication.objects.visible_to(reader).filter(pk__among=publications).values_list("pk", flat=True))
    actors -= set(Actor.objects.active().filter(pk__among=actors).values_list("pk", flat=True))
    gone = {("publication", number) for number in publications} | {("actor", number) for number in actors | narrower}
    return replace(question, silenced=tuple(sorted(actors))), frozenset(gone)


def candidates(
    question: Question, *, reader: Reader, close: Near | None = None, size: int = SIZE, after: int = 0, enough: int = 3 * SIZE
) -> Candidates:
    """Return the hits of a question, ranked, or by age where it asks for that; where there are few, words may begin longer ones.

    Of lesser tiers none are given once there are `enough` of better ones.
    """
    question, leaving = current(question, reader)
    shelf = walks.live_shelf()
    tiers = expressions.tiers(question, reader)
    expression = tiers[-1].expression
    hits = _best(tiers, shelf=shelf, enough=FEW if question.sort else enough)
    if question.wanted and len(hits) < FEW:
        expression = expressions.starting(question, reader)
        tiers = [*tiers, replace(START, expression=expression)]
        hits = _with(hits, walks.best([(len(tiers) - 1, tiers[-1])], shelf=shelf))
    if question.sort:
        hits = _by_age(question, expression, shelf=shelf, size=size, after=after)
    else:
        hits = ranked(hits, tiers, close or Near(question.reading))
    return Candidates([hit for hit in hits if hit.subject not in leaving], tiers, expression, shelf, leaving)


def _best(tiers: Sequence[Tier], *, shelf: Shelf, enough: int) -> list[Hit]:
    """Return hits of the best tiers until there are enough: no hit of a lesser tier comes before one of a better."""
    places = list(enumerate(tiers))
    titles = [each for each in places if each[1].name in IN_TITLES]
    others = places[len(titles) :]
    hits = walks.best(titles, shelf=shelf)
    if len(hits) >= enough or not others:
        return hits
    if engine.is_postgres() and len(hits) < RARE:
        # Where titles hardly speak of it, the lists behind them are likely short, and walked once at their widest.
        every = walks.best(others[-1:], shelf=shelf)
        if walks.are_all(every):
            return hits + walks.told_apart(_without(every, hits), others[:-1], shelf=shelf)
        return _with(_with(hits, walks.best(others[:-1], shelf=shelf)), every)
    hits = _with(hits, walks.best(others[:-1], shelf=shelf))
    return hits if len(hits) >= enough else _with(hits, walks.best(others[-1:], shelf=shelf))


def _without(hits: Iterable[Hit], known: Iterable[Hit]) -> list[Hit]:
    there = {hit.id for hit in known}
    return [hit for hit in hits if hit.id not in there]


def _with(hits: list[Hit], more: Iterable[Hit]) -> list[Hit]:
    return hits + _without(more, hits)


def groups_of(question: Question) -> tuple[int, ...]:
    """Return the groups of the index that are listed: by age one alone, actors where they were asked for."""
    if not question.sort:
        return walks.BOTH
    return (engine.ACTORS if question.kind in {kind.name for kind in types.every()} else engine.PUBLICATIONS,)


def _by_age(question: Question, expression: str, *, shelf: Shelf, size: int, after: int) -> list[Hit]:
    (group,) = groups_of(question)
    return walks.in_order(expression, shelf=shelf, group=group, size=3 * size, ascending=question.sort == "old", after=after)


def ranked(hits: Iterable[Hit], tiers: Sequence[Tier], close: Near) -> list[Hit]:
    """Return hits in their order: by tier, and within one the newer and closer a little first."""
    points = closeness.lift(close)
    return sorted(hits, key=lambda hit: (-tiers[hit.tier].weight - points(hit), -hit.id))


def tallies(question: Question, *, reader: Reader, found: Candidates | None = None) -> dict[str, Tally]:
    """Return the counts of a question by facet: for a facet of which a value is chosen, as if none were; all under the empty name."""
    found = found or candidates(question, reader=reader)
    counts = {"": walks.tally(found.expression, shelf=found.shelf, groups=groups_of(question), without=found.leaving)}
    # By age, which kind is chosen decides what is listed: every one is counted.
    for name in question.chosen | ({"kind": ""} if question.sort else {}):
        lifted, _ = current(question.without(name), reader)
        wide = found.tiers[-1].name == "start"
        if not lifted.empty:
            expression = (expressions.starting if wide else expressions.anywhere)(lifted, reader)
            groups = walks.BOTH if name == "kind" else groups_of(question)
            counts[name] = walks.tally(expression, shelf=found.shelf, groups=groups, without=found.leaving)
    return counts


def visible(hits: Sequence[Hit], *, reader: Reader, language: str, size: int) -> list[tuple[Hit, Publication | Actor]]:
    """Return the first hits that the reader may see now, with what they stand for: the one rule has the last word."""
    found: list[tuple[Hit, Publication | Actor]] = []
    rest = iter(hits)
    while len(found) < size and (batch := list(islice(rest, size))):
        numbers = {name: [hit.subject_id for hit in batch if hit.subject_type == name] for name in ("publication", "actor")}
        known = {kind.name for kind in kinds.every()}
        rows = Publication.objects.visible_to(reader).filter(pk__in=numbers["publication"], kind__in=known).select_related("author")
        there: dict[Subject, Publication | Actor] = {("publication", row.pk): row for row in rows} if numbers["publication"] else {}
        there |= _findable(numbers["actor"], language)
        found += [(hit, there[hit.subject]) for hit in batch if hit.subject in there]
    return found[:size]


def _findable(numbers: list[int], language: str) -> dict[Subject, Publication | Actor]:
    """Return the actors that everyone may find now, each with what may be known of it as `findable`."""
    actors = list(Actor.objects.active().local().filter(pk__in=numbers).with_text(language)) if numbers else []
    more: dict[int, types.Findable] = {}
    for kind in types.every():
        ids = [actor.pk for actor in actors if actor.type == kind.name]
        if kind.searchable and ids:
            more |= kind.findable(ids)
    for actor in actors:
        actor.findable = more.get(actor.pk)  # type: ignore[attr-defined]
    return {("actor", actor.pk): actor for actor in actors if actor.pk in more}


def seen(subjects: Iterable[Subject], *, reader: Reader) -> set[Subject]:
    """Return those subjects that the reader may see now, without reading what they say."""
    numbers = {name: [number for kind, number in subjects if kind == name] for name in ("publication", "actor")}
    known = {kind.name for kind in kinds.every()}
    rows = Publication.objects.visible_to(reader).filter(pk__in=numbers["publication"], kind__in=known).values_list("pk", flat=True)
    return {("publication", number) for number in rows} | _findable(numbers["actor"], "").keys()
