"""The person as an actor type."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from usi.spine.actors import types
from usi.spine.actors.models import Actor
from usi.spine.people.models import Audience, Person


def _url(actor: Actor) -> str:
    return reverse("people:page", kwargs={"handle": actor.handle})


def _findable(numbers: Sequence[int]) -> dict[int, types.Findable]:
    """Tell what people show to everyone; who shows nothing to everyone has not agreed to be found."""
    rows = Person.objects.filter(pk__in=numbers).values_list("pk", "audiences", "skills", "country", "actor__language")
    found = {}
    for number, audiences, skills, country, language in rows:
        shown = {name for name, audience in audiences.items() if audience == Audience.PUBLIC}
        if shown:
            found[number] = types.Findable(
                words=((language, "\n".join(skills)),) if skills and "skills" in shown else (),
                countries=(country,) if country and "country" in shown else (),
                summary="summary" in shown,
            )
    return found


PERSON = types.register(
    types.ActorType(name="person", label=_("Person"), url=_url, activity_type="Person", findable=_findable, summary_public=False)
)
