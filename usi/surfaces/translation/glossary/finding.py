"""Finds the terms of the glossary in a text, however they are inflected and accented."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from usi.base import languages, stems, words
from usi.surfaces.translation.models import TermText

SHORTEST = 3
# How many letters an inflected word may be longer or shorter, where longer endings make other words: contrato, contratista.
_SLACK = {"en": 3, "es": 2, "fr": 2, "it": 2, "pt": 2}
# Endings that stemmers leave different in singular and plural: folded ending, and what takes its place.
_ENDINGS = {
    "el": (("ικ", ""),),
    "ar": (("ات", ""), ("ه", ""), ("ون", ""), ("ين", "")),
    "he": (("ות", ""), ("ים", ""), ("ה", "")),
    "pt": (("oes", "ao"), ("aes", "ao")),
}


@dataclass(frozen=True)
class TermHit:
    """A term that stands in a text: as it is written there, its name in the glossary, its names in the other language (the one to use
    first) and what translators should know.
    """

    term_id: int
    found: str
    source: str
    targets: tuple[str, ...]
    note: str = ""
    note_language: str = ""


@dataclass(frozen=True)
class _Token:
    written: str
    word: str
    forms: frozenset[str]

    def is_name_of(self, other: _Token, slack: int) -> bool:
        """Whether a word of a text is this word of a name, inflected or not: an acronym is never inflected, and endings are short."""
        if self.word == other.word:
            return True
        return not self.written.isupper() and abs(len(self.word) - len(other.word)) <= slack and not self.forms.isdisjoint(other.forms)


@dataclass
class _Entry:
    term_id: int
    name: str
    tokens: list[_Token]
    targets: tuple[str, ...]
    note: str
    note_language: str


class Book:
    """The kept terms of a pair of languages, read once (one query) and looked up as often as there are segments."""

    def __init__(self, *, from_language: str, to_language: str) -> None:
        """Read the terms that have a name in both languages."""
        self.from_language, self.to_language = from_language, to_language
        mine, others = tags(from_language), tags(to_language)
        rows = TermText.objects.filter(state=TermText.State.KEPT, language__in=[*mine, *others]).order_by("place", "pk")
        by_term: dict[int, tuple[list[TermText], list[TermText]]] = defaultdict(lambda: ([], []))
        for row in rows:
            by_term[row.term_id][0 if row.language in mine else 1].append(row)
        self._entries: dict[str, list[_Entry]] = defaultdict(list)
        for number, (sources, targets) in by_term.items():
            if sources and targets:
                self._add(number, sources, targets)

    def _add(self, number: int, sources: Sequence[TermText], targets: Sequence[TermText]) -> None:
        note, language = next(((row.note, row.language) for row in (*targets, *sources) if row.note), ("", ""))
        for row in sources:
            tokens = list(_tokens(row.text, self.from_language))
            entry = _Entry(number, row.text, tokens, tuple(each.text for each in targets), note, language)
            for form in tokens[0].forms if tokens else ():
                self._entries[form].append(entry)

    def found_in(self, source: str) -> list[TermHit]:
        """Return the terms of a text in the order in which they stand; a term inside a longer one is left out."""
        text = list(_tokens(source, self.from_language))
        hits: dict[int, TermHit] = {}
        end = 0
        for place, token in enumerate(text):
            candidates = {id(entry): entry for form in token.forms for entry in self._entries.get(form, ())}
            fitting = [entry for entry in candidates.values() if _fits(entry.tokens, text, place, self.from_language)]
            if not fitting:
                continue
            longest = max(len(entry.tokens) for entry in fitting)
            if place + longest <= end:
                continue
            end = place + longest
            fitting = [entry for entry in fitting if len(entry.tokens) == longest]
            # A striker and a strike may have the same stem; the very word decides, where there is one.
            same = [entry for entry in fitting if [each.word for each in entry.tokens] == [each.word for each in text[place:end]]]
            written = " ".join(dict.fromkeys(each.written for each in text[place:end]))
            for entry in same or fitting:
                hits.setdefault(entry.term_id, TermHit(entry.term_id, written, entry.name, entry.targets, entry.note, entry.note_language))
        return list(hits.values())


def found_in(source: str, *, from_language: str, to_language: str) -> list[TermHit]:
    """Return the terms of one text, in one query; for several texts make a `Book` once."""
    return Book(from_language=from_language, to_language=to_language).found_in(source)


def occurs(name: str, text: str, *, language: str) -> bool:
    """Whether a name stands in a text, inflected or not."""
    wanted, there = list(_tokens(name, language)), list(_tokens(text, language))
    return bool(wanted) and any(_fits(wanted, there, place, language) for place in range(len(there)))


def tags(language: str) -> set[str]:
    """Return a language's tag and those of its other countries, whose names serve where it has none of its own."""
    base = language.split("-", maxsplit=1)[0]
    same = {tag for tag in languages.NETWORK if tag.split("-")[0] == base and not any(len(part) == 4 for part in tag.split("-")[1:])}
    return {language} | (same if "-" not in language or len(language.split("-")[1]) != 4 else set())


def _fits(wanted: Sequence[_Token], text: Sequence[_Token], place: int, language: str) -> bool:
    if place + len(wanted) > len(text):
        return False
    slack = _SLACK.get(language.split("-", maxsplit=1)[0], 4)
    return all(each.is_name_of(text[place + step], slack) for step, each in enumerate(wanted))


def _tokens(text: str, language: str) -> Iterator[_Token]:
    memory, base = stems.of(language), language.split("-", maxsplit=1)[0].lower()
    for piece, found in words.pieces(text):
        written = piece.strip("\"'«»“”‘’„.,;:!?·()[]{}*_…،؛؟。、，：；")
        if len(found) == 1:
            yield _Token(written, found[0], _forms({found[0], *memory[piece].split()}, base))
            continue
        for word in found:
            known = {word} if words.unspaced(word) else {word, *memory[word].split()}
            yield _Token(written, word, _forms(known, base))


def _forms(known: set[str], base: str) -> frozenset[str]:
    found = set(known)
    for word in known:
        for ending, instead in _ENDINGS.get(base, ()):
            if word.endswith(ending) and len(word) - len(ending) >= SHORTEST:
                found.add(word[: len(word) - len(ending)] + instead)
    return frozenset(found)
