from datetime import timedelta

import pytest

from usi.base import time
from usi.features.campaigns import actions, queries
from usi.features.campaigns.actions.load import Row
from usi.features.campaigns.models import LONGEST_DAYS, Campaign
from usi.features.campaigns.tests import factories as campaigns
from usi.features.campaigns.tests.factories import aim, html, url
from usi.spine.journal.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def free(settings):
    settings.ENDORSEMENTS_NEEDED = 0


def thresholds(*rows):
    return {"count_1": "", "words_1": ""} | {
        f"{name}_{n}": value for n, row in enumerate(rows, 1) for name, value in zip(("count", "words"), row, strict=True)
    }


def test_all_facts_of_the_second_step_are_kept_and_shown(desk, ours, client):
    union, officer = desk
    made = campaigns.campaign(union=union, out=False, country="TN")
    steps = thresholds((5000, "We go to court"), (1000, "We hand the names in at the ministry"))
    data = aim(version=2, asks=["pledge", "write"], workplace="Mill 7", languages=["el", "ar"], **steps)
    assert officer.post(url("aim", made.pk), data, headers=ours).status_code == 302
    facts = queries.facts(made.pk)
    assert (facts.asks, facts.workplace, facts.languages) == (["sign", "write", "pledge"], "Mill 7", ["ar", "el"])
    assert facts.thresholds == [
        {"count": 1000, "words": "We hand the names in at the ministry"}, {"count": 5000, "words": "We go to court"},
    ]
    filled = html(officer.get(url("aim", made.pk)))
    assert "Mill 7" in filled
    assert "We go to court" in filled
    campaigns.publish(made)
    client.logout()
    page = html(client.get(url("page", made.pk)))
    for piece in ("Mill 7", "Tunisia", "We hand the names in at the ministry"):
        assert piece in page
    assert "We go to court" not in page


@pytest.mark.parametrize(("changes", "word"), [
    (thresholds(("many", "x")), "whole number"),
    (thresholds((-1, "x")), "1"),
    (thresholds((10**12, "x")), "10000000"),
    (thresholds((100, "")), "Say what happens"),
    (thresholds(("", "Court")), "at which number"),
    (thresholds((100, "a"), (100, "b")), "twice"),
    (thresholds((100, "x" * 5000)), "200"),
    ({"workplace": "x" * 1000}, "200"),
    ({"asks": ["dance"]}, "Choose one of the values"),
    ({"languages": ["tlh-xx", "\x00"]}, "Choose one of the values"),
    ({"closes_on": ""}, "Fill in"),
    ({"closes_on": "31.12.2030"}, "Write the day like"),
    ({"closes_on": (time.now().date() + timedelta(days=94)).isoformat()}, "three months"),
    ({"goal": ""}, "Fill in"),
    ({"demands": "x" * 1_000_000}, "6000"),
])
def test_a_bad_fact_keeps_what_was_typed(desk, ours, changes, word):
    union, officer = desk
    made = campaigns.campaign(union=union, out=False)
    before = queries.facts(made.pk).version
    answer = officer.post(url("aim", made.pk), aim(version=before, target="Τὸ συμβούλιο مجلس") | changes, headers=ours)
    page = html(answer)
    assert answer.status_code == 200
    assert word in page.replace(",", "")
    assert "Τὸ συμβούλιο مجلس" in page
    assert queries.facts(made.pk).version == before


@pytest.mark.parametrize("facts", [
    {"goal": 0}, {"target": "x" * 301}, {"workplace": "x" * 201}, {"asks": ["dance"]}, {"languages": ["tlh-x-"]},
    {"thresholds": [{"count": 0, "words": "x"}]}, {"thresholds": [{"count": 5, "words": " "}]}, {"demands": ["x"] * 13},
    {"thresholds": [{"count": 5, "words": "a"}, {"count": 5, "words": "b"}]},
])
def test_no_caller_sets_a_fact_that_is_none(facts):
    made = campaigns.campaign(out=False)
    version = queries.facts(made.pk).version
    with pytest.raises(ValueError):
        actions.set_aim(made, by=made.author, version=version, **facts)


