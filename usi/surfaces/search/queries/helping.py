"""What helps on when nothing is found: names that may have been meant, and what fewer words or conditions would find."""

from __future__ import annotations

from dataclasses import dataclass, replace

from usi.base.access import Reader
from usi.surfaces.search.models import NameWord
from usi.surfaces.search.queries import expressions, found, spelling, walks
from usi.surfaces.search.queries.question import Question

MOST_MEANT, MOST_TRIED, MOST_DROPPED = 3, 6, 4


@dataclass(frozen=True)
class Hint:
    """Another question and what it leads to; `count` is 0 where it was not counted."""

    q: str
    address: str
    count: int = 0
    more: bool = False


def meant(question: Question, *, reader: Reader) -> list[Hint]:
    """Return what may have been meant: words of names one or two letters away, if they find what the reader may see."""
    hints: list[Hint] = []
    tried = 0
    for typed, others in _replacements(question):
        for other in others[:MOST_MEANT]:
            q = question.q.replace(typed, other, 1)
            tried += 1
            if q != question.q and tried <= MOST_TRIED and found.finds(question.asking(q), reader=reader):
                hints.append(Hint(q, question.asking(q).address()))
    return hints[:MOST_MEANT]


def _replacements(question: Question) -> list[tuple[str, list[str]]]:
    """Return what was typed with what may have been meant; first of all words at once, where more than one may be wrong."""
    single: list[tuple[str, list[str]]] = []
    for part in question.wanted:
        for word, typed in spelling.folded_words(part.shown.strip("“”")):
            if typed in question.q and not NameWord.objects.filter(word=word).exists():
                others = [shown for _, shown in spelling.alike(word)]
                single += [(typed, others)] if others else []
    if len(single) > 1:
        q = question.q
        for typed, others in single:
            q = q.replace(typed, others[0], 1)
        return [(question.q, [q]), *single]
    return single


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
