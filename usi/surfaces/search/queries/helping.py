"""What helps on when nothing or little is found: names that may have been meant, and what fewer words or conditions would find."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import connection

from usi.base.access import Reader
from usi.surfaces.search import engine
from usi.surfaces.search.models import NameWord
from usi.surfaces.search.queries import expressions, found, spelling, steps, walks
from usi.surfaces.search.queries.question import Question
from usi.surfaces.search.queries.steps import Walk

MOST_MEANT, MOST_TRIED, MOST_DROPPED = 3, 6, 4
# So few results that another spelling may have been meant, and how many times as much that must find.
FEW, FAR_MORE = 3, 5


@dataclass(frozen=True)
class Hint:
    """Another question and what it leads to; `count` is 0 where it was not counted."""

    q: str
    address: str
    count: int = 0
    more: bool = False


def meant(question: Question, *, reader: Reader, total: int = 0) -> list[Hint]:
    """Return what may have been meant: words of names one or two letters away, if they find what the reader may see.

    Where the question itself finds something, `total` results, only what finds `FAR_MORE` times as much.
    """
    least = max(1, FAR_MORE * total)
    asked = [question.asking(q) for q in _rewritten(question, total)]
    counts = _counts(asked, reader=reader, most=max(least, FAR_MORE * FEW)) if asked else []
    return [Hint(other.q, other.address()) for other, count in zip(asked, counts, strict=True) if count >= least][:MOST_MEANT]


def _rewritten(question: Question, total: int) -> list[str]:
    """Return the question with words that may have been meant; first with all of them at once, where more than one may be wrong."""
    written = [pair for part in question.wanted for pair in spelling.folded_words(part.shown.strip("“”")) if pair[1] in question.q]
    found = spelling.alike([word for word, _ in written])
    if not total:
        # A word of a name that finds nothing is not misspelt.
        known = set(NameWord.objects.filter(word__in=[word for word, _ in written]).values_list("word", flat=True))
        found = {word: others for word, others in found.items() if word not in known}
    single = [(typed, found[word][:MOST_MEANT]) for word, typed in written if found.get(word)]
    every = question.q
    for typed, others in single:
        every = every.replace(typed, others[0], 1)
    each = [question.q.replace(typed, other, 1) for typed, others in single for other in others]
    return [q for q in dict.fromkeys([*([every] if len(single) > 1 else []), *each]) if q != question.q][:MOST_TRIED]


def _counts(asked: Sequence[Question], *, reader: Reader, most: int) -> list[int]:
    """Return how much of the newest of each question the reader may see, up to so many; for all of them in as many queries as for one."""
    now, leaving = found.current(asked[0], reader)
    shelf = walks.live_shelf()
    wanted = [
        Walk(place, expressions.starting(replace(question, silenced=now.silenced), reader), *shelf.bounds(group))
        for place, question in enumerate(asked)
        for group in (engine.ACTORS, engine.PUBLICATIONS)
    ]
    statement, values = steps.over(wanted, shelf=shelf.number, most=most)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT tier, subject_type, subject_id FROM ({statement}) found", values)  # noqa: S608
        rows = [(place, (name, number)) for place, name, number in cursor.fetchall()]
    there = found.seen({subject for _, subject in rows} - leaving, reader=reader)
    counted = Counter(place for place, subject in rows if subject in there)
    return [counted[place] for place in range(len(asked))]


def fewer(question: Question, *, reader: Reader) -> list[Hint]:
    """Return what each question with one word less finds, where it finds anything."""
    if not 2 <= len(question.wanted) <= MOST_DROPPED:
        return []
    hints = []
    shelf = walks.live_shelf()
    for part in question.wanted:
        rest = tuple(other for other in question.wanted if other is not part)
        less = replace(question, wanted=rest)
        less, leaving = found.current(less, reader)
        tally = walks.tally(expressions.anywhere(less, reader), shelf=shelf, without=leaving)
        if tally.total:
            q = " ".join(other.shown for other in rest)
            hints.append(Hint(q, question.asking(q).address(), tally.total, tally.more))
    return hints
