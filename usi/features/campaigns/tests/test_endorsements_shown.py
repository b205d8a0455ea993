"""Who endorsed a campaign, and who could, on the pages of both."""

import re

import pytest
from django.urls import reverse

from usi.features.campaigns import actions
from usi.features.campaigns.models import Endorsement
from usi.features.campaigns.tests import factories as campaigns
from usi.features.campaigns.tests.factories import html, url
from usi.spine.organisations.models import Organisation
from usi.spine.organisations.tests import factories

pytestmark = pytest.mark.django_db


def test_five_are_listed_and_all_where_support_comes_from(client):
    made = campaigns.campaign()
    for number in range(13):
        campaigns.endorse(made, union=factories.organisation(name=f"Union of {number}", country=("GR", "BR", "")[number % 3]), members=350_000)
    page = html(client.get(url("page", made.pk)))
    assert "14 organisations representing 4.6 million workers in 2 countries" in page
    assert "9 more organisations" in page
    reach = html(client.get(url("reach", made.pk)))
    assert all(f"Union of {number}<" in reach for number in range(13))
    rows = [int(number) for number in re.findall(r'<td class="num">(\d+)</td></tr>', reach.partition('id="endorsements"')[2].partition("</tbody>")[0])]
    assert sum(rows) == 14


def test_an_organisation_without_members_is_listed_without_a_number(client):
    made = campaigns.campaign()
    Endorsement.objects.all().delete()
    campaigns.endorse(made, members=0)
    page = html(client.get(url("page", made.pk)))
    assert "1 organisation in 1 country" in page
    assert "without members" in page


def test_the_page_costs_the_same_however_many_endorse(client, django_assert_max_num_queries):
    made = campaigns.campaign()
    for _ in range(15):
        campaigns.endorse(made)
    client.get(url("page", made.pk))
    from django.core.cache import cache

    cache.clear()
    with django_assert_max_num_queries(12):
        assert client.get(url("page", made.pk)).status_code == 200


def test_the_list_of_those_that_wait_costs_the_same_however_long(friend, django_assert_num_queries):
    _union, officer = friend

    def cost():
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as caught:
            assert officer.get(url("waiting")).status_code == 200
        return len(caught)

    for _ in range(2):
        made = campaigns.campaign(out=False)
        actions.move(made, to="published", by=made.author)
    cost()
    few = cost()
    for _ in range(22):
        made = campaigns.campaign(out=False)
        actions.move(made, to="published", by=made.author)
    assert cost() == few
    page = html(officer.get(url("waiting")))
    assert "before=" in page


def test_the_desk_and_the_list_lead_to_what_waits(waiting, friend, client):
    _union, officer = friend
    for address in (reverse("website:desk"), url("list")):
        assert url("waiting") in html(officer.get(address))
    client.logout()
    assert url("waiting") not in html(client.get(url("list")))


def test_its_own_officers_see_it_wait(waiting, signed_in):
    own = Organisation.objects.get(pk=waiting.author_id)
    client = signed_in(factories.member(own, role="owner"))
    assert "opens by itself" in html(client.get(url("edit", waiting.pk)))
    assert client.get(url("endorse", waiting.pk)).status_code == 404
    page = html(client.get(url("waiting")))
    assert waiting.title in page
    assert url("endorse", waiting.pk) not in page


def test_an_endorser_is_called_as_in_the_readers_language_where_there_is_such_a_name(waiting, client):
    from usi.spine.actors import actions as actors

    union = factories.organisation(name="Λιμενεργάτες Πειραιά")
    actors.set_text(actor=union.actor, language="en", name="Dockers of the Open Quay", summary="")
    campaigns.endorse(waiting, union=union)
    assert "Dockers of the Open Quay" in html(client.get(url("page", waiting.pk)))
    assert "Λιμενεργάτες Πειραιά" in html(client.get(url("page", waiting.pk).replace("/en/", "/ar/")))
