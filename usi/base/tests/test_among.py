"""One parameter for many numbers finds what `in` finds, on a key and through a relation."""

import pytest

from usi.spine.actors.models import Actor
from usi.spine.publications.models import Placement, Publication
from usi.spine.publications.tests.factories import actor, publication

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


def test_among_is_in():
    author = actor()
    made = [publication(author=author, title=f"{n}") for n in range(5)]
    wanted = [made[3].pk, made[1].pk, 2**62, -1]
    assert set(Publication.objects.filter(pk__among=wanted)) == {made[1], made[3]}
    assert Publication.objects.exclude(pk__among=wanted).count() == 3
    found = Placement.objects.filter(publication__pk__among=wanted)
    assert set(found) == set(Placement.objects.filter(publication__in=wanted)) != set()
    assert "JOIN" not in str(found.query)
    assert not Actor.objects.filter(pk__among=[]).exists()


def test_thousands_take_one_parameter():
    _, params = Publication.objects.filter(pk__among=range(70_000)).query.sql_with_params()
    assert len(params) == 1
    assert not Publication.objects.filter(pk__among=range(70_000)).exists()
