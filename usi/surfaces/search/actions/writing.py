"""Brings documents up to date, on the shelf that is read and on the one that is being filled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from django.db import connection, transaction
from django.db.models import F, Max

from usi.spine.journal.models import Head
from usi.surfaces.search import engine
from usi.surfaces.search.models import Document, Index, NameWord, Spelling
from usi.surfaces.search.queries import sources, spelling
from usi.surfaces.search.queries.sources import Source
from usi.surfaces.search.queries.tokens import Tokens, tokens

BATCH = 500
ACTOR, PUBLICATION = Document.Subject.ACTOR, Document.Subject.PUBLICATION
_READ: dict[str, Callable[[Sequence[int]], list[Source]]] = {ACTOR: sources.actors, PUBLICATION: sources.publications}
_GROUP: dict[str, int] = {ACTOR: engine.ACTORS, PUBLICATION: engine.PUBLICATIONS}


def locked() -> Index:
    """Return the state of the index, held for this transaction, so that one at a time numbers documents."""
    rows = Index.objects.select_for_update() if connection.vendor == "postgresql" else Index.objects
    return rows.get_or_create(id=1)[0]


def index(subject_type: str, numbers: Iterable[int]) -> None:
    """Index subjects as they are now; those that nobody may find any more are taken out. Doing it twice changes nothing."""
    wanted = sorted(set(numbers))
    for start in range(0, len(wanted), BATCH):
        write(subject_type, wanted[start : start + BATCH], choose=_shelves)


def _shelves(state: Index) -> list[int]:
    return [state.live] if state.building is None else [state.live, state.building]


def write(subject_type: str, numbers: Sequence[int], *, choose: Callable[[Index], Sequence[int]]) -> int:
    """Write subjects to the shelves chosen once the index is locked; returns how many can be found.

    Reading and folding take longest and are done before the lock, since SQLite's keeps every other writer out; they are done again under it
    if anything was written to the journal meanwhile.
    """
    head = _head()
    found = _READ[subject_type](numbers)
    texts = list(zip(found, tokens(found), strict=True))
    with transaction.atomic():
        shelves = choose(locked())
        if _head() != head:
            found = _READ[subject_type](numbers)
            texts = list(zip(found, tokens(found), strict=True))
        for shelf in shelves:
            _replace(subject_type, numbers, texts, shelf=shelf)
        if subject_type == ACTOR:
            _keep_names(found, shelf=shelves[-1])
    return len(found)


def _head() -> int:
    return Head.objects.filter(pk=1).values_list("number", flat=True).first() or 0


def _replace(subject_type: str, numbers: Sequence[int], texts: Sequence[tuple[Source, Tokens]], *, shelf: int) -> None:
    known = dict(
        Document.objects.filter(shelf=shelf, subject_type=subject_type, subject_id__among=numbers).values_list("subject_id", "id")
    )
    if known:
        engine.remove(known.values(), shelf=shelf)
        Document.objects.filter(pk__in=known.values()).delete()
        Index.objects.filter(pk=1).update(left_over=F("left_over") + len(known))
    elif not Document.objects.filter(shelf=shelf).exists():
        # Words without documents would be found under the numbers given next.
        engine.clear(shelf=shelf)
    if not texts:
        return
    places = _places(shelf, _GROUP[subject_type], [known.get(source.subject_id, 0) for source, _ in texts])
    rows = [
        engine.Row(pk, str(subject_type), source.subject_id, source.position, " ".join(source.facets), *found)
        for pk, (source, found) in zip(places, texts, strict=True)
    ]
    engine.add(rows, shelf=shelf)


def _places(shelf: int, group: int, before: Sequence[int]) -> list[int]:
    """Return a number for each document: next to its number before, so that it keeps its age, or else behind all."""
    first = engine.first(shelf, group)
    last = Document.objects.filter(pk__gt=first, pk__lt=first + (1 << engine.GROUP_BITS)).aggregate(last=Max("pk"))["last"] or first
    last = max([last, *before])
    found = []
    for old in before:
        if old and (old + 1) % engine.ROOM:
            found.append(old + 1)
        else:
            last = last - last % engine.ROOM + engine.ROOM
            found.append(last)
    return found


def _keep_names(found: Sequence[Source], *, shelf: int) -> None:
    """Keep the words of names for the question whether somebody misspelt one."""
    names = [name for source in found for name in (*(version.title for version in source.versions), *source.names)]
    wanted = {word: shown for word, shown in spelling.words_of(names) if len(word) <= spelling.LONGEST and spelling.errors_in(word)}
    known = {row.word: row for row in NameWord.objects.filter(word__in=list(wanted))}
    NameWord.objects.filter(pk__in=[row.pk for row in known.values() if row.shelf != shelf]).update(shelf=shelf)
    fresh = [NameWord(word=word, shown=shown, shelf=shelf) for word, shown in wanted.items() if word not in known]
    NameWord.objects.bulk_create(fresh, ignore_conflicts=True)
    made = NameWord.objects.filter(word__in=[row.word for row in fresh]).values_list("pk", "word")
    rows = [Spelling(key=key, word_id=pk) for pk, word in made for key in spelling.keys(word)]
    Spelling.objects.bulk_create(rows, ignore_conflicts=True, batch_size=5000)
