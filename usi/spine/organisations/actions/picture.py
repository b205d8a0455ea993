"""An organisation's picture: its banner or sign, always with a description."""

from __future__ import annotations

from typing import IO

from django.db import transaction

from usi.spine.actors.models import Actor
from usi.spine.journal import actions as journal
from usi.spine.media import actions as media
from usi.spine.media import images
from usi.spine.organisations.actions.edit import lock, touch
from usi.spine.organisations.models import Organisation


@transaction.atomic
def set_picture(
    organisation: Organisation, *, by: Actor, version: int, upload: IO[bytes] | images.Drawn | None, alt: str, credit: str = ""
) -> Organisation:
    """Give an organisation a picture in place of the one it has; without an upload, change what is said of the present one.

    :raises Stale: if the version is no longer the current one; nothing is changed
    :raises usi.spine.media.images.PictureRefused: if the file cannot be used, or there is no description
    :raises ValueError: if there is neither an upload nor a picture
    """
    current = lock(organisation, version=version)
    old = current.actor.picture
    if upload is None:
        if old is None:
            raise ValueError("upload")
        media.describe(old, alt=alt, language=current.actor.language, credit=credit, by=by.pk)
        return _changed(current, by=by)
    current.actor.picture = media.store(upload, alt=alt, language=current.actor.language, credit=credit, by=by.pk)
    current.actor.save(update_fields=["picture"])
    if old is not None:
        media.remove(old, by=by.pk)
    return _changed(current, by=by)


@transaction.atomic
def remove_picture(organisation: Organisation, *, by: Actor, version: int) -> Organisation:
    """Take an organisation's picture away; where there is none, nothing changes.

    :raises Stale: if the version is no longer the current one; nothing is changed
    """
    current = lock(organisation, version=version)
    old = current.actor.picture
    if old is None:
        return current
    current.actor.picture = None
    current.actor.save(update_fields=["picture"])
    media.remove(old, by=by.pk)
    return _changed(current, by=by)


def _changed(current: Organisation, *, by: Actor) -> Organisation:
    touch(current)
    journal.record("organisation.edited", current, by=by.pk, data={"version": current.version, "fields": ["picture"]})
    return current
