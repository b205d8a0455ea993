"""Takes up translations that came another way: each becomes a job with its segments, so that a later change marks only what changed."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, F, OuterRef

from usi.base import time
from usi.spine.actors.models import Actor, ActorText
from usi.spine.publications.models import Publication, Revision, Translation
from usi.surfaces.translation import memory
from usi.surfaces.translation.actions.following import follow
from usi.surfaces.translation.models import Job, Segment
from usi.surfaces.translation.models.work import Subject
from usi.surfaces.translation.queries import texts

_PAIRED = tuple[str, str, str, str]
_Text = Translation | ActorText


def adopt_all(most: int = 300) -> int:
    """Take up translations by people that have no segments yet, some at a time; returns how many."""
    known = Job.objects.filter(publication=OuterRef("publication"), language=OuterRef("language"), of_version__gt=0)
    rows = Translation.objects.exclude(state=Translation.State.MACHINE).exclude(language=F("publication__language"))
    rows = rows.filter(~Exists(known)).select_related("publication", "translated_by", "checked_by")
    return adopt(rows.order_by("pk")[:most])


@transaction.atomic
def adopt(rows: Iterable[_Text]) -> int:
    """Make or renew the jobs of translations, and learn from the checked ones; returns how many. What is being worked on is left alone."""
    rows = list(rows)
    pieces = texts.originals(row.publication for row in rows if isinstance(row, Translation))
    made = []
    for row in rows:
        said = (pieces[row.publication_id] if isinstance(row, Translation) else texts.original(row.actor)) | _as_it_was(row)
        job = _job_of(row, said)
        if job is not None:
            pairs = _paired(said, _target(row))
            if not all(target for _, _, target, _ in pairs):
                _reopen(job)
            made.append((row, job, pairs))
    Segment.objects.bulk_create(
        [segment for row, job, pairs in made for segment in _segments(row, job, pairs)], batch_size=300
    )
    for row, job, pairs in made:
        if row.state == Translation.State.CHECKED:
            memory.remember(
                [(source, target) for _, source, target, _ in pairs],
                from_language=job.from_language, to_language=job.language, subject=_subject(row), by=row.translated_by,
            )  # fmt: skip
        if _is_old(row):
            follow(job, _subject(row))
    return len(made)


def _subject(row: _Text) -> Subject:
    return row.publication if isinstance(row, Translation) else row.actor


def _is_old(row: _Text) -> bool:
    return row.of_version < row.publication.version if isinstance(row, Translation) else row.source != row.actor.summary


def _as_it_was(row: _Text) -> dict[str, str]:
    """Return the text that an old translation was made from, as far as it is kept."""
    if isinstance(row, ActorText):
        return {"summary": row.source}
    if row.of_version >= row.publication.version:
        return {}
    kept = Revision.objects.filter(publication=row.publication, version__lte=row.of_version).order_by("-version").first()
    return {name: getattr(kept, name) for name in texts.ENVELOPE} if kept else {}


def _target(row: _Text) -> dict[str, str]:
    if isinstance(row, ActorText):
        return {"name": row.name, "summary": row.summary}
    pieces: dict[str, str] = row.pieces
    return {"title": row.title, "summary": row.summary, "body": row.body} | pieces


def _job_of(row: _Text, said: dict[str, str]) -> Job | None:
    """Return the job of a translation, without segments; None where it is being worked on or is in the original's own language."""
    subject = _subject(row)
    if row.language == subject.language:
        return None
    mine = _mine(subject)
    checked = row.state == Translation.State.CHECKED
    fields = {
        "from_language": subject.language, "words": texts.words_in(said),
        "of_version": row.of_version if isinstance(row, Translation) else texts.version_of(subject),
        "state": Job.State.CHECKED if checked else Job.State.TRANSLATED, "taken_by": None, "taken_until": None,
        "translated_by": row.translated_by, "checked_by": row.checked_by if row.checked_by_id != row.translated_by_id else None,
        "changed_at": row.changed_at,
    }  # fmt: skip
    job = Job.objects.filter(**mine, language=row.language).first()
    if job is None:
        asked = (subject.published_at if isinstance(subject, Publication) else None) or subject.created_at
        live = max(row.changed_at or asked, asked)
        return Job.objects.create(**mine, language=row.language, asked_at=asked, live_at=live, **fields)  # type: ignore[no-any-return]
    typed_since = job.segments.filter(changed_at__gt=job.changed_at).exclude(target="")
    if job.state == Job.State.IN_WORK or typed_since.exists():
        return None
    job.segments.all().delete()
    for name, value in fields.items():
        setattr(job, name, value)
    job.live_at = job.live_at or time.now()
    job.save(update_fields=[*fields, "live_at"])
    return job  # type: ignore[no-any-return]


def _mine(subject: Subject) -> dict[str, Subject]:
    return {"publication": subject} if isinstance(subject, Publication) else {"actor": subject}


def says_the_same(row: _Text) -> bool:
    """Whether a translation is what its job's segments make together."""
    said: dict[str, str] = {}
    job = Job.objects.filter(**_mine(_subject(row)), language=row.language)
    segments = Segment.objects.filter(job__in=job).order_by("place")
    for piece, target, tail in segments.values_list("piece", "target", "tail"):
        said[piece] = said.get(piece, "") + target + tail
    there = {key: text for key, text in _target(row).items() if text.strip()}
    return {key: text.split() for key, text in said.items() if text.strip()} == {key: text.split() for key, text in there.items()}


def _reopen(job: Job) -> None:
    # Some of it was never translated: that part waits.
    job.state = Job.State.OUTDATED
    job.save(update_fields=["state"])


def _paired(said: dict[str, str], target: dict[str, str]) -> list[_PAIRED]:
    """Return (piece, source, target, tail): block by block where both texts have as many, else the whole piece as one."""
    found: list[_PAIRED] = []
    for key, text in said.items():
        ours, theirs = texts.parts({key: text}), texts.parts({key: target.get(key, "")}) if target.get(key, "").strip() else []
        if len(ours) == len(theirs):
            found += [(key, one, other, tail) for (_, one, tail), (_, other, _) in zip(ours, theirs, strict=True)]
        elif theirs:
            found.append((key, text, target[key], ""))
        else:
            found += [(key, one, "", tail) for _, one, tail in ours]
    return found


def _segments(row: _Text, job: Job, pairs: list[_PAIRED]) -> Iterable[Segment]:
    done = Segment.State.CHECKED if row.state == Translation.State.CHECKED else Segment.State.DONE
    for place, (key, source, target, tail) in enumerate(pairs):
        yield Segment(
            job=job, piece=key, place=place, source=source, target=target, tail=tail, state=done if target else Segment.State.EMPTY,
            by=row.translated_by, changed_at=row.changed_at or job.changed_at,
        )  # fmt: skip


def forget_language(publication: Publication) -> None:
    """Drop the jobs into the language that a publication is now written in itself."""
    Job.objects.filter(publication=publication, language=publication.language).delete()


def forget_own(actor: Actor) -> None:
    """Drop the jobs into languages in which an organisation now describes itself: its own words are no translator's to replace."""
    own = ActorText.objects.filter(actor=actor, state=ActorText.State.OWN).exclude(summary="")
    Job.objects.filter(actor=actor, language__in=own.values("language")).delete()
