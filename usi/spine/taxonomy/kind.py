"""Themes and countries as actor types."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from usi.spine.actors import types
from usi.spine.actors.models import Actor
from usi.spine.taxonomy.models import Country, Theme


def _theme_url(actor: Actor) -> str:
    return reverse("taxonomy:theme", kwargs={"handle": actor.handle})


def _country_url(actor: Actor) -> str:
    return reverse("taxonomy:country", kwargs={"code": actor.handle})


def _findable_themes(numbers: Sequence[int]) -> dict[int, types.Findable]:
    rows = Theme.objects.filter(pk__in=numbers).values_list("pk", "actor__handle")
    return {number: types.Findable(themes=(handle,)) for number, handle in rows}


def _findable_countries(numbers: Sequence[int]) -> dict[int, types.Findable]:
    rows = Country.objects.filter(pk__in=numbers).values_list("pk", "code")
    return {number: types.Findable(names=(code,), countries=(code,)) for number, code in rows}


THEME = types.register(types.ActorType(name="theme", label=_("Theme"), url=_theme_url, findable=_findable_themes))
COUNTRY = types.register(types.ActorType(name="country", label=_("Country"), url=_country_url, findable=_findable_countries))
