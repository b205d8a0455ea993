"""Where the name of somebody who has just signed is needed too."""

from __future__ import annotations

from django.db.models import Count, Q
from django.db.models.functions import Coalesce

from usi.base import reading, time
from usi.base.access import Reader
from usi.spine.publications.models import Placement, Publication, Reason
from usi.spine.taxonomy.models import Theme


def related(number: int, *, reader: Reader, read: reading.Read) -> Publication | None:
    """Return the open campaign that has most themes and countries in common with another, or else themes of the same sections.

    Of several it is the one that closes first; none where nothing open is about anything near. In one query. `read` is the languages its
    title is wanted in.
    """
    about = Placement.objects.filter(publication=number, reason=Reason.SUBJECT).values("actor")
    themes = Theme.objects.annotate(section=Coalesce("parent", "pk"))
    near = themes.filter(section__in=themes.filter(pk__in=about).values("section")).values("pk")
    same, alike = Q(placements__actor__in=about), Q(placements__actor__in=near)
    rows = Publication.objects.visible_to(reader).filter(kind="campaign", campaign__closes_at__gt=time.now(), campaign__outcome="")
    rows = rows.filter(same | alike, placements__reason=Reason.SUBJECT).exclude(pk=number)
    counted = rows.annotate(same=Count("placements__actor", filter=same, distinct=True), near=Count("placements__actor", distinct=True))
    first = counted.order_by("-same", "-near", "campaign__closes_at", "pk").values("pk")[:1]
    return Publication.objects.with_text(read).select_related("campaign").filter(pk__in=first).first()
