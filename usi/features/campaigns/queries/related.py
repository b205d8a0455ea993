"""Where the name of somebody who has just signed is needed too."""

from __future__ import annotations

from django.db.models import Count, F

from usi.base import reading, time
from usi.base.access import Reader
from usi.spine.publications.models import Placement, Publication, Reason


def related(number: int, *, reader: Reader, read: reading.Read) -> Publication | None:
    """Return the open campaign that has most themes and countries in common with another, of several the one that closes first.

    In one query; none where nothing open is about the same. `read` is the languages its title is wanted in.
    """
    about = Placement.objects.filter(publication=number, reason=Reason.SUBJECT).values("actor")
    rows = Publication.objects.visible_to(reader).filter(kind="campaign", campaign__closes_at__gt=time.now(), campaign__outcome="")
    rows = rows.filter(placements__reason=Reason.SUBJECT, placements__actor__in=about).exclude(pk=number)
    ids = rows.annotate(shared=Count("placements__actor", distinct=True), ends=F("campaign__closes_at")).order_by("-shared", "ends", "pk")
    return Publication.objects.with_text(read).select_related("campaign").filter(pk__in=ids.values("pk")[:1]).first()
