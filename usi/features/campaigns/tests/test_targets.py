import pytest

from usi.features.campaigns import actions
from usi.features.campaigns.tests import factories
from usi.features.campaigns.tests import letter_factories as letters

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


def test_targets_stay_as_they_are_once_somebody_has_signed_or_written():
    made, (one,) = letters.campaign()
    actions.change_target(one, by=made.author, who=letters.who(name="Another Minister"), post=actions.Post())
    factories.sign(made)
    with pytest.raises(actions.TargetsAreFixed):
        actions.change_target(one, by=made.author, who=letters.who(name="The Queen"), post=actions.Post())
    with pytest.raises(actions.TargetsAreFixed):
        actions.remove_target(one, by=made.author)
    with pytest.raises(actions.TargetsAreFixed):
        letters.target(made)
    actions.change_target(one, by=made.author, who=letters.who(name="Another Minister"), post=actions.Post(hourly=5))
    with pytest.raises(ValueError):
        actions.correct_address(one, by=made.author, address="new@gov.example", note="")
    actions.correct_address(one, by=made.author, address="new@gov.example", note="The old one bounced")
    one.refresh_from_db()
    assert (one.name, one.hourly, one.notes[0]["note"]) == ("Another Minister", 5, "The old one bounced")


def test_forty_targets_are_enough():
    made, _ = letters.campaign(targets=40, out=False)
    with pytest.raises(actions.TooManyTargets):
        letters.target(made)


@pytest.mark.parametrize("change", [{"zone": "Mars/Base"}, {"zone": "../../etc/passwd"}, {"opens": 17, "shuts": 9}, {"shuts": 25}, {"hourly": 0}])
def test_hours_that_make_no_sense_are_refused(change):
    made, _ = letters.campaign(targets=0, out=False)
    with pytest.raises(ValueError):
        letters.target(made, **change)
