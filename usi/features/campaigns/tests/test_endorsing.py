"""Endorsing a campaign: by officers of other verified unions, once, with figures that make sense, and taken back."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from usi.base import time
from usi.features.campaigns import actions, queries
from usi.features.campaigns.models import Endorsement
from usi.features.campaigns.tests import factories as campaigns
from usi.features.campaigns.tests.factories import html, state, url
from usi.spine.journal.models import Entry
from usi.spine.organisations.models import Organisation
from usi.spine.organisations.tests import factories
from usi.spine.publications import actions as publications

pytestmark = pytest.mark.django_db


def form(union, **changes):
    return {"organisation": union.pk, "members": 4000, "as_of": "2026-01-01"} | changes


def test_a_campaign_waits_until_another_verified_union_endorses_it_and_opens_by_itself(waiting, friend, ours, client):
    union, officer = friend
    assert state(waiting) == "in_review"
    page = html(officer.get(url("page", waiting.pk)))
    assert "Waiting for endorsement" in page
    assert url("endorse", waiting.pk) in page
    assert 'value="4000"' in html(officer.get(url("endorse", waiting.pk)))
    assert officer.post(url("endorse", waiting.pk), form(union), headers=ours).url == url("page", waiting.pk)
    assert state(waiting) == "published"
    client.logout()
    page = html(client.get(url("page", waiting.pk)))
    assert "1 organisation representing 4,000 workers in 1 country" in page
    assert "Dockers of Piraeus" in page
    entry = Entry.objects.get(verb="campaign.endorsed")
    assert entry.data == {"organisation": union.pk, "members": 4000, "as_of": "2026-01-01"}


@pytest.mark.storage
def test_nobody_endorses_their_own(waiting, signed_in, ours):
    own = Organisation.objects.get(pk=waiting.author_id)
    other = factories.organisation()
    both = factories.member(other, role="owner", person_=factories.member(own, role="member", second_factor=True))
    client = signed_in(both)
    assert client.get(url("endorse", waiting.pk)).status_code == 404
    assert client.post(url("endorse", waiting.pk), form(other), headers=ours).status_code == 404
    for union, by in ((own, own.actor), (own, other.actor), (other, both.actor)):
        with pytest.raises(actions.CannotEndorse):
            campaigns.endorse(waiting, union=union, by=by)
    assert not Endorsement.objects.exists()


def test_an_unverified_union_endorses_nothing(waiting, signed_in, ours):
    union = factories.organisation(verified=False)
    client = signed_in(factories.member(union, role="owner"))
    for name in ("endorse", "page"):
        assert client.get(url(name, waiting.pk)).status_code == 404
    assert client.get(url("waiting")).status_code == 404
    with pytest.raises(actions.CannotEndorse):
        campaigns.endorse(waiting, union=union)


def test_one_does_not_endorse_in_the_name_of_somebody_else(waiting, friend, ours):
    _union, officer = friend
    stranger = factories.organisation()
    answer = officer.post(url("endorse", waiting.pk), form(stranger), headers=ours)
    assert answer.status_code == 200
    assert "Choose one of the values offered" in html(answer)
    assert not Endorsement.objects.exists()


@pytest.mark.parametrize("role", ["member", "translator", "treasurer", "caseworker"])
def test_only_officers_see_what_waits_and_endorse(waiting, signed_in, ours, role):
    union = factories.organisation()
    client = signed_in(factories.member(union, role=role, second_factor=True))
    for address in (url("waiting"), url("endorse", waiting.pk), url("page", waiting.pk)):
        assert client.get(address).status_code == 404
    assert client.post(url("endorse", waiting.pk), form(union), headers=ours).status_code == 404


def test_strangers_are_asked_to_sign_in_and_moderators_see_but_do_not_endorse(waiting, client, signed_in):
    assert client.get(url("page", waiting.pk)).status_code == 404
    assert client.get(url("waiting")).status_code == 302
    moderator = signed_in(factories.person(moderator=True, second_factor=True))
    assert waiting.title in html(moderator.get(url("waiting")))
    assert moderator.get(url("page", waiting.pk)).status_code == 200
    assert moderator.get(url("endorse", waiting.pk)).status_code == 404


def test_a_draft_and_a_hidden_one_are_nobodys_to_endorse(waiting, friend, ours):
    union, officer = friend
    draft = campaigns.campaign(out=False)
    publications.moderate(waiting, to="hidden", by=None)
    for made in (draft, waiting):
        assert officer.get(url("endorse", made.pk)).status_code == 404
        assert officer.get(url("page", made.pk)).status_code == 404
        with pytest.raises(actions.Closed):
            campaigns.endorse(made, union=union)
    assert draft.title not in html(officer.get(url("waiting")))
    assert waiting.title not in html(officer.get(url("waiting")))


@pytest.mark.storage
def test_an_endorsement_counts_once_and_is_gone_when_taken_back(friend, ours, client):
    union, officer = friend
    made = campaigns.campaign()
    assert officer.post(url("endorse", made.pk), form(union), headers=ours).status_code == 302
    assert officer.post(url("endorse", made.pk), form(union), headers=ours).status_code == 200
    with pytest.raises(actions.EndorsedAlready):
        campaigns.endorse(made, union=union)
    with pytest.raises(IntegrityError), transaction.atomic():
        Endorsement.objects.create(campaign=made, organisation=union, members=1, members_as_of=date(2026, 1, 1), at=time.now())
    assert "2 organisations representing 5,200 workers" in html(client.get(url("page", made.pk)))
    assert "Take the endorsement back" in html(officer.get(url("endorse", made.pk)))
    assert officer.post(url("withdraw_endorsement", made.pk), {"organisation": union.pk}, headers=ours).status_code == 302
    page = html(client.get(url("page", made.pk)))
    assert "Dockers of Piraeus" not in page.split("Who stands behind it")[1].split("</ul>")[0]
    assert "1 organisation representing 1,200 workers" in page
    assert queries.facts(made.pk).endorsed == 1
    assert Entry.objects.filter(verb="campaign.endorsement_withdrawn").count() == 1
    assert officer.post(url("endorse", made.pk), form(union, members=9), headers=ours).status_code == 302


def test_nobody_takes_anothers_endorsement_back(friend, signed_in, ours):
    union, officer = friend
    made = campaigns.campaign()
    row = campaigns.endorse(made)
    assert officer.post(url("withdraw_endorsement", made.pk), {"organisation": row.organisation_id}, headers=ours).status_code == 404
    campaigns.endorse(made, union=union)
    for raw in (row.organisation_id, "", "x", "9" * 30):
        officer.post(url("withdraw_endorsement", made.pk), {"organisation": raw}, headers=ours)
    assert officer.get(url("withdraw_endorsement", made.pk)).status_code == 405
    assert Endorsement.objects.filter(withdrawn_at__isnull=True).count() == 3


def test_a_closed_campaign_keeps_its_endorsements(friend, ours):
    union, officer = friend
    made = campaigns.campaign()
    campaigns.endorse(made, union=union)
    other = campaigns.campaign(days=-1)
    campaigns.close(made)
    answer = officer.post(url("withdraw_endorsement", made.pk), {"organisation": union.pk}, headers=ours, follow=True)
    assert "What it says then stays" in html(answer)
    answer = officer.post(url("endorse", other.pk), form(union), headers=ours)
    assert answer.status_code == 409
    assert "can no longer be endorsed" in html(answer)
    assert Endorsement.objects.filter(withdrawn_at__isnull=True).count() == 3


@pytest.mark.parametrize(("changes", "word"), [
    ({"members": ""}, "Fill in"), ({"members": "-1"}, "0"), ({"members": "9" * 40}, "300000000"), ({"members": "many"}, "whole number"),
    ({"members": "٤٠٠٠٠٠٠٠٠٠"}, "300000000"), ({"as_of": ""}, "Fill in"), ({"as_of": "2026-02-30"}, "Write the day like"),
    ({"as_of": "9999-01-01"}, "earlier day"), ({"as_of": "0001-01-01"}, "earlier day"), ({"organisation": "\x00"}, "Choose one"),
    ({"organisation": "x" * 1_000_000}, "Choose one"),
])
def test_a_bad_endorsement_says_what_to_do(waiting, friend, ours, changes, word):
    union, officer = friend
    answer = officer.post(url("endorse", waiting.pk), form(union, **changes), headers=ours)
    assert answer.status_code == 200
    assert word in html(answer).replace(",", "")
    assert not Endorsement.objects.exists()


@pytest.mark.parametrize("changes", [{"members": -1}, {"members": 10**9}, {"as_of": date(9999, 1, 1)}])
def test_no_caller_endorses_with_figures_that_are_none(waiting, changes):
    with pytest.raises(ValueError):
        campaigns.endorse(waiting, **changes)
