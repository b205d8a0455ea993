"""The prose that a campaign keeps beside its envelope: listed for those who translate it, and read in the language of a text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F

from usi.features.campaigns.models import Campaign, ModelLetter, PledgeAction, Update
from usi.spine.publications import corrections
from usi.spine.publications.versions import Text, said


@dataclass(frozen=True)
class Letter:
    """A letter in one language."""

    language: str
    subject: str
    body: str


def pieces(numbers: Sequence[int]) -> dict[int, dict[str, str]]:
    """Return the pieces of campaigns in the order of their pages, in the campaigns' languages."""
    facts = list(Campaign.objects.filter(pk__in=numbers).annotate(language=F("publication__language")))
    actions = _by_campaign(PledgeAction.objects.filter(campaign__in=numbers).order_by("pk"), "campaign_id")
    notes = corrections.pieces(numbers)
    letters = _by_campaign(ModelLetter.objects.filter(campaign__in=numbers, language=F("campaign__language")), "campaign_id")
    found = {}
    for row in facts:
        listed = [*_facts(row), *_actions(actions.get(row.pk, ())), *notes.get(row.pk, {}).items()]
        for letter in letters.get(row.pk, ()):
            listed += [("letter.subject", letter.subject), ("letter.body", letter.body)]
        found[row.pk] = {key: words for key, words in listed if words}
    return found


def update_pieces(numbers: Sequence[int]) -> dict[int, dict[str, str]]:
    """Return why updates were urgent, where they were, and what was corrected in them."""
    rows = Update.objects.filter(pk__in=numbers).exclude(urgent_reason="").values_list("pk", "urgent_reason")
    found, notes = {number: {"urgent": reason} for number, reason in rows}, corrections.pieces(numbers)
    return {number: found.get(number, {}) | notes.get(number, {}) for number in found | notes}


def _facts(row: Any) -> list[tuple[str, str]]:
    evidence = [piece for piece in (*row.outcome_evidence, *row.evidence) if piece.get("id") and piece.get("language") == row.language]
    return [
        ("outcome", row.outcome_text),
        *((f"thresholds.{step['count']}", step["words"]) for step in row.thresholds),
        *((f"demands.{place}", demand) for place, demand in enumerate(row.demands)),
        ("target", row.target),
        *((f"extensions.{place}", moved["reason"]) for place, moved in enumerate(row.extensions)),
        *((f"evidence.{piece['id']}", piece["title"]) for piece in evidence),
    ]


def _actions(rows: Iterable[PledgeAction]) -> list[tuple[str, str]]:
    found = []
    for action in rows:
        found += [(f"actions.{action.pk}.title", action.title), (f"actions.{action.pk}.description", action.description)]
    return found


def _by_campaign(rows: Iterable[Any], name: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(getattr(row, name), []).append(row)
    return found


def evidence(rows: Iterable[Mapping[str, Any]], text: Text) -> list[dict[str, Any]]:
    """Return rows of evidence with their titles as a text says them; what was written in another language than the campaign stays."""
    found = []
    for row in rows:
        title, language = said(text, f"evidence.{row.get('id', '')}", row.get("title", ""), row.get("language", ""))
        found.append({**row, "title": title, "language": language})
    return found


def actions_in(rows: Sequence[Any], text: Text, *, original: str) -> Sequence[Any]:
    """Give each action its title and description as a text says them: `said_title`, `said_description`, and their languages."""
    for row in rows:
        row.said_title, row.title_language = said(text, f"actions.{row.pk}.title", row.title, original)
        row.said_description, row.description_language = said(text, f"actions.{row.pk}.description", row.description, original)
    return rows


def letter_in(text: Text) -> Letter | None:
    """Return the proposed letter as a translation of the campaign says it, for people to read; None where it does not."""
    subject, body = text.pieces.get("letter.subject", ""), text.pieces.get("letter.body", "")
    return Letter(text.language, subject, body) if subject and body else None
