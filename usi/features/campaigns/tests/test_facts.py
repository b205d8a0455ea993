from datetime import timedelta

import pytest

from usi.base import time
from usi.features.campaigns import actions, queries
from usi.features.campaigns.actions.load import Row
from usi.features.campaigns.models import LONGEST_DAYS, Campaign
from usi.features.campaigns.tests import factories as campaigns
from usi.features.campaigns.tests.factories import html, url
from usi.features.campaigns.tests.test_opening import aim, day
from usi.spine.journal.models import Entry
from usi.spine.organisations.tests import factories
from usi.spine.publications.models import Publication
from usi.spine.taxonomy import actions as taxonomy

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(signed_in):
    union = factories.organisation(name="Garment Workers of Karsa")
    return union, signed_in(factories.member(union, role="editor"))


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
