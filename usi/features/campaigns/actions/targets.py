"""Writes down whom a campaign addresses, and the letter it proposes to write to them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from usi.base import languages, text, time
from usi.features.campaigns import hours, queries
from usi.features.campaigns import writing_sealing as sealing
from usi.features.campaigns.models import ModelLetter, Target, TargetLetter
from usi.spine.actors.models import Actor
from usi.spine.journal import actions as journal
from usi.spine.publications import actions as publications
from usi.spine.publications.models import Publication
from usi.spine.taxonomy import countries

MOST_TARGETS = 40
LONGEST_SUBJECT = 150
LONGEST_BODY = 5000


class TargetsAreFixed(Exception):
    """People have signed or written, so whom they addressed stays as it is."""


class TooManyTargets(Exception):
    """A campaign addresses at most `MOST_TARGETS`."""


@dataclass(frozen=True)
class Who:
    """Who a target is: what stays as it is once people have signed or written."""

    name: str
    office: str
    organisation: str
    country: str
    language: str

    def columns(self) -> dict[str, str]:
        """Return the values of a target's columns.

        :raises ValueError: for an empty or overlong text, an unknown country or language
        """
        found = {"name": text.line(self.name), "office": text.line(self.office), "organisation": text.line(self.organisation)}
        longest = {"name": 120, "office": 160, "organisation": 200}
        if not found["name"] or any(len(value) > longest[field] for field, value in found.items()):
            raise ValueError("name, office or organisation")
        if not countries.is_country(self.country) or not languages.is_language(self.language):
            raise ValueError("country or language")
        return found | {"country": self.country, "language": self.language}


@dataclass(frozen=True)
class Post:
    """How letters reach a target; an empty `zone` is that of the country's seat of government."""

    public_address: bool = False
    zone: str = ""
    opens: int = 9
    shuts: int = 17
    pace: str = Target.Pace.BATCH
    hourly: int = 60

    def columns(self, country: str) -> dict[str, object]:
        """Return the values of a target's columns.

        :raises ValueError: for an unknown time zone, or hours or numbers that make no sense
        """
        zone = text.line(self.zone) or hours.zone_of(country)
        if not hours.is_zone(zone) or not 0 <= self.opens < self.shuts <= 24 or not 1 <= self.hourly <= 1000:
            raise ValueError("zone, hours or letters an hour")
        return {
            "public_address": self.public_address, "zone": zone, "opens": self.opens, "shuts": self.shuts,
            "pace": Target.Pace(self.pace), "hourly": self.hourly,
        }  # fmt: skip


@transaction.atomic
def add_target(campaign: Publication, *, by: Actor, who: Who, address: str, post: Post) -> Target:
    """Add somebody whom a campaign addresses; without an address letters go on paper.

    :raises TargetsAreFixed: if people have signed or written
    :raises TooManyTargets: if there are as many as can be
    :raises ValueError: if something makes no sense
    """
    locked: Publication = Publication.objects.select_for_update().get(pk=campaign.pk)
    if queries.targets_are_fixed(locked):
        raise TargetsAreFixed
    if Target.objects.filter(campaign=locked).count() >= MOST_TARGETS:
        raise TooManyTargets
    made: Target = Target.objects.create(
        campaign=locked, address=sealing.seal_target(_address(address)), next_at=time.now(),
        state=Target.State.MAIL if address else Target.State.PAPER, **who.columns(), **post.columns(who.country),
    )  # fmt: skip
    journal.record("campaign.target_added", campaign, by=by.pk, data={"target": made.pk})
    return made


@transaction.atomic
def change_target(target: Target, *, by: Actor, who: Who, post: Post) -> Target:
    """Change who a target is, while nobody has signed or written, and how letters go out to it.

    :raises TargetsAreFixed: if who it is would change and people have signed or written
    :raises ValueError: if something makes no sense
    """
    current: Target = Target.objects.select_for_update().get(pk=target.pk)
    wanted = who.columns() | post.columns(who.country)
    changed = sorted(name for name, value in wanted.items() if getattr(current, name) != value)
    if {"name", "office", "organisation", "country", "language"} & set(changed) and queries.targets_are_fixed(current.campaign):
        raise TargetsAreFixed
    if changed:
        for name in changed:
            setattr(current, name, wanted[name])
        current.next_at = time.now()
        current.save(update_fields=[*changed, "next_at"])
        journal.record("campaign.target_changed", current.campaign, by=by.pk, data={"target": current.pk, "fields": changed})
    return current


@transaction.atomic
def correct_address(target: Target, *, by: Actor, address: str, note: str) -> Target:
    """Set the address of a target, at any time; a dated `note` says why. Letters that are not delivered go to the new one.

    An empty address puts the letters on paper.

    :raises ValueError: if it is no address, or a note is needed and missing
    """
    current: Target = Target.objects.select_for_update().get(pk=target.pk)
    address, note = _address(address), text.line(note)[:300]
    if sealing.unseal_target(bytes(current.address)) == address:
        return current
    if queries.targets_are_fixed(current.campaign):
        if not note:
            raise ValueError("note")
        current.notes = [*current.notes, {"at": time.now().isoformat(timespec="seconds"), "note": note}]
    current.address, current.bounces, current.answer, current.next_at = sealing.seal_target(address), 0, "", time.now()
    current.state = Target.State.MAIL if address else Target.State.PAPER
    current.save(update_fields=["address", "bounces", "answer", "next_at", "state", "notes"])
    state = TargetLetter.State
    here, there = (state.PRINTED, state.QUEUED) if address else (state.QUEUED, state.PRINTED)
    waiting = TargetLetter.objects.filter(target=current, state=here, writing__isnull=False)
    moved = waiting.update(state=there, bounced=False, batched_at=None)
    journal.record("campaign.target_address_set", current.campaign, by=by.pk, data={"target": current.pk, "letters": moved})
    return current


@transaction.atomic
def remove_target(target: Target, *, by: Actor) -> None:
    """Take a target away, while nobody has signed or written.

    :raises TargetsAreFixed: if people have signed or written
    """
    campaign: Publication = Publication.objects.select_for_update().get(pk=target.campaign_id)
    if queries.targets_are_fixed(campaign):
        raise TargetsAreFixed
    journal.record("campaign.target_removed", campaign, by=by.pk, data={"target": target.pk})
    Target.objects.filter(pk=target.pk).delete()


@transaction.atomic
def save_model_letter(campaign: Publication, *, by: Actor, language: str, subject: str, body: str) -> ModelLetter | None:
    """Set the letter a campaign proposes in one language; an empty one is taken away.

    :raises ValueError: for an unknown language or a text that is too long
    """
    subject, body = text.line(subject), text.prose(body)
    if not languages.is_language(language) or len(subject) > LONGEST_SUBJECT or len(body) > LONGEST_BODY:
        raise ValueError("language, subject or body")
    rows = ModelLetter.objects.filter(campaign=campaign, language=language)
    made = None
    if subject and body:
        made = ModelLetter.objects.update_or_create(campaign=campaign, language=language, defaults={"subject": subject, "body": body})[0]
    elif subject or body:
        raise ValueError("subject or body is missing")
    else:
        rows.delete()
    if language == campaign.language:
        publications.pieces_changed(campaign, ["letter.subject", "letter.body"])
    journal.record("campaign.model_letter_set", campaign, by=by.pk, data={"language": language, "there": made is not None})
    return made


def _address(value: str) -> str:
    cleaned = text.line(value)
    if cleaned:
        sealing.normalise(cleaned)
    return cleaned
