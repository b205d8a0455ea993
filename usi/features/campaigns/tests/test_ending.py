from datetime import timedelta

import pytest
from django.urls import reverse

from usi.base import time
from usi.features.campaigns import actions, queries
from usi.features.campaigns.models import Campaign, Outcome
from usi.features.campaigns.queries import Stage
from usi.features.campaigns.tests import factories as campaigns
from usi.features.campaigns.tests.factories import html, post, url
from usi.spine.journal.models import Entry
from usi.spine.organisations.tests import factories
from usi.spine.publications import actions as publications

pytestmark = pytest.mark.django_db


def ending(made, **changes):
    return {
        "outcome": "won", "on": time.now().date().isoformat(), "what_happened": "All 412 are back at their machines.", "heard": "yes",
        "version": queries.facts(made.pk).version,
    } | changes  # fmt: skip


def end(made, outcome="won", **changes):
    values = {"on": time.now().date(), "what_happened": "All are back.", "heard": "yes", "version": queries.facts(made.pk).version} | changes
    return actions.end(made, by=made.author, outcome=outcome, **values)


@pytest.mark.parametrize(("outcome", "label"), [
    ("won", "Won"), ("partly", "Partly won"), ("lost", "Lost"), ("withdrawn", "Withdrawn"), ("unknown", "Outcome not known"),
])
def test_a_campaign_ends_with_an_outcome_and_stays_readable_with_its_numbers(desk, ours, client, outcome, label):
    union, officer = desk
    made = campaigns.campaign(union=union)
    campaigns.confirm(campaigns.sign(made))
    assert officer.get(url("outcome", made.pk)).status_code == 200
    links = {"url_1": "example.org/agreement", "title_1": "The agreement"}
    assert officer.post(url("outcome", made.pk), ending(made, outcome=outcome, **links), headers=ours).url == url("page", made.pk)
    client.logout()
    answer = client.get(url("page", made.pk))
    page = html(answer)
    assert answer.status_code == 200
    for piece in (label, "All 412 are back", "https://example.org/agreement", "The workers heard", '<span class="num">1</span>', "Greece"):
        assert piece in page
    assert 'name="email"' not in page
    assert page.index("All 412 are back") < page.index("What they demand")
    assert label in html(client.get(url("list")))
    entry = Entry.objects.get(verb="campaign.ended")
    assert entry.data["outcome"] == outcome


def test_after_the_end_nobody_signs_endorses_or_takes_an_endorsement_back(client, ours):
    made = campaigns.campaign()
    waiting, endorsement = campaigns.sign(made), made.endorsements.get()
    end(made)
    assert post(client, ours, made).status_code == 409
    with pytest.raises(actions.Closed):
        campaigns.confirm(waiting)
    with pytest.raises(actions.Closed):
        campaigns.endorse(made)
    with pytest.raises(actions.Closed):
        actions.withdraw_endorsement(made, organisation=endorsement.organisation_id, by=endorsement.organisation.actor)
    with pytest.raises(actions.NotSo):
        version = queries.facts(made.pk).version
        actions.extend(made, by=made.author, version=version, closes_at=campaigns.closing(50), reason="x")


def test_the_outcome_is_due_after_the_last_day(desk, client):
    union, officer = desk
    made = campaigns.campaign(union=union, days=-1)
    open_one = campaigns.campaign(union=union)
    page = html(officer.get(reverse("website:desk")))
    assert url("outcome", made.pk) in page
    assert url("outcome", open_one.pk) not in page
    assert "its outcome is due" in html(officer.get(url("edit", made.pk)))
    client.logout()
    page = html(client.get(url("page", made.pk)))
    assert "not written down yet" in page
    assert url("outcome", made.pk) not in page


