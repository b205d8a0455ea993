"""Hands the signatures over: asks for the documents, and writes down when, how and to whom they went and who took a copy."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import F

from usi.base import languages, text, time
from usi.features.campaigns.models import Campaign, HandOver, Target
from usi.spine.actors.models import Actor
from usi.spine.journal import actions as journal
from usi.spine.media import actions as media
from usi.spine.media import images
from usi.spine.media.models import Picture
from usi.spine.publications.models import Publication


class MakingAlready(Exception):
    """Documents of this campaign are being made."""


class NothingToHand(Exception):
    """Nobody has signed, or the names are erased."""


@transaction.atomic
def ask_handover(campaign: Publication, *, by: Actor, language: str) -> HandOver:
    """Ask for the documents as of now; the worker makes them.

    :raises MakingAlready: if some are being made
    :raises NothingToHand: if the names are erased, or it has never been out
    :raises ValueError: for a language that the interface does not have
    """
    if language not in dict(languages.interface()):
        raise ValueError(language)
    facts = Campaign.objects.select_for_update().select_related(None).get(pk=campaign.pk)
    if facts.erased_at is not None or campaign.published_at is None:
        raise NothingToHand
    if HandOver.objects.filter(campaign=campaign, state=HandOver.State.MAKING).exists():
        raise MakingAlready
    row = HandOver(campaign=campaign, language=language, at=time.now())
    row.save(force_insert=True)
    journal.record("campaign.handover_asked", campaign, by=by.pk, data={"handover": row.pk, "language": language})
    return row


@transaction.atomic
def write_down(
    handover: HandOver, *, by: Actor, on: date, how: str, to_whom: str, note: str = "", picture: images.Drawn | None = None, alt: str = ""
) -> HandOver:
    """Write down when, how and to whom documents were handed over; a second time corrects it. A new picture takes the old one's place.

    :raises ValueError: if there are no documents, nothing is said of to whom, the way is unknown or the day is still to come
    :raises images.PictureRefused: for a picture of which nobody says what it shows
    """
    row = HandOver.objects.select_for_update(of=("self",)).select_related("campaign", "picture").get(pk=handover.pk)
    to_whom, note = text.line(to_whom), text.line(note)
    if row.state not in (HandOver.State.READY, HandOver.State.ERASED) or how not in HandOver.How.values or not to_whom:
        raise ValueError("handover")
    if on > time.now().date() or len(to_whom) > 200 or len(note) > 1000:
        raise ValueError("handover")
    first, old = row.handed_on is None, row.picture
    row.handed_on, row.how, row.to_whom, row.note = on, how, to_whom, note
    if picture is not None:
        row.picture = media.store(picture, alt=alt, language=row.campaign.language, by=by.pk)
    row.save(update_fields=["handed_on", "how", "to_whom", "note", "picture"])
    if picture is not None and old is not None:
        media.remove(Picture.objects.get(pk=old.pk), by=by.pk)
    if first:
        Campaign.objects.filter(pk=row.campaign_id).update(handed=F("handed") + 1)
    data = {"handover": row.pk, "on": on.isoformat(), "how": how, "count": row.confirmed}
    journal.record("campaign.handed_over", row.campaign, by=by.pk, data=data)
    return row


def took_copy(handover: HandOver, *, format: str, volume: int = 1, by: Actor | None = None, target: Target | None = None) -> None:
    """Note that somebody took a file: who, which one and how many names are in it."""
    part = {"volume": volume, "names": handover.volumes[volume - 1]["names"]} if format == "pdf" and len(handover.volumes) > 1 else {}
    data = {"handover": handover.pk, "format": format, "names": handover.named} | part | ({"target": target.pk} if target else {})
    journal.record("campaign.handover_downloaded", Publication(pk=handover.campaign_id), by=by.pk if by else None, data=data)
