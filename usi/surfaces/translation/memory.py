"""The translation memory of this node: what was translated before, found again where a segment is the same or resembles it.

A segment is found by marks: of its pairs of neighbouring words, and if it is short also of its runs of four letters, those with the lowest
hashes. Two texts that share much share some of these (min-hash sketches: Broder 1997), so a few look-ups by index find the candidates
among any number of segments; the candidates are then compared letter by letter.
"""

from __future__ import annotations

import hashlib
import itertools
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db import connection, transaction
from django.db.models import Q

from usi.base import text, time, words
from usi.base.access import ANONYMOUS
from usi.spine.actors.models import Actor
from usi.spine.publications.models import Publication
from usi.surfaces.translation import numerals
from usi.surfaces.translation.models import MemoryGram, MemoryUnit

LEAST_SCORE = 60
LONGEST = 8000
CHUNK = 400
_PAIRS, _RUNS, _SHORT = 10, 12, 60
_AT_ONE_MARK, _CANDIDATES = 200, 50
# The newest units at each mark, and no more of them: one that very many segments share says little and must not cost much. The bound is
# the 200th entry of the index from a mark downwards; asked for by `=`, PostgreSQL would read and sort all entries of a mark.
_NEWEST = (
    "WITH wanted(key) AS (VALUES {keys}) SELECT gram.key, gram.unit_id FROM wanted CROSS JOIN translation_memorygram AS gram"
    " WHERE gram.key = wanted.key AND gram.unit_id >= COALESCE((SELECT CASE bound.key WHEN wanted.key THEN bound.unit_id ELSE 0 END"
    " FROM translation_memorygram AS bound WHERE bound.key <= wanted.key ORDER BY bound.key DESC, bound.unit_id DESC LIMIT 1 OFFSET %s), 0)"
    " ORDER BY gram.unit_id DESC"
)
Subject = Publication | Actor
Item = TypeVar("Item")


@dataclass(frozen=True)
class Suggestion:
    """A translation that may fit: of the same text (score 100) or of one that resembles it.

    `numbers_differ` says that the numbers are others than in what it was made of.
    """

    source: str
    target: str
    score: int
    by: Actor | None
    when: datetime
    origin: str
    numbers_differ: bool = False


def suggestions(
    sources: Iterable[str], *, from_language: str, to_language: str, limit: int = 5, least: int = LEAST_SCORE
) -> dict[str, list[Suggestion]]:
    """Return translations of each segment and of those that resemble it, best first; a machine's last, and only of the very same text.

    Takes two queries, however many segments there are. Nothing is suggested that came from a text which is not public now.
    """
    wanted = {source: normal for source in sources if (normal := _normal(source)) and len(normal) <= LONGEST}
    if not wanted:
        return {}
    near = _candidates(set(wanted.values()), from_language, to_language)
    keys = {normal: _exact(normal, from_language, to_language) for normal in near}
    asked = Q(exact__in=list(keys.values())) | Q(pk__in=set().union(*near.values()))
    rows = list(MemoryUnit.objects.public().filter(asked, from_language=from_language, to_language=to_language).select_related("by"))
    return {
        source: _best([row for row in rows if row.exact == keys[normal] or row.pk in near[normal]], normal, limit=limit, least=least)
        for source, normal in wanted.items()
    }


def _best(rows: Iterable[MemoryUnit], wanted: str, *, limit: int, least: int) -> list[Suggestion]:
    # Texts of very different lengths cannot be alike enough, whatever they say.
    found = [_suggestion(row, wanted) for row in rows if 200 * min(len(row.source), len(wanted)) >= least * (len(row.source) + len(wanted))]
    fitting = [each for each in found if each.score >= least and (each.origin == MemoryUnit.Origin.MEMORY or each.score == 100)]
    fitting.sort(key=lambda each: (each.origin == MemoryUnit.Origin.MACHINE, -each.score, -each.when.timestamp()))
    return list({each.target: each for each in reversed(fitting)}.values())[::-1][:limit]


