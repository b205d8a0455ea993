"""Writes a question in the language of the database: FTS5's or tsquery's. Tokens are folded words, so nothing in them can mean more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from usi.base import words
from usi.base.access import Reader
from usi.surfaces.search import postgres
from usi.surfaces.search.engine import is_postgres
from usi.surfaces.search.queries.question import FACETS, Part, Question

SHORTEST_PREFIX = 4


@dataclass(frozen=True)
class Tier:
    """One way in which a question is met, by the name of where its words stand, from the best to the least."""

    name: str
    expression: str
    weight: int


def token(word: str) -> str:
    """Return an expression for one token."""
    return f"'{word}'" if is_postgres() else f'"{word}"'


def _prefix(word: str) -> str:
    return f"'{word}':*" if is_postgres() else f'"{word}" *'


def _phrase(found: Sequence[str], sign: str = "") -> str:
    marked = [sign + word for word in found]
    if len(marked) == 1:
        return token(marked[0])
    if is_postgres():
        # What stands in a title or summary stands in the text without a sign too.
        return _all([" <-> ".join(map(token, marked)), *map(token, sorted(postgres.pairs(found)))])
    return '"' + " ".join(marked) + '"'


def _all(found: Iterable[str]) -> str:
    return "(" + (" & " if is_postgres() else " AND ").join(found) + ")"


def _any(found: Iterable[str]) -> str:
    kept = list(dict.fromkeys(found))
    return "(" + (" | " if is_postgres() else " OR ").join(kept) + ")" if len(kept) > 1 else kept[0]


def _but(expression: str, unwanted: list[str]) -> str:
    if not unwanted:
        return expression
    return f"({expression} & !{_any(unwanted)})" if is_postgres() else f"({expression} NOT {_any(unwanted)})"


def _exact(part: Part, sign: str = "") -> str:
    return _prefix(sign + part.words[0]) if _is_one_sign(part) else _phrase(part.words, sign)


def _is_one_sign(part: Part) -> bool:
    """Whether a part is one sign of a script that is kept in pairs, so that it stands at the beginning of some."""
    return len(part.words) == 1 and len(part.words[0]) == 1 and words.unspaced(part.words[0])


def _forms(part: Part, *, title: bool = False) -> str:
    """The words themselves or another form: what has the same stem, or is the stem."""
    sign, stem = ("^", "%") if title else ("", "~")
    found = [_exact(part, sign)]
    if words.unspaced(part.words[0]):
        return found[0]
    for form in (part.words if len(part.words) == 1 and not part.quoted else ()) + part.forms:
        found += [token(stem + form), token(sign + form)]
    return _any(found)


def _in_summary(part: Part) -> str:
    return _exact(part, "+") if is_postgres() else f"{{summary}} : {_exact(part)}"


def _starts(part: Part) -> str:
    if part.quoted or len(part.words) > 1 or len(part.words[0]) < SHORTEST_PREFIX:
        return _forms(part)
    return _any([_forms(part), _prefix(part.words[0])])


def narrowed(expression: str, question: Question, reader: Reader) -> str:
    """Return an expression narrowed to what was chosen, without what must not occur and what the reader may not see."""
    found = [expression] if expression else []
    for name, value in question.chosen.items():
        letter = "m" if name == "date" and "-" in value else FACETS[name]
        found.append(token(f"={letter}{value}"))
    silenced = [token(f"=a{number}") for number in question.silenced]
    return _but(_all(found), [*map(_forms, question.unwanted), *silenced, *_not_for(reader)])


def _not_for(reader: Reader) -> list[str]:
    """The marks of what a reader may not see; it stands for the rule of `visible_to`, which has the last word on every hit."""
    if not reader.signed_in:
        return [token("=vn"), token("=vo")]
    own = [token(f"=a{number}") for number in sorted(reader.roles)]
    return [_but(token("=vo"), own)]


def anywhere(question: Question, reader: Reader) -> str:
    """Return the expression that every hit meets."""
    return narrowed(_all(map(_forms, question.wanted)) if question.wanted else "", question, reader)


def starting(question: Question, reader: Reader) -> str:
    """Return the expression that takes words for the beginnings of longer ones too."""
    return narrowed(_all(map(_starts, question.wanted)), question, reader)


def tiers(question: Question, reader: Reader) -> list[Tier]:
    """Return the ways in which a question is met, the best first; the last is met by every hit."""
    wanted = question.wanted
    found = []
    if wanted:
        whole = "".join(word for part in wanted for word in part.words)[: words.LONGEST_WORD]
        ways = (
            ("name", token(f"${whole}"), 120),
            ("title", _all(_exact(part, "^") for part in wanted), 100),
            ("title form", _all(_forms(part, title=True) for part in wanted), 80),
            ("summary", _all(map(_in_summary, wanted)), 60),
            ("text", _all(map(_exact, wanted)), 40),
        )
        found = [Tier(name, narrowed(expression, question, reader), weight) for name, expression, weight in ways]
    found.append(Tier("form" if wanted else "", anywhere(question, reader), 20))
    # Words without other forms are met in the same ways twice.
    return list({tier.expression: tier for tier in reversed(found)}.values())[::-1]
