"""Regions and towns: only where an owner chose to say them, and never more exactly."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from usi.spine.actors.models import Actor
from usi.spine.organisations import actions as organisations
from usi.spine.organisations.tests import factories
from usi.spine.publications.tests.factories import publication
from usi.spine.taxonomy import queries as subjects
from usi.surfaces.atlas import queries

pytestmark = pytest.mark.django_db
MOST = 10


def get(client, query):
    return client.get(reverse("atlas:region", args=["europe"]) + query)


@pytest.fixture
def piraeus(toys):
    def make(precision, at, handle, **fields):
        union = factories.organisation(handle=handle, name=f"Union {handle}", country="GR", **fields)
        editor = factories.member(union, role="owner")
        return organisations.set_place(union, by=editor.actor, version=union.version, precision=precision, name="Piraeus", at=at)

    return make


def test_a_town_is_drawn_and_listed_where_it_was_chosen_and_never_more_exactly(client, piraeus):
    piraeus("town", (37.94213, 23.64619), "one")
    piraeus("town", (37.94999, 23.64001), "two")
    piraeus("country", (37.94213, 23.64619), "three")
    (spot,) = queries.spots("europe", queries.Choice(), language="en")
    assert (spot.at, [actor.handle for actor in spot.organisations]) == ((23.6, 37.9), ["one", "two"])
    page = get(client, "?map=show").content.decode()
    assert '<a href="#places"><title>Piraeus, Greece: 2</title><circle' in page
    assert "37.9" not in page
    assert "Union three" not in page


def test_a_town_without_coordinates_is_listed_and_not_drawn(client, piraeus):
    piraeus("town", None, "one")
    page = get(client, "?map=show").content.decode()
    assert '<bdi>Piraeus</bdi><br><small>Greece</small>' in page
    assert 'class="spot"' not in page


def test_towns_go_with_their_organisation_and_with_the_choice(client, piraeus):
    union = piraeus("town", (37.9, 23.6), "one")
    assert not queries.spots("europe", queries.Choice(kind="toy"), language="en")
    assert not queries.spots("europe", queries.Choice(theme="strikes"), language="en")
    assert not queries.spots("africa", queries.Choice(), language="en")
    Actor.objects.filter(pk=union.pk).update(state=Actor.State.SUSPENDED)
    assert not queries.spots("europe", queries.Choice(), language="en")


@pytest.mark.storage
@pytest.mark.parametrize("query", ["?map=show", "?map=show&theme=strikes", "?map=show&kind=organisation"])
def test_it_takes_few_queries_whatever_there_is(client, signed_in, piraeus, query):
    def queries_of(reader):
        with CaptureQueriesContext(connection) as captured:
            assert get(reader, query).status_code == 200
        return len(captured)

    union, member = factories.organisation(country="GR"), factories.person()
    readers = (client, signed_in(member))
    [queries_of(reader) for reader in readers]
    before = [queries_of(reader) for reader in readers]
    about = subjects.subjects(countries=("GR", "IT", "FR"), themes=["strikes"])
    for number in range(12):
        publication(author=union.actor, kind="toy", subjects=about, visibility="network" if number % 2 else "public")
        piraeus("town", (37 + number, 23), f"o{number}")
    assert [queries_of(reader) for reader in readers] == before
    assert before[0] <= MOST
