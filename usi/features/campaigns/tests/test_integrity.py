from datetime import timedelta

import pytest

from usi.base import time
from usi.features.campaigns import actions, queries, sealing
from usi.features.campaigns.models import Signature, SupportMessage, Suspicion
from usi.features.campaigns.tests import factories
from usi.features.campaigns.tests.factories import html, url
from usi.spine.journal.models import Entry
from usi.spine.organisations.tests import factories as organisations

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


def crowd(made, domain, count, **more):
    for n in range(count):
        factories.confirm(factories.sign(made, address=f"p{n}@{domain}", **more))


def test_only_groups_that_share_what_people_seldom_share_are_suspected():
    made, other = factories.campaign(), factories.campaign()
    crowd(made, "mailinator.com", 3)
    crowd(made, "factory.example", 30)
    crowd(made, "gmail.com", 31)
    crowd(made, "small.example", 29)
    crowd(other, "slow.example", 20, filled_in=30)
    crowd(other, "quick.example", 20, filled_in=1)
    assert actions.look() == 3
    found = {(row.campaign_id, row.rule, row.label, row.size) for row in Suspicion.objects.all()}
    hour = time.now().strftime("%Y-%m-%dT%H")
    assert found == {(made.pk, "disposable", "mailinator.com", 3), (made.pk, "domain", "factory.example", 30), (other.pk, "quick", hour, 20)}
    assert actions.look() == 0
    assert Entry.objects.filter(verb="campaign.suspected").count() == 3


def test_forms_with_a_solved_puzzle_are_never_too_quick():
    made = factories.campaign()
    crowd(made, "quick.example", 25, filled_in=0, solved=True)
    assert actions.look() == 0


def test_a_group_set_aside_leaves_the_public_number_and_comes_back():
    made = factories.campaign()
    crowd(made, "mailinator.com", 4, country="FR")
    crowd(made, "union.example", 2, country="GR")
    waiting = factories.sign(made, address="late@mailinator.com")
    actions.look()
    group, by = Suspicion.objects.get(), made.author
    with pytest.raises(ValueError, match="reason"):
        actions.decide(group, by=by, to="set_aside", reason=" ")
    assert actions.decide(group, by=by, to="set_aside", reason="one machine") == 5
    counts = queries.tally(made.pk, language="en")
    assert (counts.confirmed, counts.set_aside, counts.waiting) == (2, 4, 1)
    factories.confirm(waiting)
    counts = queries.tally(made.pk, language="en")
    assert (counts.confirmed, counts.set_aside, counts.waiting) == (2, 5, 0)
    assert queries.counts_are_right()
    assert not [row for row in queries.names(made.pk) if row.country == "FR"]
    group.refresh_from_db()
    assert actions.decide(group, by=by, to="kept") == 5
    assert queries.tally(made.pk, language="en").confirmed == 7
    assert queries.counts_are_right()
    verbs = list(Entry.objects.filter(verb__startswith="campaign.signatures_").values_list("verb", flat=True))
    assert sorted(verbs) == ["campaign.signatures_restored", "campaign.signatures_set_aside"]


def test_words_of_those_set_aside_are_not_shown_until_they_count_again():
    made = factories.campaign()
    crowd(made, "mailinator.com", 3, words="With you.")
    crowd(made, "union.example", 1, words="From the harbour.")
    SupportMessage.objects.update(state="shown", decided_at=time.now())
    actions.look()
    group = Suspicion.objects.get()
    actions.decide(group, by=made.author, to="set_aside", reason="one machine")
    assert [row.text for row in queries.newest_messages(made.pk)] == ["From the harbour."]
    assert [row.text for row in queries.messages(made.pk, states=["shown"]).items] == ["From the harbour."]
    actions.decide(group, by=made.author, to="kept")
    assert len(queries.newest_messages(made.pk)) == 4


def test_a_group_that_grows_is_asked_about_anew(monkeypatch):
    made = factories.campaign()
    crowd(made, "mailinator.com", 3)
    actions.look()
    actions.decide(Suspicion.objects.get(), by=made.author, to="set_aside", reason="r")
    factories.confirm(factories.sign(made, address="new@mailinator.com"))
    assert actions.look() == 1
    assert Suspicion.objects.get().state == "open"


def test_old_signatures_are_not_looked_at_again(monkeypatch):
    made, now = factories.campaign(days=40), time.now()
    crowd(made, "mailinator.com", 3)
    monkeypatch.setattr(time, "now", lambda: now + timedelta(days=2))
    assert actions.look() == 0


def test_those_set_aside_see_the_same_pages_and_mails_as_others(client, ours, outbox, react):
    made = factories.campaign()
    crowd(made, "mailinator.com", 3)
    actions.look()
    actions.decide(Suspicion.objects.get(), by=made.author, to="set_aside", reason="r")
    answers = [factories.post(client, ours, made, email=address) for address in ("x@mailinator.com", "x@union.example")]
    assert answers[0].status_code == answers[1].status_code == 302
    assert answers[0]["Location"] == answers[1]["Location"]
    Signature.objects.filter(set_aside=True).update(letter="none")
    react()
    mails = {mail["To"]: mail for mail in outbox()}
    assert mails["x@mailinator.com"]["Subject"] == mails["x@union.example"]["Subject"]
    row = Signature.objects.filter(set_aside=True).first()
    page = html(client.get(url("confirm", sealing.token(row.pk))))
    assert "Your name counts" in page
    assert "aside" not in page


def test_officers_look_and_decide_and_nobody_else(client, signed_in, ours):
    union = organisations.organisation()
    made = factories.campaign(union=union)
    crowd(made, "mailinator.com", 3)
    actions.look()
    group = Suspicion.objects.get()
    stranger = organisations.member(organisations.organisation(), role="owner", person_=organisations.person(second_factor=True))
    officer = organisations.member(union, role="editor", person_=organisations.person(second_factor=True))
    data = {"to": "set_aside", "reason": "one machine"}
    assert signed_in(stranger).get(url("integrity", made.pk)).status_code == 404
    assert signed_in(stranger).post(url("decide", made.pk, group.pk), data, headers=ours).status_code == 404
    page = html(signed_in(officer).get(url("integrity", made.pk)))
    assert "mailinator.com" in page
    assert client.post(url("decide", made.pk, group.pk), {"to": "set_aside"}, headers=ours).status_code == 302
    assert Signature.objects.filter(set_aside=True).count() == 0
    assert client.post(url("decide", made.pk, group.pk), data, headers=ours).status_code == 302
    assert Signature.objects.filter(set_aside=True).count() == 3
    other = factories.campaign(union=union)
    assert client.post(url("decide", other.pk, group.pk), data, headers=ours).status_code == 404
    assert "3</b> confirmed signatures are set aside" in html(client.get(url("page", made.pk)))
