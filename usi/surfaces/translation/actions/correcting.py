"""Takes in what readers say is wrong with a translation, and decides on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from usi.base import text, time
from usi.spine.actors import actions as actors
from usi.spine.actors.models import Actor, ActorText
from usi.spine.journal import actions as journal
from usi.spine.publications import actions as publications
from usi.surfaces.translation.models import Correction
from usi.surfaces.translation.queries import corrections
from usi.surfaces.translation.queries.corrections import Text

LONGEST_WORDS = 1000


class NothingSaid(Exception):
    """No text would change and no words say what is wrong."""


class Decided(Exception):
    """Somebody else has decided it."""


class Overtaken(Exception):
    """The translation reads otherwise now than when this was suggested."""


@transaction.atomic
def suggest(translation: Text, *, by: Actor | None, texts: Mapping[str, str] | None = None, words: str = "") -> Correction:
    """Suggest how texts of a translation should read, by key; what stays as it is is left out.

    Somebody's earlier suggestion that still waits gives way to the new one. Without an account only words are taken.

    :raises NothingSaid: if nothing would change and there are no words
    """
    known = {part.key: part for part in corrections.parts(translation)}
    changes: dict[str, dict[str, str]] = {}
    for key, typed in (texts or {}).items() if by is not None else ():
        part = known.get(key)
        now = (text.prose if part is not None and part.long else text.line)(typed)
        if part is not None and now and now != part.said:
            changes[key] = {"was": part.said, "now": now}
    said = text.prose(words)[:LONGEST_WORDS]
    if not changes and not said:
        raise NothingSaid
    same = corrections.same(translation)
    if by is not None:
        Correction.objects.filter(**same, by=by, state=Correction.State.OPEN).delete()
    row = Correction.objects.create(**same, by=by, changes=changes, words=said, at=time.now())
    # What it says stays out of the journal: it may be anything.
    data = {"language": translation.language, "texts": sorted(changes)}
    journal.record("translation.correction_suggested", row.subject, by=by.pk if by else None, data=data)
    return row


@transaction.atomic
def accept(correction: Correction, *, by: Actor, answer: str = "") -> Text:
    """Change the translation as suggested; who made and who checked it stays. Words alone are taken note of.

    :raises Decided: if it does not wait any more
    :raises Overtaken: if the translation is gone or reads otherwise by now; nothing is changed
    """
    row = _locked(correction)
    found = corrections.text_of(row, lock=True)
    if found is None or any(corrections.said_in(found, key) != change["was"] for key, change in row.changes.items()):
        raise Overtaken
    if row.changes:
        _change(found, {key: change["now"] for key, change in row.changes.items()})
    _decide(row, Correction.State.ACCEPTED, by=by, answer=answer)
    found.refresh_from_db()
    return found


def _change(found: Text, now: Mapping[str, str]) -> None:
    names = corrections.fields_of(found)
    said = {name: now.get(name, getattr(found, name)) for name in names}
    made: dict[str, Any] = {"state": found.state, "translated_by": found.translated_by, "checked_by": found.checked_by}
    if isinstance(found, ActorText):
        actors.set_text(actor=found.actor, language=found.language, source=found.source, **said, **made)
        return
    pieces = {key: words for key, words in now.items() if key not in names}
    publications.translate(found.publication, language=found.language, pieces=pieces, of_version=found.of_version, **said, **made)


@transaction.atomic
def decline(correction: Correction, *, by: Actor, answer: str = "") -> None:
    """Leave the translation as it is, with thanks.

    :raises Decided: if it does not wait any more
    """
    _decide(_locked(correction), Correction.State.DECLINED, by=by, answer=answer)


def _locked(correction: Correction) -> Correction:
    rows = Correction.objects.select_for_update(of=("self",)).select_related("publication", "actor")
    row: Correction = rows.get(pk=correction.pk)
    if row.state != Correction.State.OPEN:
        raise Decided
    return row


def _decide(row: Correction, state: str, *, by: Actor, answer: str) -> None:
    row.state, row.answer, row.decided_by, row.decided_at = state, text.line(answer)[:500], by, time.now()
    row.save(update_fields=["state", "answer", "decided_by", "decided_at"])
    data = {"language": row.language, "correction": row.pk, "texts": sorted(row.changes)}
    journal.record(f"translation.correction_{state}", row.subject, by=by.pk, data=data)
