"""A job as the file that other tools work on, and back."""

from __future__ import annotations

from typing import IO

from usi.surfaces.translation import exchange
from usi.surfaces.translation.models import Job

FORMATS = {"xlf": "application/xliff+xml; charset=utf-8", "po": "text/x-gettext-translation; charset=utf-8"}


def write(job: Job, format: str) -> bytes:
    """Return all segments of a job in one of `FORMATS`."""
    units = [
        exchange.ExchangeUnit(id=str(row.pk), source=row.source, target=row.target, state=row.state, note=row.piece)
        for row in job.segments.order_by("place")
    ]
    file = exchange.ExchangeFile(
        subject_uri=job.subject.uri, version=job.of_version, source_language=job.from_language, target_language=job.language, units=units
    )
    return exchange.write(file, format)


def read(upload: IO[bytes], job: Job) -> exchange.Parsed:
    """Return what a file holds for a job.

    :raises exchange.Refused: if it is hostile, broken, or of another text or other languages
    """
    return exchange.read(upload.read(), upload.name.rpartition(".")[2].lower() if upload.name else "")
