"""A job as the file that other tools work on, and back."""

from __future__ import annotations

from typing import IO

from usi.surfaces.translation import exchange
from usi.surfaces.translation.models import Job

FORMATS = ("xlf", "po")


def of(job: Job) -> exchange.ExchangeFile:
    """Return all segments of a job as what goes into a file."""
    units = [
        exchange.ExchangeUnit(str(row.pk), row.source, row.target, row.state, note=row.piece, base=exchange.mark(row.target))
        for row in job.segments.order_by("place")
    ]
    return exchange.ExchangeFile(
        subject_uri=job.subject.uri, version=job.of_version, source_language=job.from_language, target_language=job.language, units=units
    )


def read(upload: IO[bytes], job: Job) -> exchange.Parsed:
    """Return what a file holds for a job.

    :raises exchange.Refused: if it is too large, hostile, broken, or of another text or other languages
    """
    ending = (upload.name or "").rpartition(".")[2].lower()
    return exchange.read(exchange.received(upload), ending, expected=of(job))
