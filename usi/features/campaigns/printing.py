"""What a campaign puts on paper: the signature sheet, the poster and the document that is handed over.

Takes plain data, so that it can be made by a view, by the worker or for a campaign that is only being written. Words of the sheet
are in its language (any the interface has); what the organiser wrote stays in the campaign's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from babel import dates, numbers
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from usi.base import languages, printing

LINES = 12


@dataclass(frozen=True, kw_only=True)
class Cause:
    """What every sheet says of a campaign; texts in `language`, `url` with its scheme.

    `via` is the share code that its QR code carries, so that the campaign knows how many came by paper.
    """

    title: str
    language: str
    asked_by: str
    target: str
    url: str
    demands: Sequence[str] = field(default_factory=tuple)
    summary: str = ""
    via: str = ""


@dataclass(frozen=True, kw_only=True)
class Tally:
    """What is handed over: counts by country name, most first, and the names of those who agreed, by country name.

    `csv_sha256` is the digest (64 hexadecimal digits) of the file with the same names that goes with it. In a document of several
    `volumes`, each says which it is and holds a part of the `named` in all.
    """

    confirmed: int
    as_of: date
    countries: Sequence[tuple[str, int]]
    names: Sequence[tuple[str, Sequence[str]]]
    named: int
    csv_sha256: str
    volume: int = 1
    volumes: int = 1


def sheet(cause: Cause, *, language: str, keep_days: int = 60) -> bytes:
    """Return the A4 sheet on which signatures are collected, as PDF.

    `keep_days` is how long after closing names may be kept.
    """
    with translation.override(language):
        data = _shared(cause, language) | {"lines": [_figure(n + 1, language) for n in range(LINES)]}
        data["labels"] |= {
            "statement": _("We support these demands. Sign once only, on paper or online."),
            "columns": [_("Name"), _("Place or union"), _("Country"), _("E-mail (if you want news)"), _("Signature")],
            "collected": [_("Collected by"), _("Where"), _("Date")],
            "online": _("Or sign online:"),
            "privacy": _privacy(keep_days, language),
        }
        title = _("Signature sheet: %(title)s") % {"title": cause.title}
    return printing.pdf("campaigns/print/sheet.typ", data, language=language, title=title)


def poster(cause: Cause, *, language: str) -> bytes:
    """Return the A4 poster as PDF."""
    with translation.override(language):
        data = _shared(cause, language)
        data["labels"] |= {"act": _("Add your name"), "scan": _("Point your phone here")}
        title = _("Poster: %(title)s") % {"title": cause.title}
    return printing.pdf("campaigns/print/poster.typ", data, language=language, title=title)


def handover(cause: Cause, tally: Tally, *, language: str) -> bytes:
    """Return a volume of what the target receives, as PDF; forty thousand names take some seconds, so the worker makes it."""
    with translation.override(language):
        day = dates.format_date(tally.as_of, format="long", locale=languages.locale(language))
        data = _shared(cause, language) | {
            "confirmed": _figure(tally.confirmed, language),
            "countries": [(country, _figure(count, language)) for country, count in tally.countries],
            "names": list(tally.names),
            "columns": 4,
            "sum": tally.csv_sha256,
        }
        volume = _volume(tally, language)
        data["labels"] |= {
            "demands": _("What is demanded"),
            "count": _("How many have signed"),
            "confirmed": _("people confirmed their signature by e-mail up to %(day)s, by country:") % {"day": day},
            "file": _("A file with the same names and countries goes with this document. Its SHA-256 is:"),
            "names": _("Who has signed"),
            "agreed": ngettext(
                "Only those who agreed to show their name are listed: %(count)s person.",
                "Only those who agreed to show their name are listed: %(count)s people.",
                tally.named,
            )
            % {"count": _figure(tally.named, language)},
            "volume": volume,
            "part": _part(tally, language),
        }
        title = _("Signatures: %(title)s") % {"title": cause.title}
    return printing.pdf("campaigns/print/handover.typ", data, language=language, title=f"{title} · {volume}" if volume else title)


def _volume(tally: Tally, language: str) -> str:
    """Return which volume it is, in words; nothing where there is one only."""
    if tally.volumes == 1:
        return ""
    return _("Volume %(number)s of %(total)s") % {"number": _figure(tally.volume, language), "total": _figure(tally.volumes, language)}


def _part(tally: Tally, language: str) -> str:
    """Return how many of the names stand in this volume, in words; nothing where there is one only."""
    if tally.volumes == 1:
        return ""
    here = sum(len(names) for _country, names in tally.names)
    said = ngettext("This volume lists %(count)s of them.", "This volume lists %(count)s of them.", here)
    return said % {"count": _figure(here, language)}


def _privacy(keep_days: int, language: str) -> str:
    kept = ngettext(
        "This sheet goes to those who ask; they keep it safe and destroy it %(days)s day after the campaign closes.",
        "This sheet goes to those who ask; they keep it safe and destroy it %(days)s days after the campaign closes.",
        keep_days,
    ) % {"days": _figure(keep_days, language)}
    return " ".join(
        [
            _("Names on paper are counted apart from those confirmed online."),
            kept,
            _("Your e-mail address is used for news about this campaign and nothing else."),
        ]
    )


def _shared(cause: Cause, language: str) -> dict[str, Any]:
    return {
        "title": cause.title,
        "language": cause.language,
        "asked_by": cause.asked_by,
        "target": cause.target,
        "demands": list(cause.demands),
        "figures": [_figure(n + 1, language) for n in range(len(cause.demands))],
        "summary": cause.summary,
        "code": printing.qr(cause.url + (f"?via={cause.via}" if cause.via else "")),
        # Nobody types a scheme.
        "address": cause.url.partition("://")[2].rstrip("/"),
        "labels": {"target": _("To:"), "asked_by": _("Asked for by"), "code": _("QR code of the campaign's page")},
    }


def _figure(value: int, language: str) -> str:
    return numbers.format_decimal(value, locale=languages.locale(language))