def exact(sources: Iterable[str], *, from_language: str, to_language: str) -> dict[str, Suggestion]:
    """Return the newest translation of each segment that was translated by people before, whatever their number, in one query for 400."""
    found: dict[str, Suggestion] = {}
    asked = {_exact(_normal(source), from_language, to_language): source for source in sources if source.strip()}
    for keys in _batched(asked):
        rows = MemoryUnit.objects.public().filter(exact__in=keys, origin=MemoryUnit.Origin.MEMORY).select_related("by").order_by("at")
        for row in rows:
            source = asked[row.exact]
            if _normal(source) == _normal(row.source):
                found[source] = _suggestion(row, _normal(source))
    return found


@transaction.atomic
def remember(
    pairs: Iterable[tuple[str, str]],
    *,
    from_language: str,
    to_language: str,
    subject: Subject,
    by: Actor | None,
    origin: str = MemoryUnit.Origin.MEMORY,
) -> int:
    """Keep (source, target) of a text's segments; returns how many are new. Doing it twice changes nothing.

    Nothing is kept of a text that is not public. What people translated is never replaced by a machine's.
    """
    if not is_public(subject) or from_language == to_language:
        return 0
    whose = {"publication": subject} if isinstance(subject, Publication) else {"actor": subject}
    fresh: dict[tuple[int, int], MemoryUnit] = {}
    for pair in pairs:
        source, target = map(text.prose, pair)
        if not source or not target or source == target or max(len(source), len(target)) > LONGEST:
            continue
        unit = MemoryUnit(
            from_language=from_language, to_language=to_language, source=source, target=target, by=by, at=time.now(), origin=origin,
            exact=_exact(_normal(source), from_language, to_language), same=_number(target), **whose,
        )  # fmt: skip
        fresh[unit.exact, unit.same] = unit
    return sum(_keep(dict(rows)) for rows in _batched(fresh.items()))


def forget_gone(publication: Publication, sources: Iterable[str]) -> int:
    """Forget segments that a publication no longer holds, and returns how many: a sentence may be taken out to protect somebody."""
    held = set(map(text.prose, sources))
    rows = MemoryUnit.objects.filter(publication=publication, from_language=publication.language).values_list("pk", "source")
    gone = [pk for pk, source in rows if source not in held]
    for start in range(0, len(gone), 500):
        MemoryUnit.objects.filter(pk__in=gone[start : start + 500]).delete()
    return len(gone)


def is_public(subject: Subject) -> bool:
    """Whether everybody may read a text, so that its segments may be shown to others and sent to a machine."""
    if isinstance(subject, Actor):
        return subject.state == Actor.State.ACTIVE
    return bool(Publication.objects.visible_to(ANONYMOUS).filter(pk=subject.pk).exists())


def score(one: str, other: str) -> int:
    """Return how alike two texts are, 0 to 100; only equal ones have 100, and case alone costs one."""
    one, other = _normal(one), _normal(other)
    return 100 if one == other else min(99, _likeness(one.casefold(), other.casefold()))


def _keep(fresh: dict[tuple[int, int], MemoryUnit]) -> int:
    known = {(row.exact, row.same): row for row in MemoryUnit.objects.filter(exact__in={key[0] for key in fresh})}
    met = [known[key].pk for key, unit in fresh.items() if key in known and _is_better(unit, known[key])]
    some = next(iter(fresh.values()))
    if met:
        MemoryUnit.objects.filter(pk__in=met).update(
            publication=some.publication, actor=some.actor, by=some.by, at=some.at, origin=some.origin
        )
    made = [unit for key, unit in fresh.items() if key not in known]
    MemoryUnit.objects.bulk_create(made, ignore_conflicts=True)
    # Another process may have kept the same pair just now; its row has its own marks.
    there = set(MemoryUnit.objects.filter(pk__in=[unit.pk for unit in made]).values_list("pk", flat=True))
    made = [unit for unit in made if unit.pk in there]
    marks = [(key, unit.pk) for unit in made for key in _marks(_normal(unit.source), unit.from_language, unit.to_language)]
    if marks:
        with connection.cursor() as cursor:
            # Thousands of them: an object for each takes longer than the rest.
            cursor.executemany(f"INSERT INTO {MemoryGram._meta.db_table} (key, unit_id) VALUES (%s, %s)", marks)  # noqa: S608
    return len(made)


