"""Says where in its country an organisation is, as exactly as its people choose and no more."""

from __future__ import annotations

from django.db import transaction

from usi.base import text
from usi.spine.actors.models import Actor
from usi.spine.journal import actions as journal
from usi.spine.organisations.actions.edit import lock, touch
from usi.spine.organisations.models import Organisation, Place, Precision

_STEP = {Precision.REGION: 10, Precision.TOWN: 1}


@transaction.atomic
def set_place(
    organisation: Organisation, *, by: Actor, version: int, precision: str, name: str = "", at: tuple[float, float] | None = None
) -> Organisation:
    """Keep a region or town with its rounded coordinates (latitude, longitude in degrees), or nothing but the country.

    A town is kept to a tenth of a degree (11 km), a region to a whole one (111 km); what was more exact is written nowhere.

    :raises Stale: if the version is no longer the current one; nothing is changed
    :raises ValueError: if there is no country, or a region or town has no name or lies off the globe
    """
    current = lock(organisation, version=version)
    wanted = None if precision == Precision.COUNTRY else _rounded(Precision(precision), text.line(name), at)
    if wanted and not (current.country and wanted[1]):
        raise ValueError("place")
    present = Place.objects.filter(organisation=current).values_list("precision", "name", "north", "east").first()
    if wanted == present:
        return current
    if wanted is None:
        Place.objects.filter(organisation=current).delete()
    else:
        values = dict(zip(("precision", "name", "north", "east"), wanted, strict=True))
        Place.objects.update_or_create(organisation=current, defaults=values)
    touch(current)
    # The place itself stands in no journal: what is taken back later must be gone.
    journal.record("organisation.edited", current, by=by.pk, data={"version": current.version, "fields": ["place"]})
    return current


def _rounded(precision: Precision, name: str, at: tuple[float, float] | None) -> tuple[str, str, int | None, int | None]:
    if at is None:
        return precision.value, name, None, None
    if not (-90 <= at[0] <= 90 and -180 <= at[1] <= 180):
        raise ValueError("at")
    step = _STEP[precision]
    north, east = (round(degrees * 10 / step) * step for degrees in at)
    return precision.value, name, north, east
