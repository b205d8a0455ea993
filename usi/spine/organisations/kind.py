"""Organisations as an actor type."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from usi.spine.actors import types
from usi.spine.actors.models import Actor


def _url(actor: Actor) -> str:
    return reverse("organisations:page", kwargs={"handle": actor.handle})


ORGANISATION = types.register(types.ActorType(name="organisation", label=_("Organisation"), url=_url, activity_type="Organization"))
