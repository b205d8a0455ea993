"""The sheet and the poster of a campaign, printed once for all who ask, and their sizes for the links that lead to them."""

from __future__ import annotations

import functools
import hashlib

from django.conf import settings
from django.core.cache import cache
from django.urls import reverse

from usi.features.campaigns import printing, queries
from usi.features.campaigns.models import Campaign
from usi.spine.publications.models import Publication, Translation

# A file weighs some fifty kilobytes.
KEPT = 64
_DAY = 24 * 3600


def cause(publication: Publication, text: Publication | Translation, facts: Campaign, *, language: str, via: str = "") -> printing.Cause:
    """Return what is printed of a campaign: its words as in `text`, the address of its page in `language`."""
    aim = queries.aim(facts, text, original=publication.language)
    return printing.Cause(
        title=text.title, language=text.language, asked_by=publication.author.name, target=aim.target, demands=tuple(aim.demands),
        summary=text.summary, url=settings.URL + reverse("campaigns:page", kwargs={"number": publication.pk}), via=via,
    )  # fmt: skip


def made(kind: str, cause: printing.Cause, *, language: str) -> bytes:
    """Return a sheet or poster as PDF; a tenth of a second where nobody has asked for it lately."""
    content = _made(kind, cause, language)
    cache.set(_key(kind, cause, language), len(content), _DAY)
    return content


def size(kind: str, cause: printing.Cause, *, language: str) -> int:
    """Return how many bytes it has; it is printed to know that, once a day at most."""
    known: int | None = cache.get(_key(kind, cause, language))
    return known or len(made(kind, cause, language=language))


@functools.lru_cache(maxsize=KEPT)
def _made(kind: str, cause: printing.Cause, language: str) -> bytes:
    if kind == "sheet":
        return printing.sheet(cause, language=language, keep_days=settings.CAMPAIGN_ERASE_DAYS)
    return printing.poster(cause, language=language)


def _key(kind: str, cause: printing.Cause, language: str) -> str:
    return f"campaigns.leaflet:{kind}:{language}:{hashlib.sha256(repr(cause).encode()).hexdigest()}"
