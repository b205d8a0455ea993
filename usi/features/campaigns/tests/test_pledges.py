"""Pledges: one mailbox promises an action once, counts once it is confirmed, and what is personal is erased."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from usi.base import time
from usi.features.campaigns import actions, queries, sealing
from usi.features.campaigns.models import Pledge, PledgeAction, Pledger
from usi.features.campaigns.tests import factories, helpers
from usi.features.campaigns.tests.factories import ADDRESS
from usi.spine.journal.models import Entry
from usi.spine.mail.models import Mail
from usi.spine.publications import actions as publications

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


def test_a_pledge_counts_once_confirmed_and_waits_apart_until_then():
    made = helpers.campaign()
    picket, collection = helpers.action(made, title="Picket"), helpers.action(made, title="Collection", kind="collection", days=None)
    row = helpers.pledge(made, picket, collection)
    helpers.pledge(made, picket)
    assert helpers.counts(made) == {"Picket": (0, 2), "Collection": (0, 1)}
    helpers.confirm_pledge(row)
    assert helpers.counts(made) == {"Picket": (1, 1), "Collection": (1, 0)}
    helpers.confirm_pledge(row)
    assert helpers.counts(made) == {"Picket": (1, 1), "Collection": (1, 0)}


@pytest.mark.parametrize("written", ["rosa.canary@example.org", "ROSA.CANARY+x@EXAMPLE.ORG", " Ｒosa.Canary@ｅxample.org. "])
def test_one_mailbox_promises_an_action_once_however_it_is_written(written):
    made = helpers.campaign()
    picket = helpers.action(made)
    first = helpers.confirm_pledge(helpers.pledge(made, picket, address=ADDRESS))
    assert helpers.pledge(made, picket, address=written).pk == first.pk
    assert helpers.counts(made) == {picket.title: (1, 0)}
    with pytest.raises(IntegrityError), transaction.atomic():
        Pledge.objects.create(action=picket, pledger=first, asked_at=time.now())


def test_what_waits_is_replaced_and_what_counts_is_only_added_to():
    made = helpers.campaign()
    one, two, three = (helpers.action(made, title=title) for title in ("one", "two", "three"))
    helpers.pledge(made, one, address=ADDRESS, name="Typo")
    row = helpers.pledge(made, two, address=ADDRESS, name="Rosa")
    assert helpers.counts(made) == {"one": (0, 0), "two": (0, 1), "three": (0, 0)}
    helpers.confirm_pledge(row)
    helpers.pledge(made, three, address=ADDRESS, name="Attacker", country="IT")
    row.refresh_from_db()
    assert (row.name, row.country, row.state) == ("Rosa", "GR", "confirmed")
    assert helpers.counts(made) == {"one": (0, 0), "two": (1, 0), "three": (0, 1)}
    helpers.confirm_pledge(row)
    assert helpers.counts(made) == {"one": (0, 0), "two": (1, 0), "three": (1, 0)}


def test_a_button_confirms_only_what_its_page_showed():
    made = helpers.campaign()
    one, two = helpers.action(made, title="one"), helpers.action(made, title="two")
    row = helpers.pledge(made, one, address=ADDRESS)
    mark = queries.pledge_mark(row, queries.waiting_of(row))
    helpers.pledge(made, two, address=ADDRESS)
    with pytest.raises(actions.Changed):
        actions.confirm_pledge(token=sealing.token(row.pk, "pledge"), seen=mark)
    mark = queries.pledge_mark(row, queries.waiting_of(row))
    actions.change_action(made, number=two.pk, by=made.author, version=1, plan=actions.Plan("picket", "two", on=date(2050, 1, 1)))
    with pytest.raises(actions.Changed):
        actions.confirm_pledge(token=sealing.token(row.pk, "pledge"), seen=mark)
    assert helpers.counts(made)["two"] == (0, 1)


@pytest.mark.parametrize("state", ["draft", "closed", "withdrawn", "hidden", "not asked", "called off", "over", "ended"])
def test_only_what_is_open_is_promised_or_confirmed(state, monkeypatch):
    made = helpers.campaign(asks=["sign"] if state == "not asked" else helpers.EVERYTHING, out=state != "draft")
    picket = helpers.action(made)
    if state not in ("draft", "not asked"):
        waiting = helpers.pledge(made, picket)
    if state == "closed":
        factories.close(made)
    if state == "withdrawn":
        publications.move(made, to="withdrawn", by=None, reason="because")
    if state == "hidden":
        publications.moderate(made, to="hidden", by=None)
    if state == "called off":
        actions.call_off(made, number=picket.pk, by=made.author, off=True)
    if state == "over":
        PledgeAction.objects.update(on=(time.now() - timedelta(days=2)).date())
    if state == "ended":
        from usi.features.campaigns.models import Campaign

        Campaign.objects.filter(pk=made.pk).update(outcome="won", outcome_on=time.now().date(), heard="yes", ended_at=time.now())
    with pytest.raises(actions.Closed):
        helpers.pledge(made, picket)
    if state not in ("draft", "not asked"):
        with pytest.raises(actions.Closed):
            helpers.confirm_pledge(waiting)
    assert helpers.counts(made)[picket.title][0] == 0


def test_actions_of_another_campaign_are_not_promised():
    one, other = helpers.campaign(), helpers.campaign()
    theirs = helpers.action(other)
    with pytest.raises(actions.Closed):
        helpers.pledge(one, theirs)
    assert not Pledger.objects.exists()


@pytest.mark.parametrize("change", [{"country": "XX"}, {"country": ""}, {"name": " \u2060 "}, {"name": "x" * 121}, {"address": "no address"}])
def test_what_makes_no_sense_is_refused(change):
    made = helpers.campaign()
    picket = helpers.action(made)
    with pytest.raises(ValueError):
        helpers.pledge(made, picket, **change)
    assert not Pledger.objects.exists()


def test_a_withdrawal_erases_all_that_is_personal():
    made = helpers.campaign()
    picket = helpers.action(made)
    row = helpers.confirm_pledge(helpers.pledge(made, picket, address=ADDRESS, workplace="Port"))
    actions.withdraw_pledge(token=sealing.token(row.pk, "pledge"))
    row.refresh_from_db()
    assert (row.state, row.name, row.country, row.workplace, row.language) == ("withdrawn", "", "", "", "")
    assert (bytes(row.address), row.address_key, row.confirmed_at) == (b"", None, None)
    assert helpers.counts(made) == {picket.title: (0, 0)}
    with pytest.raises(actions.UnknownLink):
        actions.withdraw_pledge(token=sealing.token(row.pk, "pledge"))
    assert helpers.pledge(made, picket, address=ADDRESS).pk != row.pk


def test_a_correction_adds_and_takes_back_without_another_confirmation():
    made = helpers.campaign()
    one, two = helpers.action(made, title="one"), helpers.action(made, title="two")
    over = helpers.action(made, title="over", days=1)
    row = helpers.confirm_pledge(helpers.pledge(made, one, over, address=ADDRESS))
    PledgeAction.objects.filter(pk=over.pk).update(on=(time.now() - timedelta(days=2)).date())
    actions.correct_pledge(token=sealing.token(row.pk, "pledge"), actions=[two.pk], sender=helpers.sender(name="Rosa M.", country="TN"))
    row.refresh_from_db()
    assert (row.name, row.country) == ("Rosa M.", "TN")
    assert helpers.counts(made) == {"one": (0, 0), "two": (1, 0), "over": (1, 0)}
    waiting = helpers.pledge(made, one)
    actions.correct_pledge(token=sealing.token(waiting.pk, "pledge"), actions=[two.pk], sender=helpers.sender())
    assert helpers.counts(made)["two"] == (1, 1)


@pytest.mark.parametrize("token", ["x", "", "a" * 5000, "\x00", "٣"])
def test_guessed_links_open_nothing_nor_does_the_link_of_a_signature(token):
    made = helpers.campaign()
    row = helpers.pledge(made, helpers.action(made))
    for guess in (token, sealing.token(row.pk), sealing.token(row.pk, "message")):
        with pytest.raises(actions.UnknownLink):
            actions.confirm_pledge(token=guess, seen="")
        assert queries.pledger_by_token(guess) is None


def test_what_nobody_confirms_is_deleted_after_thirty_days(monkeypatch):
    made, now = helpers.campaign(), time.now()
    one, two = helpers.action(made, title="one", days=None), helpers.action(made, title="two", days=None)
    confirmed = helpers.confirm_pledge(helpers.pledge(made, one, address=ADDRESS))
    helpers.pledge(made, two, address=ADDRESS)
    helpers.pledge(made, one)
    monkeypatch.setattr(time, "now", lambda: now + timedelta(days=30))
    assert actions.purge_links() == 0
    monkeypatch.setattr(time, "now", lambda: now + timedelta(days=30, minutes=1))
    assert actions.purge_links() == 2
    assert [row.pk for row in Pledger.objects.all()] == [confirmed.pk]
    assert helpers.counts(made) == {"one": (1, 0), "two": (0, 0)}


def test_sixty_days_after_the_last_day_names_are_erased_and_counts_stay(monkeypatch):
    made, now = helpers.campaign(days=5), time.now()
    picket = helpers.action(made)
    for _ in range(2):
        helpers.confirm_pledge(helpers.pledge(made, picket))
    helpers.pledge(made, picket)
    monkeypatch.setattr(time, "now", lambda: now + timedelta(days=66))
    actions.erase()
    assert not Pledger.objects.exists()
    assert not Pledge.objects.exists()
    assert helpers.counts(made) == {picket.title: (2, 0)}
    actions.erase()
    assert helpers.counts(made) == {picket.title: (2, 0)}
    assert Entry.objects.get(verb="campaign.helpers_erased").data == {"pledgers": 3, "messages": 0}


def test_no_single_pledge_is_in_the_journal_and_no_address_in_the_open():
    made = helpers.campaign()
    helpers.confirm_pledge(helpers.pledge(made, helpers.action(made), address=ADDRESS))
    assert not Entry.objects.filter(subject_type__in=["pledge", "pledger"]).exists()
    assert b"canary" not in bytes(Pledger.objects.get().address).lower()
    assert "canary" not in str(Pledger.objects.get())
    assert not Mail.objects.filter(key__icontains="canary").exists()
