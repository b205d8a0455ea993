"""Themes and countries as actor types."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from usi.spine.actors import types
from usi.spine.actors.models import Actor


def _theme_url(actor: Actor) -> str:
    return reverse("taxonomy:theme", kwargs={"handle": actor.handle})


def _country_url(actor: Actor) -> str:
    return reverse("taxonomy:country", kwargs={"code": actor.handle})


THEME = types.register(types.ActorType(name="theme", label=_("Theme"), url=_theme_url))
COUNTRY = types.register(types.ActorType(name="country", label=_("Country"), url=_country_url))
