"""Reads of the letters to targets: who is written to, in what words, and how far the letters have come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.shortcuts import get_object_or_404

from usi.base import prepared
from usi.features.campaigns import writing_sealing as sealing
from usi.features.campaigns.models import Ask, Campaign, ModelLetter, Signature, Target, TargetLetter, Writing
from usi.features.campaigns.queries.campaign import signable
from usi.spine.publications.models import Publication


@dataclass(frozen=True)
class Desk:
    """The targets that get letters in one language, the letter proposed for them, and all its versions."""

    language: str
    proposed: ModelLetter
    targets: Sequence[Target]


@dataclass
class Numbers:
    """How many letters to one target stand where."""

    target: Target
    by_state: dict[str, int] = field(default_factory=dict)
    bounced: int = 0
    batches: list[tuple[datetime, int]] = field(default_factory=list)

    @property
    def written(self) -> int:
        """All letters, confirmed or not."""
        return sum(self.by_state.values())

    def __getattr__(self, name: str) -> int:
        """Give the number of a state by its name, for templates."""
        if name in TargetLetter.State.values:
            return self.by_state.get(name, 0)
        raise AttributeError(name)

    @property
    def under_way(self) -> int:
        """Letters that wait for their turn or are with the mail room."""
        return self.by_state.get("queued", 0) + self.by_state.get("handed", 0)

    @property
    def unbatched(self) -> int:
        """Letters that wait for paper and are in no batch yet."""
        return self.by_state.get("printed", 0) - sum(count for _moment, count in self.batches)


def targets(number: int) -> list[Target]:
    """Return the targets of a campaign in the order in which they were added."""
    return list(Target.objects.filter(campaign_id=number).order_by("pk"))


def target(number: int, pk: int) -> Target:
    """Return one target of a campaign.

    :raises Http404: if it has none of this number
    """
    return get_object_or_404(Target, pk=pk, campaign_id=number)


def written_to(campaign: Publication) -> Sequence[Target]:
    """Return whom people can write to on this campaign's page: nobody where that is not asked for or no letter is proposed."""
    if Ask.WRITE not in campaign.campaign.asks:
        return []
    return prepared.rows(_written_to, number=campaign.pk)


def _written_to(*, number: int) -> QuerySet[Target]:
    proposed = ModelLetter.objects.filter(campaign_id=OuterRef("campaign_id"))
    return Target.objects.filter(Exists(proposed), campaign_id=number).order_by("pk")


def model_letters(number: int) -> dict[str, ModelLetter]:
    """Return the letter a campaign proposes, by language."""
    return {row.language: row for row in ModelLetter.objects.filter(campaign_id=number).order_by("language")}


def desks(found: Iterable[Target], versions: dict[str, ModelLetter], *, original: str) -> list[Desk]:
    """Return the targets by the language in which they get letters: their own, else the campaign's, else any there is."""
    if not versions:
        return []
    spare = original if original in versions else next(iter(versions))
    groups: dict[str, list[Target]] = defaultdict(list)
    for row in found:
        groups[row.language if row.language in versions else spare].append(row)
    return [Desk(language, versions[language], rows) for language, rows in groups.items()]


def writable(number: int) -> bool:
    """Whether people can write to the targets of a campaign now."""
    if not signable(number) or Ask.WRITE not in Campaign.objects.values_list("asks", flat=True).get(pk=number):
        return False
    return Target.objects.filter(campaign_id=number).exists() and ModelLetter.objects.filter(campaign_id=number).exists()


def targets_are_fixed(campaign: Publication) -> bool:
    """Whether people have signed or written, so that whom they addressed stays as it is."""
    if campaign.published_at is None:
        return False
    written = TargetLetter.objects.filter(target__campaign_id=campaign.pk)
    return Signature.objects.filter(campaign_id=campaign.pk).exists() or written.exists()


def writing_by_token(secret: str) -> Writing | None:
    """Return what a mailed link stands for."""
    rows = Writing.objects.filter(token_key=sealing.token_key(secret))
    return rows.select_related("campaign__author", "campaign__campaign").first()


def letters_of(writing: Writing) -> list[TargetLetter]:
    """Return the letters of one writing with their targets, in the order of the targets."""
    return list(TargetLetter.objects.filter(writing=writing).select_related("target").order_by("target_id"))


def mark_of_writing(writing: Writing, letters: Iterable[TargetLetter]) -> str:
    """Return the mark of what the page with the button shows."""
    numbers = sorted(row.target_id for row in letters)
    return sealing.seen(writing.pk, writing.name, writing.country, writing.workplace, writing.subject, writing.body, *numbers)


def numbers(campaign: int) -> list[Numbers]:
    """Return how far the letters to each target have come, in two queries; nobody's address is in it."""
    found = {row.pk: Numbers(row) for row in targets(campaign)}
    batches: dict[tuple[int, datetime], int] = defaultdict(int)
    rows = TargetLetter.objects.filter(target__campaign_id=campaign).values_list("target_id", "state", "bounced", "batched_at")
    for pk, state, bounced, batched_at, count in rows.annotate(count=Count("pk")):
        one = found[pk]
        one.by_state[state] = one.by_state.get(state, 0) + count
        one.bounced += count if bounced else 0
        if state == TargetLetter.State.PRINTED and batched_at:
            batches[pk, batched_at] += count
    for (pk, moment), count in sorted(batches.items()):
        found[pk].batches.append((moment, count))
    return list(found.values())


def batch(target: Target, moment: datetime) -> list[TargetLetter]:
    """Return the letters of a printed batch with what is written in them, oldest first."""
    rows = TargetLetter.objects.filter(target=target, state=TargetLetter.State.PRINTED, batched_at=moment, writing__isnull=False)
    return list(rows.select_related("writing").order_by("pk"))

