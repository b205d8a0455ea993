"""Whoever opens a campaign sees first which open ones look like it."""


import pytest

from usi.features.campaigns import queries
from usi.features.campaigns.models import Campaign
from usi.features.campaigns.tests import factories as campaigns
from usi.features.campaigns.tests.factories import html, url
from usi.spine.publications.models import Publication
from usi.spine.taxonomy import actions as taxonomy

pytestmark = pytest.mark.django_db


def start(client, union, ours, **changes):
    data = {"organisation": union.pk, "language": "en", "title": "Take the dismissed sewers back", "target": "", "country": ""} | changes
    return client.post(url("new"), data, headers=ours)


@pytest.mark.parametrize("changes", [
    {"title": "The dismissed sewers must come back"}, {"title": "x y z", "target": "the BOARD of Tarnwick"}, {"title": "x y z", "country": "MW"},
    {"title": "Πίσω οἱ ἀπολυμένες ῥάπτριες", "language": "el"}, {"title": "缝纫工人复工", "language": "zh-Hans"},
])
def test_open_campaigns_that_look_alike_are_shown_before_there_is_a_draft(desk, ours, changes):
    union, officer = desk
    open_one = campaigns.campaign(title="Take the dismissed sewers back", country="MW")
    Campaign.objects.filter(pk=open_one.pk).update(target="The board of Tarnwick & Sable")
    from usi.spine.publications import actions as publications

    publications.translate(open_one, language="el", title="Πίσω οι απολυμένες ράπτριες")
    publications.translate(open_one, language="zh-Hans", title="缝纫工人必须复工")
    answer = start(officer, union, ours, **changes)
    assert answer.status_code == 200
    assert open_one.get_absolute_url() in html(answer)
    assert Publication.objects.count() == 1
    answer = start(officer, union, ours, different="1", **changes)
    assert answer.status_code == 302
    assert Publication.objects.count() == 2


def test_what_looks_different_is_closed_or_hidden_holds_nobody_up(desk, ours):
    from usi.spine.publications import actions as publications

    union, officer = desk
    campaigns.campaign(title="Clean water for the orchards of Ebro")
    campaigns.campaign(title="Take the dismissed sewers back", days=-2)
    publications.moderate(campaigns.campaign(title="Take the dismissed sewers back"), to="hidden", by=None)
    campaigns.campaign(title="Take the dismissed sewers back", out=False)
    assert start(officer, union, ours).status_code == 302


def test_what_was_typed_before_the_look_alikes_comes_back(desk, ours):
    taxonomy.install()
    union, officer = desk
    campaigns.campaign(country="MW")
    page = html(start(officer, union, ours, title='<b>"Mine"</b>', target="The minister", country="MW"))
    assert "&lt;b&gt;&quot;Mine&quot;&lt;/b&gt;" in page
    page = html(start(officer, union, ours, title="Mine", target="The minister", country="MW", change="1"))
    assert 'value="The minister"' in page
    assert Publication.objects.count() == 1
    start(officer, union, ours, title="Mine", target="The minister", country="MW", different="1")
    made = Publication.objects.get(title="Mine")
    assert (made.country, queries.facts(made.pk).target) == ("MW", "The minister")
    assert queries.subject_handles(made)[1] == ["MW"]


@pytest.mark.parametrize("changes", [
    {"title": ""}, {"title": "x" * 1_000_000}, {"country": "XX"}, {"country": "x" * 9999}, {"target": "x" * 301}, {"language": "\x00"},
    {"organisation": "9" * 50}, {"organisation": ""}, {"title": "\u202e\x00"},
])
def test_a_bad_first_step_opens_nothing(desk, ours, changes):
    union, officer = desk
    campaigns.campaign(title="Take the dismissed sewers back")
    answer = start(officer, union, ours, **changes)
    assert answer.status_code in (200, 413)
    assert Publication.objects.count() == 1


def test_at_most_five_alike_in_one_query(desk, django_assert_num_queries):
    union, _officer = desk
    for _ in range(7):
        campaigns.campaign(title="Take the sewers back", country="GR")
    from usi.base.access import ANONYMOUS

    with django_assert_num_queries(1):
        found = queries.similar(reader=ANONYMOUS, language="en", title="Take the sewers back", country="GR")
    assert len(found) == 5
    assert found[0].campaign.author.name
