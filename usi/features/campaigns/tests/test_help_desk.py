from datetime import UTC, date, datetime

import pytest

from usi.base import time
from usi.features.campaigns.models import Campaign, PledgeAction
from usi.features.campaigns.tests import helpers
from usi.features.campaigns.tests.factories import html, url
from usi.spine.organisations.tests import factories as organisations

pytestmark = pytest.mark.django_db


OFFICERS = ["messages", "actions"]


@pytest.mark.parametrize("who", ["nobody", "member", "officer elsewhere", "officer", "moderator"])
def test_only_officers_of_the_organisation_see_its_desk_and_moderators_its_messages(client, signed_in, who):
    made = helpers.campaign()
    people = {
        "member": lambda: helpers.officer(made, role="member"),
        "officer elsewhere": lambda: organisations.member(organisations.organisation(), role="owner"),
        "officer": lambda: helpers.officer(made),
        "moderator": lambda: organisations.person(moderator=True, second_factor=True),
    }
    if who in people:
        signed_in(people[who]())
    expected = {"nobody": (302, 302), "officer": (200, 200), "moderator": (200, 404)}.get(who, (404, 404))
    assert tuple(client.get(url(name, made.pk)).status_code for name in OFFICERS) == expected


def test_ids_of_another_organisation_change_nothing(client, ours, signed_in):
    mine, theirs = helpers.campaign(), helpers.campaign()
    row, picket = helpers.shown(theirs), helpers.action(theirs, title="Theirs")
    signed_in(helpers.officer(mine, role="owner"))
    data = {"verb": "hide", "reason": "spam", "thanks": "x", "thanks_language": "en", "to": "off", "title": "Mine", "kind": "picket", "zone": "UTC"}
    for number in (theirs.pk, mine.pk):
        for name, key in (("message_decide", row.pk), ("message_thank", row.pk), ("action", picket.pk), ("action_move", picket.pk)):
            answer = client.post(url(name, number, key), data, headers=ours)
            assert answer.status_code == (302 if number == mine.pk and name.startswith("message") else 404), name
    row.refresh_from_db()
    picket.refresh_from_db()
    assert (row.state, row.thanks, picket.title, picket.called_off) == ("shown", "", "Theirs", False)
    for name in ("action", "action_move"):
        assert client.get(url(name, mine.pk, 2**63)).status_code in (404, 405)
    assert client.get(url("action_calendar", mine.pk, picket.pk)).status_code == 404


def test_the_nodes_moderators_see_only_what_is_shown_and_can_hide_it(client, ours, signed_in):
    made = helpers.campaign()
    shown, _ = helpers.shown(made, text="Shown words"), helpers.confirm_message(helpers.write(made, text="Waiting words"))
    signed_in(organisations.person(moderator=True, second_factor=True))
    for state in ("", "waiting", "refused"):
        page = html(client.get(url("messages", made.pk), {"state": state}))
        assert "Shown words" in page
        assert "Waiting words" not in page
    client.post(url("message_thank", made.pk, shown.pk), {"thanks": "Thanks", "thanks_language": "en"}, headers=ours)
    client.post(url("message_decide", made.pk, shown.pk), {"verb": "hide", "reason": "hate"}, headers=ours)
    shown.refresh_from_db()
    assert (shown.state, shown.thanks) == ("hidden", "")
    assert "Shown words" not in html(client.get(url("page", made.pk)))
    signed_in(helpers.officer(made))
    page = html(client.get(url("messages", made.pk), {"state": "hidden"}))
    assert "Shown words" in page
    assert 'value="show"' not in page
    client.post(url("message_decide", made.pk, shown.pk), {"verb": "show"}, headers=ours)
    shown.refresh_from_db()
    assert shown.state == "hidden"


