"""Organisations as an actor type."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from usi.spine.actors import types
from usi.spine.actors.models import Actor
from usi.spine.organisations.models import Organisation


def _url(actor: Actor) -> str:
    return reverse("organisations:page", kwargs={"handle": actor.handle})


def _findable(numbers: Sequence[int]) -> dict[int, types.Findable]:
    rows = list(Organisation.objects.listed().filter(pk__in=numbers).values_list("pk", "short_name", "country"))
    themes: dict[int, list[str]] = {}
    pairs = Organisation.themes.through.objects.filter(organisation__in=numbers)
    for number, handle in pairs.values_list("organisation_id", "theme__actor__handle"):
        themes.setdefault(number, []).append(handle)
    return {
        number: types.Findable(
            names=(short,) if short else (), countries=(country,) if country else (), themes=tuple(sorted(themes.get(number, ())))
        )
        for number, short, country in rows
    }


ORGANISATION = types.register(
    types.ActorType(name="organisation", label=_("Organisation"), url=_url, activity_type="Organization", findable=_findable)
)
