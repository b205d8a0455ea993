"""Changing a campaign: two editors lose nothing, what people signed stays, and corrections are noted."""

import pytest

from usi.features.campaigns import actions, queries
from usi.features.campaigns.tests import factories as campaigns
from usi.features.campaigns.tests.factories import aim, day, html, text, url
from usi.spine.publications.models import Publication, Revision

pytestmark = pytest.mark.django_db


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
