"""Whoever has signed is led on to an open campaign about the same, and to no other."""

from datetime import timedelta

import pytest

from usi.base import time
from usi.base.access import ANONYMOUS
from usi.features.campaigns import queries
from usi.features.campaigns.models import Campaign
from usi.features.campaigns.tests import factories
from usi.features.campaigns.tests.factories import html, url
from usi.spine.actors.models import Actor
from usi.spine.publications.models import Placement, Publication, Reason
from usi.spine.taxonomy import actions as taxonomy

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


@pytest.fixture(autouse=True)
def _taxonomy():
    taxonomy.install()


def about(*handles, **more):
    made = factories.campaign(**more)
    for handle in handles:
        actor = Actor.objects.get(handle=handle, type__in=("theme", "country"))
        Placement.objects.create(actor=actor, publication=made, reason=Reason.SUBJECT, kind=made.kind, language=made.language, position=made.position)
    return made


def found(made):
    return queries.related(made.pk, reader=ANONYMOUS, read="en")


def test_it_is_the_open_one_with_most_in_common_and_of_several_the_one_that_closes_first(client):
    made = about("strikes", "gr", title="Signed")
    about("tax_evasion", title="Something else")
    about("strikes", title="One in common", days=5)
    late = about("strikes", "gr", title="Both, later", days=20)
    soon = about("strikes", "gr", title="Both, soon", days=10)
    assert found(made) == soon
    page = html(client.get(url("thanks", made.pk)))
    assert "Both, soon" in page
    assert f"{soon.get_absolute_url()}?via=signed" in page
    Campaign.objects.filter(pk=soon.pk).update(closes_at=time.now() - timedelta(seconds=1))
    assert found(made) == late
    Publication.objects.filter(pk=late.pk).update(moderation="hidden")
    assert found(made).title == "One in common"


def test_a_theme_of_the_same_section_is_near_and_the_same_theme_is_nearer():
    made = about("garment", title="Signed")
    about("union_busting", title="Another section")
    near = about("agriculture_food", title="Same section", days=3)
    assert found(made) == near
    same = about("garment", title="Same theme", days=20)
    assert found(made) == same
    assert found(about("supply_chains", title="The section itself")) == near


def test_where_nothing_open_is_about_the_same_nothing_is_offered(client, django_assert_num_queries):
    made = about("strikes", title="Signed")
    about("tax_evasion", title="Something else")
    with django_assert_num_queries(1):
        assert found(made) is None
    assert 'id="other"' not in html(client.get(url("thanks", made.pk)))
