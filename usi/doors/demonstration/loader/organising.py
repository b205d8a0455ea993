"""What organisers put beside their campaign: evidence, names on paper, the hand-over, and updates that a second officer releases."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from usi.base import printing, time
from usi.doors.demonstration.loader import articles, content
from usi.features.campaigns import actions, queries
from usi.features.campaigns.models import HandOver, PaperBatch, Update
from usi.spine.actors.models import Actor
from usi.spine.media import documents
from usi.spine.publications import actions as publications
from usi.spine.publications.models import Publication


def organise(made: Publication, handle: str, *, by: Actor, second: Actor | None) -> None:
    """Do what a campaign's rows say, in the order in which it happened; `second` releases what `by` has written."""
    for row in _rows("evidence", handle):
        _show(made, row, by=by)
    for row in _rows("paper", handle):
        sheet = actions.Sheet(collected_by=row["by"], place=row["place"], collected_on=_ago(row).date())
        batch = actions.enter_paper(made, by=by, countries=row["countries"], sheet=sheet)
        PaperBatch.objects.filter(pk=batch.pk).update(at=_ago(row))
    for row in _rows("handover", handle):
        _hand_over(made, row, by=by)
    for row in _rows("update", handle):
        if second is not None:
            _tell(made, row, by=by, second=second)


def _rows(table: str, handle: str) -> list[dict[str, Any]]:
    return [row for row in content.rows(table, "organising.toml") if row["campaign"] == handle]


def _ago(row: dict[str, Any]) -> Any:
    return time.now() - timedelta(days=row["days_ago"])


def _show(made: Publication, row: dict[str, Any], *, by: Actor) -> None:
    piece = actions.Piece(title=row["title"], language=row["language"], url=row.get("url", ""), checked_by=row.get("checked_by", ""))
    file = None
    if "rows" in row:
        drawn = printing.pdf("demonstration/print/evidence.typ", row, language=row["language"])
        file = documents.Cleaned("pdf", drawn, 1)
    actions.add_evidence(made, by=by, piece=piece, file=file)


def _hand_over(made: Publication, row: dict[str, Any], *, by: Actor) -> None:
    asked = actions.ask_handover(made, by=by, language="en")
    while HandOver.objects.filter(pk=asked.pk, state=HandOver.State.MAKING).exists() and actions.make_handovers():
        pass
    actions.write_down(asked, by=by, on=_ago(row).date(), how=row["how"], to_whom=row["to_whom"], note=row["note"])
    HandOver.objects.filter(pk=asked.pk).update(at=_ago(row))


def _tell(made: Publication, row: dict[str, Any], *, by: Actor, second: Actor) -> None:
    words = actions.Words(title=row["title"], summary=row["summary"], body=row["body"], language=made.language)
    update = actions.move_update(actions.write_update(made, by=by, words=words), to="in_review", by=by)
    facts = Update.objects.get(pk=update.pk)
    update = actions.release_update(update, by=second, mark=queries.update_mark(Publication.objects.get(pk=update.pk), facts))
    for language, text in row.get("translations", {}).items():
        publications.translate(update, language=language, title=text["title"], summary=text["summary"], body=text["body"])
    articles.age(update, days=row["days_ago"])
    Update.objects.filter(pk=update.pk).update(released_at=_ago(row), mailed_at=_ago(row))
