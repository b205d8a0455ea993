"""What of a subject is translated: its pieces, cut into segments."""

from __future__ import annotations

from collections.abc import Iterable

from usi.spine.publications import kinds
from usi.spine.publications.models import Publication
from usi.surfaces.translation import segments
from usi.surfaces.translation.models.work import Subject

# A text with more blocks than this is one segment for each piece, so that comparing two versions stays quick.
MOST_BLOCKS = 1500
ENVELOPE = ("title", "summary", "body")
Part = tuple[str, str, str]


def originals(publications: Iterable[Publication]) -> dict[int, dict[str, str]]:
    """Return what of each publication is translated: key to text, in the order of the page, without what is blank."""
    rows = list(publications)
    more = kinds.pieces_of([(row.pk, row.kind) for row in rows])
    return {
        row.pk: _filled({"title": row.title, "summary": row.summary} | more.get(row.pk, {}) | {"body": row.body}) for row in rows
    }


def original(subject: Subject) -> dict[str, str]:
    """Return what of one subject is translated."""
    if isinstance(subject, Publication):
        return originals([subject])[subject.pk]
    return _filled({"name": subject.name, "summary": subject.summary})


def _filled(pieces: dict[str, str]) -> dict[str, str]:
    return {key: text for key, text in pieces.items() if text.strip()}


def version_of(subject: Subject) -> int:
    """Return the version of a subject's text; an actor's has none and counts as 1."""
    return subject.version if isinstance(subject, Publication) else 1


def language_of(subject: Subject) -> str:
    """Return the language a subject is written in."""
    return subject.language


def parts(pieces: dict[str, str]) -> list[Part]:
    """Return the segments of pieces, in order: (key, text, what stands between it and the next)."""
    found = {key: segments.cut(text) for key, text in pieces.items()}
    if sum(map(len, found.values())) > MOST_BLOCKS:
        return [(key, text, "") for key, text in pieces.items()]
    return [(key, cut.text, cut.tail) for key, cuts in found.items() for cut in cuts]


def words_in(pieces: dict[str, str]) -> int:
    """Return how many words there are to translate, as spaces part them; text without spaces counts two characters a word."""
    joined = " ".join(pieces.values())
    return max(len(joined.split()), sum(map(_is_wide, joined)) // 2)


def _is_wide(char: str) -> bool:
    return "\u3040" <= char <= "\u9fff"


def group_of(key: str) -> str:
    """Return what a piece is one of: `demands` for `demands.2`."""
    return key.partition(".")[0]


def is_line(key: str) -> bool:
    """Whether a piece is one line wherever it is shown."""
    return key in ("title", "name")


