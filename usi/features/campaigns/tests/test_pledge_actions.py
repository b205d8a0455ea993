from datetime import date
from datetime import time as clock

import pytest

from usi.base import time
from usi.features.campaigns import actions
from usi.features.campaigns.tests import helpers
from usi.spine.journal.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


@pytest.mark.parametrize("plan", [
    {"title": ""}, {"title": "x" * 121}, {"kind": "strike"}, {"country": "XX"}, {"zone": "Mars/Base"}, {"description": "x" * 501},
    {"place": "x" * 201}, {"on": None, "begins": clock(18)}, {"on": date(2030, 3, 31), "begins": clock(3, 30), "zone": "Europe/Athens"},
])
def test_what_no_action_can_be_is_refused(plan):
    made = helpers.campaign()
    with pytest.raises(ValueError):
        actions.add_action(made, by=made.author, plan=actions.Plan(**{"kind": "picket", "title": "Picket"} | plan))


def test_a_campaign_has_twelve_actions_at_most():
    made = helpers.campaign()
    for _ in range(12):
        helpers.action(made)
    with pytest.raises(actions.TooMany):
        helpers.action(made)


def test_what_people_have_promised_stays_what_it_is_and_is_called_off_instead_of_removed():
    made = helpers.campaign()
    picket, free = helpers.action(made, title="Picket"), helpers.action(made, title="Free")
    helpers.pledge(made, picket)
    with pytest.raises(actions.HasPledges):
        actions.change_action(made, number=picket.pk, by=made.author, version=1, plan=actions.Plan("picket", "Dinner"))
    with pytest.raises(actions.HasPledges):
        actions.remove_action(made, number=picket.pk, by=made.author)
    moved = actions.change_action(made, number=picket.pk, by=made.author, version=1, plan=actions.Plan("picket", "Picket", place="Gate 2"))
    assert (moved.place, moved.version) == ("Gate 2", 2)
    with pytest.raises(actions.StaleAction):
        actions.change_action(made, number=picket.pk, by=made.author, version=1, plan=actions.Plan("picket", "Picket"))
    actions.remove_action(made, number=free.pk, by=made.author)
    assert list(helpers.counts(made)) == ["Picket"]
    verbs = Entry.objects.filter(subject_type="pledgeaction").order_by("number").values_list("verb", flat=True)
    assert [verb.partition("_")[2] for verb in verbs] == ["added", "added", "changed", "removed"]


def test_an_action_is_over_when_its_day_has_passed_where_it_happens(monkeypatch):
    made = helpers.campaign()
    here = helpers.action(made, on=date(2030, 5, 1), zone="Pacific/Kiritimati")
    there = helpers.action(made, on=date(2030, 5, 1), zone="Pacific/Pago_Pago")
    monkeypatch.setattr(time, "now", lambda: time.datetime(2030, 5, 1, 11, tzinfo=time.timezone.get_fixed_timezone(0)))
    assert (here.over, there.over) == (True, False)
