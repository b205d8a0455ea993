"""The node itself as an actor: whoever follows it gets all that comes out on it."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from usi.spine.actors import actions as actors
from usi.spine.actors import types
from usi.spine.actors.models import Actor
from usi.spine.journal.models import Entry
from usi.spine.publications import actions as publications
from usi.spine.publications import figures
from usi.spine.publications.models import Publication

HANDLE = "news"


def _url(actor: Actor) -> str:
    return reverse("website:front")


NODE = types.register(types.ActorType(name="node", label=_("This site"), url=_url, activity_type="Application"))


def actor() -> Actor:
    """Return the node's actor, made when first asked for."""
    found: Actor | None = Actor.objects.local().filter(type=NODE.name).first()
    if found is not None:
        return found
    return actors.create(type=NODE.name, handle=HANDLE, name=settings.NODE_NAME, language="en", summary=str(settings.STRAP), reserved=True)


def share(entry: Entry) -> None:
    """Pass on what has come out for everyone."""
    publication = Publication.objects.filter(pk=entry.subject_id).first()
    if publication is not None and figures.counts(publication):
        publications.share(publication, by=actor())
