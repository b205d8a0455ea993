"""The closing of an open campaign moves with a reason."""

from datetime import timedelta

import pytest

from usi.base import time
from usi.features.campaigns import actions, queries
from usi.features.campaigns.models import LONGEST_DAYS
from usi.features.campaigns.tests import factories as campaigns
from usi.features.campaigns.tests.factories import day, html, url
from usi.spine.journal.models import Entry

pytestmark = pytest.mark.django_db


def extension(made, **changes):
    return {"closes_on": day(40), "closes_time": "", "reason": "The board meets later", "version": queries.facts(made.pk).version} | changes


def test_an_extension_shows_its_reason_and_both_days(desk, ours, client):
    union, officer = desk
    made = campaigns.campaign(union=union)
    before = queries.facts(made.pk).closes_at
    assert officer.get(url("extend", made.pk)).status_code == 200
    assert officer.post(url("extend", made.pk), extension(made), headers=ours).status_code == 302
    facts = queries.facts(made.pk)
    assert facts.closes_at == campaigns.closing(40)
    assert [(row["from"], row["to"]) for row in facts.extensions] == [(before.isoformat(), campaigns.closing(40).isoformat())]
    client.logout()
    page = html(client.get(url("page", made.pk)))
    assert "The board meets later" in page
    assert "The closing moves from" in page
    assert Entry.objects.filter(verb="campaign.extended").count() == 1


@pytest.mark.parametrize(("changes", "word"), [
    ({"reason": " "}, "Fill in"), ({"reason": "\u202e"}, "Fill in"), ({"reason": "x" * 501}, "500"), ({"closes_on": "soon"}, "Write the day like"),
    ({"closes_on": (time.now().date() + timedelta(days=94)).isoformat()}, "three months"), ({"closes_on": "2001-01-01"}, "three months"),
    ({"closes_on": ""}, "Fill in"), ({"version": "x"}, ""), ({"version": 1}, "Somebody else changed"),
])
def test_a_bad_extension_moves_nothing(desk, ours, changes, word):
    union, officer = desk
    made = campaigns.campaign(union=union)
    before = queries.facts(made.pk).closes_at
    answer = officer.post(url("extend", made.pk), extension(made, **changes), headers=ours)
    assert answer.status_code == 200
    assert word in html(answer)
    assert queries.facts(made.pk).closes_at == before


@pytest.mark.parametrize("state", ["draft", "closed"])
def test_only_an_open_campaign_is_extended(desk, ours, state):
    union, officer = desk
    made = campaigns.campaign(union=union, out=state != "draft", days=20 if state == "draft" else -1)
    answer = officer.post(url("extend", made.pk), extension(made), headers=ours)
    assert answer.status_code == 409
    facts = queries.facts(made.pk)
    with pytest.raises(actions.NotSo):
        actions.extend(made, by=union.actor, version=facts.version, closes_at=campaigns.closing(3), reason="x")
    with pytest.raises(actions.NotSo):
        open_one = campaigns.campaign(union=union)
        actions.set_aim(open_one, by=union.actor, version=2, closes_at=campaigns.closing(30))


def test_no_extension_reaches_further_than_three_months_from_today(desk):
    union, _officer = desk
    made = campaigns.campaign(union=union)
    far = campaigns.closing(LONGEST_DAYS)
    facts = actions.extend(made, by=union.actor, version=2, closes_at=far, reason="x")
    with pytest.raises(actions.NotSo):
        actions.extend(made, by=union.actor, version=facts.version, closes_at=far + timedelta(microseconds=1), reason="x")
    with pytest.raises(ValueError):
        actions.extend(made, by=union.actor, version=facts.version, closes_at=far, reason=" ")
