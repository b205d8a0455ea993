"""The person as an actor type."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from usi.spine.actors import types
from usi.spine.actors.models import Actor


def _url(actor: Actor) -> str:
    return reverse("people:page", kwargs={"handle": actor.handle})


PERSON = types.register(
    types.ActorType(name="person", label=_("Person"), url=_url, activity_type="Person", summary_public=False)
)
