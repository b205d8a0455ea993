"""Opening a campaign: in three steps, by officers of verified organisations, with all that people must know."""

from datetime import timedelta
from urllib.parse import quote

import pytest

from usi.base import time
from usi.features.campaigns import actions, queries
from usi.features.campaigns.models import Campaign
from usi.features.campaigns.tests import factories as campaigns
from usi.features.campaigns.tests.factories import aim, html, text, url
from usi.spine.organisations.models import Organisation
from usi.spine.organisations.tests import factories
from usi.spine.publications.models import Publication

pytestmark = pytest.mark.django_db


def start(client, union, ours, title="Take the 400 back"):
    answer = client.post(url("new"), {"organisation": union.pk, "language": "en", "title": title}, headers=ours)
    assert answer.status_code == 302, html(answer)
    made = Publication.objects.get(title=title)
    assert answer.url == url("aim", made.pk)
    return made


def test_an_officer_opens_a_campaign_in_three_steps(desk, ours, client):
    union, officer = desk
    assert officer.get(url("new")).status_code == 200
    made = start(officer, union, ours)
    assert officer.get(url("aim", made.pk)).status_code == 200
    answer = officer.post(url("aim", made.pk), aim(), headers=ours)
    assert answer.url == url("edit", made.pk)
    facts = Campaign.objects.get(pk=made.pk)
    assert facts.demands == ["Take them back", "Talk with the union"]
    assert "a summary" in html(officer.get(url("edit", made.pk)))
    assert officer.post(url("edit", made.pk), text(made, countries=["GR"]), headers=ours).status_code == 302
    assert officer.post(url("move", made.pk), {"to": "published"}, headers=ours).status_code == 302
    assert client.get(url("page", made.pk)).status_code == 200
    client.logout()
    assert client.get(url("page", made.pk)).status_code == 404
    campaigns.endorse(made)
    page = html(client.get(url("page", made.pk)))
    for piece in ("Take the 400 back", "The board", "Take them back", "<strong>Four hundred</strong>", "Add your name"):
        assert piece in page


def test_a_form_sent_twice_opens_one_campaign(desk, ours, monkeypatch):
    union, officer = desk
    first = start(officer, union, ours)
    assert start(officer, union, ours).pk == first.pk
    assert start(officer, union, ours, title="Another one").pk != first.pk
    later = time.now() + timedelta(minutes=3)
    monkeypatch.setattr(time, "now", lambda: later)
    data = {"organisation": union.pk, "language": "en", "title": first.title}
    assert officer.post(url("new"), data, headers=ours).url != url("aim", first.pk)


def test_an_unverified_organisation_opens_nothing(signed_in, ours):
    union = factories.organisation(verified=False)
    client = signed_in(factories.member(union, role="owner"))
    answer = client.get(url("new"))
    assert answer.status_code == 200
    assert "Only verified organisations" in html(answer)
    answer = client.post(url("new"), {"organisation": union.pk, "language": "en", "title": "T"}, headers=ours)
    assert answer.status_code == 200
    with pytest.raises(actions.NotVerified):
        actions.open(by=union.actor, organisation=union, language="en", title="T")
    assert not Publication.objects.exists()


def test_a_campaign_of_an_organisation_that_lost_its_verification_does_not_come_out(desk, ours):
    union, officer = desk
    made = campaigns.campaign(union=union, out=False)
    Organisation.objects.filter(pk=union.pk).update(verified=False)
    officer.post(url("move", made.pk), {"to": "published"}, headers=ours)
    made.refresh_from_db()
    assert made.state == "draft"
    assert "Only verified organisations" in html(officer.get(url("edit", made.pk)))


@pytest.mark.parametrize("role", ["member", "translator", "treasurer", "caseworker"])
def test_only_officers_open_and_edit(signed_in, ours, role):
    union = factories.organisation()
    made = campaigns.campaign(union=union, out=False)
    client = signed_in(factories.member(union, role=role, second_factor=True))
    for address in (url("new"), url("aim", made.pk), url("edit", made.pk)):
        assert client.get(address).status_code == 404
    assert client.post(url("move", made.pk), {"to": "published"}, headers=ours).status_code == 404
    assert client.get(url("page", made.pk)).status_code == 404


def test_officers_of_others_find_nothing_and_the_wrong_organisation_is_not_offered(desk, signed_in, ours):
    union, _ = desk
    made = campaigns.campaign(union=union, out=False)
    other = factories.organisation()
    client = signed_in(factories.member(other, role="owner"))
    for name in ("aim", "edit", "page"):
        assert client.get(url(name, made.pk)).status_code == 404
        assert client.post(url(name, made.pk), aim(), headers=ours).status_code in (404, 405)
    answer = client.post(url("new"), {"organisation": union.pk, "language": "en", "title": "Stolen"}, headers=ours)
    assert answer.status_code == 200
    assert not Publication.objects.filter(title="Stolen").exists()


@pytest.mark.parametrize("lacks", [{"summary": ""}, {"demands": []}, {"days": 0}])
def test_nothing_comes_out_without_what_people_must_know(desk, ours, lacks):
    union, officer = desk
    made = campaigns.campaign(union=union, out=False, **{name: value for name, value in lacks.items() if name != "days"})
    if "days" in lacks:
        campaigns.close(made)
    with pytest.raises(actions.NotReady):
        actions.move(made, to="published", by=union.actor)
    officer.post(url("move", made.pk), {"to": "published"}, headers=ours)
    made.refresh_from_db()
    assert made.state == "draft"


def test_a_campaign_cannot_be_scheduled_past_its_last_day():
    made = campaigns.campaign(out=False, days=3)
    with pytest.raises(actions.NotReady):
        actions.move(made, to="scheduled", by=made.author, scheduled_for=time.now() + timedelta(days=5))
    assert actions.move(made, to="scheduled", by=made.author, scheduled_for=time.now() + timedelta(days=2)).state == "in_review"


@pytest.mark.parametrize(("changes", "word"), [
    ({"demands": ""}, "Fill in"),
    ({"demands": "\n".join("abcdefghijklmn")}, "at most 12"),
    ({"demands": "x" * 500}, "under 400"),
    ({"demands": "- \n* \n"}, "at least one demand"),
    ({"target": "\u202e\x00"}, "Fill in"),
    ({"closes_on": "tomorrow"}, "Write the day like"),
    ({"closes_on": "1999-01-01"}, "Choose a day"),
    ({"closes_on": "9999-12-31"}, "Choose a day"),
    ({"goal": "many"}, "whole number"),
    ({"goal": "-5"}, "10"),
    ({"goal": "9" * 40}, "10000000"),
    ({"version": "x"}, ""),
])
def test_a_bad_step_keeps_what_was_typed(desk, ours, changes, word):
    union, officer = desk
    made = start(officer, union, ours)
    answer = officer.post(url("aim", made.pk), aim(target="All that I typed") | changes, headers=ours)
    page = html(answer)
    assert answer.status_code == 200
    assert word in page.replace(",", "")
    assert "All that I typed" in page or "target" in changes
    assert queries.facts(made.pk).demands == []


@pytest.mark.parametrize("title", ["", " \u202e ", "\x00", "x" * 1_000_000, "\ud800"])
def test_hostile_titles_are_answered_politely(desk, ours, title):
    union, officer = desk
    body = f"organisation={union.pk}&language=en&title={quote(title.encode('utf-8', 'surrogatepass'))}"
    answer = officer.post(url("new"), body, content_type="application/x-www-form-urlencoded", headers=ours)
    assert answer.status_code in (200, 413)
    assert not Publication.objects.exists()
