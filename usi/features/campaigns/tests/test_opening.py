from datetime import timedelta
from urllib.parse import quote

import pytest

from usi.base import time
from usi.features.campaigns import actions, queries
from usi.features.campaigns.models import Campaign
from usi.features.campaigns.tests import factories as campaigns
from usi.features.campaigns.tests.factories import html, url
from usi.spine.organisations.models import Organisation
from usi.spine.organisations.tests import factories
from usi.spine.publications.models import Publication, Revision

pytestmark = pytest.mark.django_db


def day(days):
    return (time.now().date() + timedelta(days=days)).isoformat()


def start(client, union, ours, title="Take the 400 back"):
    answer = client.post(url("new"), {"organisation": union.pk, "language": "en", "title": title}, headers=ours)
    assert answer.status_code == 302, html(answer)
    made = Publication.objects.get(title=title)
    assert answer.url == url("aim", made.pk)
    return made


def aim(version=1, **changes):
    demands = "1. Take them back\n\n- Talk with the union "
    return {"target": "The board", "demands": demands, "closes_on": day(30), "closes_time": "", "zone": "UTC", "goal": 500, "version": version} | changes


def text(made, **changes):
    made.refresh_from_db()
    data = {"title": made.title, "summary": "What happened", "body": "**Four hundred**", "language": "en", "version": made.version}
    return data | {"save": "1"} | changes


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


def test_two_editors_of_the_text_lose_nothing(desk, ours):
    union, officer = desk
    made = campaigns.campaign(union=union, out=False)
    seen = Publication.objects.get(pk=made.pk).version
    actions.save(made, by=union.actor, version=seen, subjects=(), body="Their text")
    answer = officer.post(url("edit", made.pk), text(made, body="My text", version=seen), headers=ours)
    assert answer.status_code == 200
    assert "Their text" in html(answer)
    assert "My text" in html(answer)
    assert officer.post(url("edit", made.pk), text(made, body="Both", version=seen + 1), headers=ours).status_code == 302
    assert {"Their text", "Both"} <= set(Revision.objects.filter(publication=made).values_list("body", flat=True))


def test_two_editors_of_the_demands_lose_nothing(desk, ours):
    union, officer = desk
    made = campaigns.campaign(union=union, out=False)
    seen = queries.facts(made.pk).version
    actions.set_aim(made, by=union.actor, version=seen, target="Their target", demands=["Their demand"], closes_at=None, goal=20)
    answer = officer.post(url("aim", made.pk), aim(version=seen, target="My target"), headers=ours)
    page = html(answer)
    assert answer.status_code == 200
    assert "Their target" in page
    assert "Their demand" in page
    assert "My target" in page
    assert f'name="version" value="{seen + 1}"' in page
    assert queries.facts(made.pk).target == "Their target"
    assert officer.post(url("aim", made.pk), aim(version=seen + 1, target="My target"), headers=ours).status_code == 302
    assert queries.facts(made.pk).target == "My target"


def test_what_people_signed_stays_as_it_was(desk, ours):
    union, officer = desk
    made = campaigns.campaign(union=union)
    facts = queries.facts(made.pk)
    page = html(officer.get(url("aim", made.pk)))
    assert "Take them back" in page
    assert 'name="demands"' not in page
    officer.post(url("aim", made.pk), aim(version=facts.version, demands="Something else", goal=777, closes_on=day(9)), headers=ours)
    changed = queries.facts(made.pk)
    assert (changed.demands, changed.target, changed.goal) == (facts.demands, facts.target, 777)
    with pytest.raises(actions.AimIsFixed):
        actions.set_aim(made, by=union.actor, version=changed.version, target="Other", demands=["x"], closes_at=None, goal=5)


def test_a_correction_is_shown_with_its_date(desk, ours, client):
    union, officer = desk
    made = campaigns.campaign(union=union)
    officer.post(url("edit", made.pk), text(made, body="412, not 400", note="The number was wrong"), headers=ours)
    client.logout()
    assert "The number was wrong" in html(client.get(url("page", made.pk)))


def test_what_is_out_is_withdrawn_with_an_outcome_only(desk, ours):
    union, officer = desk
    made = campaigns.campaign(union=union)
    answer = officer.post(url("move", made.pk), {"to": "withdrawn"}, headers=ours)
    assert answer.url == url("outcome", made.pk)
    made.refresh_from_db()
    assert made.state == "published"


def test_a_text_that_is_out_changes_only_with_a_note(desk, ours):
    union, officer = desk
    made = campaigns.campaign(union=union)
    answer = officer.post(url("edit", made.pk), text(made, body="412, not 400"), headers=ours)
    assert answer.status_code == 200
    assert "Say what you corrected" in html(answer)
    assert "412, not 400" in html(answer)
    made.refresh_from_db()
    assert made.body == "Some **text**"
    unchanged = text(made, summary=made.summary, body=made.body, themes=[], countries=["GR"])
    assert officer.post(url("edit", made.pk), unchanged, headers=ours).status_code == 302


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


def test_the_preview_is_clean_and_keeps_the_text(desk, ours):
    union, officer = desk
    made = campaigns.campaign(union=union, out=False)
    data = text(made, body="# A\n<script>alert(1)</script>")
    del data["save"]
    page = html(officer.post(url("edit", made.pk), data | {"preview": "1"}, headers=ours))
    assert "<h2" in page
    assert "<script>alert" not in page
    assert Publication.objects.get(pk=made.pk).body == "Some **text**"


def test_colleagues_see_the_page_before_it_is_out(desk):
    union, officer = desk
    made = campaigns.campaign(union=union, out=False)
    page = html(officer.get(url("page", made.pk)))
    assert "Only you and your colleagues" in page
    assert 'name="email"' not in page