def test_the_last_day_is_at_most_three_months_after_opening():
    made = campaigns.campaign(out=False)
    Campaign.objects.filter(pk=made.pk).update(closes_at=campaigns.closing(LONGEST_DAYS + 1))
    with pytest.raises(actions.NotReady) as caught:
        actions.move(made, to="published", by=made.author)
    assert caught.value.missing == ["three_months"]
    moved = actions.move(made, to="scheduled", by=made.author, scheduled_for=time.now() + timedelta(days=1, minutes=1))
    assert moved.state == "in_review"


@pytest.mark.storage
@pytest.mark.parametrize("confirmed", [True, False])
def test_demands_change_until_somebody_has_signed(free, desk, ours, client, confirmed):
    union, officer = desk
    made = campaigns.campaign(union=union)
    version = queries.facts(made.pk).version
    answer = officer.post(url("aim", made.pk), aim(version=version, demands="Other"), headers=ours)
    assert "Say what you corrected" in html(answer)
    answer = officer.post(url("aim", made.pk), aim(version=version, demands="Other", note="We asked for the wrong thing"), headers=ours)
    assert answer.status_code == 302
    assert queries.facts(made.pk).demands == ["Other"]
    assert "We asked for the wrong thing" in html(client.get(url("page", made.pk)))
    row = campaigns.sign(made)
    if confirmed:
        campaigns.confirm(row)
    version = queries.facts(made.pk).version
    with pytest.raises(actions.AimIsFixed):
        actions.set_aim(made, by=union.actor, version=version, demands=["A third"], note="x")
    assert 'name="demands"' not in html(officer.get(url("aim", made.pk)))


@pytest.mark.storage
def test_a_threshold_is_reached_when_the_counts_pass_it_and_stays_so(react, client):
    made = campaigns.campaign(out=False)
    steps = [{"count": 2, "words": "To the ministry"}, {"count": 4, "words": "To court"}]
    actions.set_aim(made, by=made.author, version=queries.facts(made.pk).version, thresholds=steps)
    campaigns.publish(made)
    actions.load_signatures(made, [Row("A", "a@example.net", "GR"), Row("B", "b@example.net", "GR", confirmed=False)])
    react()
    assert not any(row.get("reached_at") for row in queries.facts(made.pk).thresholds)
    assert "To the ministry" in html(client.get(url("page", made.pk)))
    second = campaigns.confirm(campaigns.sign(made))
    react()
    reached = queries.facts(made.pk).thresholds
    assert [bool(row.get("reached_at")) for row in reached] == [True, False]
    from usi.features.campaigns import sealing

    actions.withdraw(token=sealing.token(second.pk))
    react()
    assert queries.facts(made.pk).thresholds == reached
    assert Entry.objects.filter(verb="campaign.threshold_reached").count() == 1
    with pytest.raises(ValueError):
        actions.set_aim(made, by=made.author, version=queries.facts(made.pk).version, thresholds=[{"count": 1, "words": ""}])
    changed = actions.set_aim(made, by=made.author, version=queries.facts(made.pk).version, thresholds=[{"count": 2, "words": "Never mind"}])
    assert changed.thresholds == reached[:1]


def test_a_threshold_below_the_count_is_reached_at_once():
    made = campaigns.campaign()
    actions.load_signatures(made, [Row(f"N{n}", f"{n}@example.net", "GR") for n in range(3)])
    actions.fold()
    changed = actions.set_aim(
        made, by=made.author, version=queries.facts(made.pk).version, thresholds=[{"count": 3, "words": "x"}, {"count": 4, "words": "y"}]
    )
    assert [bool(row.get("reached_at")) for row in changed.thresholds] == [True, False]


def test_the_words_of_a_threshold_are_shown_in_the_readers_language(client):
    made = campaigns.campaign(out=False)
    actions.set_aim(made, by=made.author, version=queries.facts(made.pk).version, thresholds=[{"count": 20, "words": "To court"}])
    from usi.spine.publications import actions as publications

    publications.translate(made, language="el", title="Τίτλος", pieces={"thresholds.20": "Στο δικαστήριο"})
    campaigns.publish(made)
    assert "Στο δικαστήριο" in client.get(f"/el/campaigns/{made.pk}/").content.decode()
    assert "To court" in html(client.get(f"/en/campaigns/{made.pk}/"))