def test_an_outcome_stays_and_only_not_known_gives_way(desk, ours):
    union, officer = desk
    made = campaigns.campaign(union=union)
    end(made, "unknown")
    first = queries.facts(made.pk).ended_at
    assert officer.post(url("outcome", made.pk), ending(made), headers=ours).status_code == 302
    facts = queries.facts(made.pk)
    assert (facts.outcome, facts.ended_at) == ("won", first)
    with pytest.raises(actions.Ended):
        end(made, "lost")
    answer = officer.post(url("outcome", made.pk), ending(made, outcome="lost"), headers=ours)
    assert answer.status_code == 409
    assert queries.facts(made.pk).outcome == "won"


@pytest.mark.parametrize(("changes", "word"), [
    ({"outcome": ""}, "Choose one"), ({"outcome": "triumph"}, "Choose one of the values"), ({"heard": ""}, "Choose one"),
    ({"on": ""}, "Fill in"), ({"on": "yesterday"}, "Write the day like"), ({"on": "2026-13-01"}, "Write the day like"),
    ({"on": "9999-12-31"}, "between the opening and today"), ({"on": "1889-07-14"}, "between the opening and today"),
    ({"what_happened": " \u202e"}, "Fill in"), ({"what_happened": "x" * 1_000_000}, "5000"),
    ({"url_1": "javascript:alert(1)"}, "not a web address"), ({"title_2": "The agreement"}, "web address too"), ({"title_1": "x" * 999}, "200"),
    ({"version": "x"}, ""), ({"version": 1}, "Somebody else saved"),
])
def test_a_bad_outcome_keeps_what_was_typed_and_ends_nothing(desk, ours, changes, word):
    union, officer = desk
    made = campaigns.campaign(union=union)
    answer = officer.post(url("outcome", made.pk), ending(made, **{"what_happened": "Ἐνίκησαν فازوا"} | changes), headers=ours)
    page = html(answer)
    assert answer.status_code == 200
    assert word in page.replace(",", "")
    assert "Ἐνίκησαν فازوا" in page or "what_happened" in changes
    assert queries.facts(made.pk).outcome == ""


@pytest.mark.parametrize("changes", [
    {"outcome": "x"}, {"heard": "maybe"}, {"what_happened": " "}, {"what_happened": "x" * 5001}, {"links": [actions.Link("a", "https://b")] * 11},
    {"on": time.now().date() + timedelta(days=2)}, {"on": time.now().date() - timedelta(days=2)},
])
def test_no_caller_writes_an_outcome_that_is_none(changes):
    with pytest.raises(ValueError):
        end(campaigns.campaign(), **changes)


def test_what_is_not_out_has_no_outcome(desk, ours):
    union, officer = desk
    made = campaigns.campaign(union=union, out=False)
    assert officer.post(url("outcome", made.pk), ending(made), headers=ours).status_code == 409
    with pytest.raises(actions.NotOut):
        end(made)


def test_a_closed_campaign_keeps_its_facts(desk, ours):
    union, officer = desk
    made = campaigns.campaign(union=union, days=-1)
    version = queries.facts(made.pk).version
    assert "What it says stays" in html(officer.get(url("aim", made.pk)))
    with pytest.raises(actions.NotSo):
        actions.set_aim(made, by=union.actor, version=version, goal=1)
    answer = officer.post(url("aim", made.pk), {"goal": 50, "version": version}, headers=ours)
    assert answer.status_code == 200
    assert queries.facts(made.pk).goal == 1000


def test_the_front_page_offers_no_signing_of_what_is_closed(client):
    made = campaigns.campaign(days=-1)
    assert "Add your name" not in html(client.get("/en/"))
    end(made)
    page = html(client.get("/en/"))
    assert made.title in page
    assert "Won</a>" in page


def test_files_that_bear_the_outcome_out_stay():
    made = campaigns.campaign()
    file = {"title": "Agreement", "language": "en", "url": "", "format": "pdf", "bytes": 9, "document": 7}
    Campaign.objects.filter(pk=made.pk).update(outcome_evidence=[file])
    facts = end(made, links=[actions.Link("", "https://example.org/a")])
    assert [row["document"] for row in facts.outcome_evidence] == [0, 7]