def test_an_officer_sets_changes_and_calls_off_an_action(client, ours, signed_in):
    made = helpers.campaign(country="GR")
    Campaign.objects.filter(pk=made.pk).update(zone="Europe/Athens")
    signed_in(helpers.officer(made))
    assert '<option value="Europe/Athens" selected>' in html(client.get(url("actions", made.pk)))
    data = {"kind": "picket", "title": "Picket", "on": "2030-05-01", "begins": "18:30", "zone": "Europe/Athens", "place": "Gate 2", "country": "GR"}
    assert client.post(url("actions", made.pk), data, headers=ours).status_code == 302
    action = PledgeAction.objects.get()
    assert action.starts_at == datetime(2030, 5, 1, 15, 30, tzinfo=UTC)
    helpers.pledge(made, action)
    assert 'name="title"' not in html(client.get(url("action", made.pk, action.pk)))
    changed = {"on": "2030-05-02", "zone": "Europe/Athens", "version": "1"}
    assert client.post(url("action", made.pk, action.pk), changed, headers=ours).status_code == 302
    stale = client.post(url("action", made.pk, action.pk), changed | {"place": "My place"}, headers=ours)
    assert "Somebody else saved this" in html(stale)
    assert "My place" in html(stale)
    client.post(url("action_move", made.pk, action.pk), {"to": "remove"}, headers=ours)
    client.post(url("action_move", made.pk, action.pk), {"to": "off"}, headers=ours)
    action.refresh_from_db()
    assert (action.title, action.on, action.begins, action.called_off) == ("Picket", date(2030, 5, 2), None, True)
    assert client.post(url("action_move", made.pk, action.pk), {"to": "nowhere"}, headers=ours).status_code == 404
    client.logout()
    page = html(client.get(url("page", made.pk)))
    assert "Called off" in page
    assert f"?action={action.pk}" not in page
    assert "no action to pledge now" in html(client.get(url("pledge", made.pk)))


@pytest.mark.parametrize(("changes", "word"), [
    ({"title": ""}, "Fill in this field"), ({"title": "x" * 121}, "at most 120"), ({"kind": "strike"}, "Choose one of the values"),
    ({"on": "1 May"}, "2030-05-31"), ({"on": "9999-12-31"}, "2030-05-31"), ({"begins": "noon"}, "18:30"), ({"on": ""}, "A time needs a day"),
    ({"zone": "Mars/Base"}, "Choose one of the values"), ({"country": "XX"}, "Choose one of the values"),
    ({"on": "2030-03-31", "begins": "03:30"}, "put forward"),
])
def test_an_action_that_needs_attention_comes_back(client, ours, signed_in, changes, word):
    made = helpers.campaign()
    signed_in(helpers.officer(made))
    data = {"kind": "picket", "title": "Picket", "on": "2030-05-01", "begins": "18:30", "zone": "Europe/Athens", "place": "Gate 2"} | changes
    answer = client.post(url("actions", made.pk), data, headers=ours)
    assert answer.status_code == 200
    assert word in html(answer)
    assert 'value="Gate 2"' in html(answer)
    assert not PledgeAction.objects.exists()


def test_the_campaigns_page_costs_one_query_more_for_actions(client):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    plain, full = helpers.campaign(asks=["sign"]), helpers.campaign(asks=["sign", "pledge", "support"])

    def cost(made):
        client.get(url("page", made.pk))
        with CaptureQueriesContext(connection) as seen:
            client.get(url("page", made.pk), {"fresh": time.now().timestamp()})
        return len(seen)

    base = cost(plain)
    for n in range(8):
        helpers.confirm_pledge(helpers.pledge(full, helpers.action(full)))
        helpers.shown(full, upload=helpers.picture() if n == 7 else None, alt="Red")
    assert cost(full) == base + 1
    assert base <= 11


def test_every_list_costs_the_same_however_long(client, signed_in):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    made = helpers.campaign()
    signed_in(helpers.officer(made))

    def cost():
        sums = {}
        for name, state in (("words", ""), ("messages", "shown"), ("messages", "waiting"), ("pledge", ""), ("actions", "")):
            with CaptureQueriesContext(connection) as seen:
                assert client.get(url(name, made.pk), {"state": state} if state else {}).status_code == 200
            sums[name, state] = len(seen)
        return sums

    def more():
        helpers.confirm_pledge(helpers.pledge(made, helpers.action(made)))
        helpers.shown(made, upload=helpers.picture((50, 40)), alt="Red")
        helpers.confirm_message(helpers.write(made))

    more()
    cost()
    few = cost()
    for _ in range(5):
        more()
    assert cost() == few
    assert max(few.values()) <= 12, few
