"""Open campaigns that look like one that somebody is about to open."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db.models import F

from usi.base import text, time
from usi.base.access import Reader
from usi.features.campaigns.models import Campaign
from usi.spine.publications.models import Publication

MOST = 5
_LOOKED_AT = 1000
_SHORTEST = 3
_WORD = re.compile(r"\w+")
# Scripts written without spaces between words: pairs of characters stand for words.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]{2,}")
_ENOUGH = 0.34


@dataclass(frozen=True)
class Alike:
    """An open campaign with why it looks alike."""

    campaign: Publication
    facts: Campaign
    same_country: bool
    same_target: bool


def similar(*, reader: Reader, language: str, title: str, target: str = "", country: str = "") -> list[Alike]:
    """Return the open campaigns that look like it, the most alike first: the same country, target or title, in one query.

    `language` is the one of the title; titles are compared in it too where there is a translation.
    """
    here = Publication.objects.visible_to(reader).filter(kind="campaign")
    rows = here.filter(campaign__closes_at__gt=time.now(), campaign__outcome="")
    rows = rows.with_text(language).annotate(text_pieces=F("text__pieces")).select_related("author", "campaign").order_by("-position")
    rows = rows.defer("body", "author__summary", "campaign__outcome_text")[:_LOOKED_AT]
    wanted, aimed = _words(title), _words(target)
    found: list[tuple[float, Alike]] = []
    for row in rows:
        facts = row.campaign
        said = max(_share(wanted, _words(row.title)), _share(wanted, _words(row.shown_title)))
        pieces: dict[str, str] = getattr(row, "text_pieces", None) or {}
        targets = [facts.target, pieces.get("target", "")]
        asked = max(_share(aimed, _words(other)) for other in targets)
        same = bool(country) and row.country == country
        score = 2 * asked * (asked >= _ENOUGH) + 2 * said * (said >= _ENOUGH) + same
        if score:
            found.append((score, Alike(row, facts, same, asked >= _ENOUGH)))
    found.sort(key=lambda pair: (-pair[0], -pair[1].campaign.position))
    return [alike for _score, alike in found[:MOST]]


def _words(value: str) -> frozenset[str]:
    """Return the words of a text without case and marks; pairs of characters where words are not set apart."""
    folded = text.skeleton(value)
    pairs = {run[at : at + 2] for run in _UNSPACED.findall(folded) for at in range(len(run) - 1)}
    spaced = _UNSPACED.sub(" ", folded)
    return frozenset(pairs | {word for word in _WORD.findall(spaced) if len(word) >= _SHORTEST})


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    """Return how much of the shorter text stands in the other, 0 to 1; a single common word of many does not make two texts alike."""
    return len(one & other) / max(min(len(one), len(other)), 2) if one and other else 0.0