@pytest.mark.parametrize("role", ["member", "translator", None])
def test_only_its_officers_end_and_extend_it(signed_in, ours, role):
    union = factories.organisation()
    made = campaigns.campaign(union=union)
    person = factories.member(union, role=role, second_factor=True) if role else factories.member(factories.organisation(), role="owner")
    client = signed_in(person)
    for name in ("outcome", "extend"):
        assert client.get(url(name, made.pk)).status_code == 404
        assert client.post(url(name, made.pk), ending(made), headers=ours).status_code == 404
    moderator = signed_in(factories.person(moderator=True, second_factor=True))
    assert moderator.post(url("outcome", made.pk), ending(made), headers=ours).status_code == 404
    assert queries.facts(made.pk).outcome == ""


def test_hostile_words_in_an_outcome_are_shown_harmlessly(client):
    made = campaigns.campaign()
    end(made, what_happened="<script>alert(1)</script>", links=[actions.Link("<b>x</b>", "https://example.org/?a=%22%3E")])
    page = html(client.get(url("page", made.pk)))
    assert "<script>alert" not in page
    assert "<b>x</b>" not in page


def test_every_stage_is_told_from_the_same_facts():
    draft = campaigns.campaign(out=False)
    waiting = campaigns.campaign(out=False)
    waiting = actions.move(waiting, to="published", by=waiting.author)
    gone = publications.move(campaigns.campaign(), to="withdrawn", by=None, reason="x")
    expected = {
        draft: Stage.DRAFT, waiting: Stage.WAITING, gone: Stage.WITHDRAWN, campaigns.campaign(days=30): Stage.OPEN,
        campaigns.campaign(days=7): Stage.OPEN, campaigns.campaign(days=6): Stage.CLOSING, campaigns.campaign(days=0): Stage.CLOSING,
        campaigns.campaign(days=-1): Stage.DUE,
    }  # fmt: skip
    for outcome in Outcome:
        made = campaigns.campaign()
        end(made, str(outcome))
        expected[made] = Stage(str(outcome))
    found = queries.stages(expected)
    assert found == {made.pk: stage for made, stage in expected.items()}


def test_the_stages_of_many_cost_one_query(django_assert_num_queries):
    rows = [campaigns.campaign() for _ in range(4)]
    with django_assert_num_queries(1):
        assert len(queries.stages(rows)) == 4


def test_the_timeline_is_newest_first(desk, client):
    union, _officer = desk
    made = campaigns.campaign(union=union)
    start = time.now()
    facts = queries.facts(made.pk)
    extensions = [{"from": "2026-01-01T00:00:00+00:00", "to": "2026-02-01T00:00:00+00:00", "reason": "Later", "language": "en", "at": (start + timedelta(hours=2)).isoformat()}]
    steps = [{"count": 5, "words": "To court", "reached_at": (start + timedelta(hours=1)).isoformat()}]
    Campaign.objects.filter(pk=made.pk).update(extensions=extensions, thresholds=steps)
    facts.refresh_from_db()
    kinds = [event.kind for event in queries.timeline(made, facts, [], text=made)]
    assert kinds == ["extension", "threshold", "start"]


def test_what_came_of_it_is_read_in_the_readers_language_until_it_becomes_known_anew(client):
    made = campaigns.campaign()
    end(made, outcome="unknown", what_happened="Nobody knows yet.")
    pieces = {"target": "Το συμβούλιο", "demands.0": "Να γυρίσουν", "demands.1": "Να μιλήσουν", "outcome": "Δεν ξέρει κανείς ακόμα."}
    publications.translate(made, language="el", title="Να γυρίσουν πίσω", summary="Τι έγινε", pieces=pieces)
    english = url("page", made.pk)
    greek = english.replace("/en/", "/el/")
    page = html(client.get(greek))
    assert "Δεν ξέρει κανείς ακόμα." in page
    assert "Nobody knows yet." not in page
    assert "Nobody knows yet." in html(client.get(english))
    end(made, outcome="lost", what_happened="They did not come back.")
    page = html(client.get(greek))
    assert "They did not come back." in page
    assert "Δεν ξέρει κανείς" not in page