def _is_better(fresh: MemoryUnit, known: MemoryUnit) -> bool:
    if fresh.origin == MemoryUnit.Origin.MACHINE and known.origin == MemoryUnit.Origin.MEMORY:
        return False
    return (fresh.publication_id, fresh.actor_id, fresh.origin) != (known.publication_id, known.actor_id, known.origin)


def _suggestion(row: MemoryUnit, wanted: str) -> Suggestion:
    differ = numerals.found(row.source, row.from_language) != numerals.found(wanted, row.from_language)
    return Suggestion(row.source, row.target, score(row.source, wanted), row.by, row.at, row.origin, differ)


def _candidates(wanted: Iterable[str], from_language: str, to_language: str) -> dict[str, set[int]]:
    """Return the units that share most marks with each text, in one query."""
    marks = {normal: _marks(normal, from_language, to_language) for normal in wanted}
    keys = sorted(set().union(*marks.values()))
    units: dict[int, list[int]] = {}
    if keys:
        with connection.cursor() as cursor:
            # Nothing of the statement comes from outside: the marks are parameters.
            cursor.execute(_NEWEST.format(keys=", ".join(["(%s)"] * len(keys))), [*keys, _AT_ONE_MARK - 1])
            for key, unit in cursor.fetchall():
                units.setdefault(key, []).append(unit)
    shared = {normal: Counter(unit for key in sorted(found) for unit in units.get(key, ())) for normal, found in marks.items()}
    return {normal: {unit for unit, _ in counts.most_common(_CANDIDATES)} for normal, counts in shared.items()}


def _normal(source: str) -> str:
    return " ".join(unicodedata.normalize("NFC", source).split())


def _exact(normal: str, from_language: str, to_language: str) -> int:
    return _number(f"{from_language}\n{to_language}\n{normal}")


def _number(value: str) -> int:
    return int.from_bytes(hashlib.blake2b(value.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big", signed=True)


def _marks(normal: str, from_language: str, to_language: str) -> set[int]:
    """Return the marks of a text in a pair of languages: at most 22 numbers of 64 bits."""
    found = words.words(normal)
    pair = f"{from_language}\n{to_language}\n"
    marks = _lowest((f"{one} {other}" for one, other in itertools.pairwise(["", *found, ""])), pair, _PAIRS) if found else set()
    run = " ".join(found)
    if len(run) <= _SHORT:
        marks |= _lowest((run[place : place + 4] for place in range(len(run) - 3)), pair, _RUNS)
    return marks


def _lowest(features: Iterable[str], pair: str, most: int) -> set[int]:
    return set(sorted({_number(pair + feature) for feature in features})[:most])


def _likeness(one: str, other: str) -> int:
    """Return 0 to 100: twice the longest common subsequence over both lengths, by bit-parallel computation (Hyyrö 2004)."""
    places: dict[str, int] = {}
    for place, char in enumerate(one):
        places[char] = places.get(char, 0) | 1 << place
    full = (1 << len(one)) - 1
    row = full
    for char in other:
        met = row & places.get(char, 0)
        row = ((row + met) | (row - met)) & full
    common = len(one) - row.bit_count()
    return int(200 * common / (len(one) + len(other)))


def _batched(items: Iterable[Item]) -> Iterator[list[Item]]:
    rest = iter(items)
    while batch := list(itertools.islice(rest, CHUNK)):
        yield batch
