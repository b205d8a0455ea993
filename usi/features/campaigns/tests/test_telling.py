"""Who is told by mail when a campaign opens or an action moves."""

from datetime import timedelta

import pytest

from usi.base import time
from usi.features.campaigns import actions
from usi.features.campaigns.actions import tell_moved
from usi.features.campaigns.models import PledgeAction
from usi.features.campaigns.tests import factories, helpers
from usi.spine.journal.models import Entry
from usi.spine.organisations.tests import factories as organisations

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


@pytest.fixture
def promised():
    """Return a campaign and an action that one has promised, in Greek, and another has not confirmed."""
    made = helpers.campaign(title="Water at the harbour")
    picket = helpers.action(made, title="Picket at gate 2", place="Gate 2", country="GR")
    helpers.confirm_pledge(helpers.pledge(made, picket, address="rosa@example.org", language="el"))
    helpers.pledge(made, picket, address="unsure@example.org")
    return made, picket


def test_those_who_speak_for_the_union_are_told_that_another_has_opened_their_campaign(react, outbox, settings):
    settings.ENDORSEMENTS_NEEDED = 1
    made = factories.campaign(out=False, title="Water at the harbour")
    officer = helpers.officer(made)
    made = actions.move(made, to="published", by=made.author)
    react()
    assert not [mail for mail in outbox() if "is open" in mail["subject"]]
    factories.endorse(made, union=organisations.organisation(name="Open Harbour"))
    react()
    told = [mail for mail in outbox() if "Your campaign is open: Water at the harbour" in mail["subject"]]
    assert officer.account.email in [mail["to"] for mail in told]
    text = told[0].get_body(("plain",)).get_content()
    assert "Open Harbour" in text
    assert f"/campaigns/{made.pk}/desk/" in text
    react()
    assert len([mail for mail in outbox() if "is open" in mail["subject"]]) == len(told)


def test_whoever_promised_is_told_once_when_an_action_moves(promised, react, outbox):
    made, picket = promised
    react()
    before = len(outbox())
    day = (time.now() + timedelta(days=9)).date()
    plan = actions.Plan("picket", "Picket at gate 2", on=day, place="Town hall", country="GR")
    actions.change_action(made, number=picket.pk, by=made.author, version=1, plan=plan)
    react()
    [mail] = outbox()[before:]
    assert mail["to"] == "rosa@example.org"
    text = mail.get_body(("plain",)).get_content()
    assert "Town hall" in text
    assert "calendar.ics" in text
    assert "/el/" in text
    tell_moved(Entry.objects.filter(verb="campaign.action_changed").latest("number"))
    react()
    assert len(outbox()) == before + 1


def test_whoever_promised_is_told_that_it_is_called_off_and_can_withdraw(promised, react, outbox):
    made, picket = promised
    react()
    before = len(outbox())
    actions.call_off(made, number=picket.pk, by=made.author, off=True)
    react()
    [mail] = outbox()[before:]
    assert "Picket at gate 2" in mail["subject"]
    assert "/pledge/withdraw/" in mail.get_body(("plain",)).get_content()


def test_nobody_is_told_of_a_better_description_or_of_what_is_over(promised, react, outbox):
    made, picket = promised
    react()
    before = len(outbox())
    plan = actions.Plan("picket", "Picket at gate 2", on=picket.on, place="Gate 2", country="GR", description="Bring a flag.")
    actions.change_action(made, number=picket.pk, by=made.author, version=1, plan=plan)
    react()
    actions.call_off(made, number=picket.pk, by=made.author, off=True)
    PledgeAction.objects.filter(pk=picket.pk).update(on=(time.now() - timedelta(days=3)).date())
    react()
    assert len(outbox()) == before
