"""A campaign that waits opens once enough other unions, each still verified, endorse it."""

from datetime import timedelta

import pytest

from usi.base import time
from usi.features.campaigns import actions, queries
from usi.features.campaigns.models import Campaign, Endorsement
from usi.features.campaigns.tests import factories as campaigns
from usi.features.campaigns.tests.factories import state
from usi.spine.organisations.models import Organisation
from usi.spine.organisations.tests import factories

pytestmark = pytest.mark.django_db


def test_with_no_endorsement_asked_for_it_opens_at_once(settings):
    settings.ENDORSEMENTS_NEEDED = 0
    assert campaigns.campaign().state == "published"
    assert not Endorsement.objects.exists()


def test_as_many_as_the_node_asks_for(settings, waiting):
    settings.ENDORSEMENTS_NEEDED = 2
    campaigns.endorse(waiting)
    assert state(waiting) == "in_review"
    campaigns.endorse(waiting)
    assert state(waiting) == "published"


def test_one_person_who_speaks_for_two_unions_does_not_open_it_alone(settings, waiting):
    settings.ENDORSEMENTS_NEEDED = 2
    person = factories.member(factories.organisation(), role="owner").actor
    campaigns.endorse(waiting, by=person)
    campaigns.endorse(waiting, by=person)
    assert state(waiting) == "in_review"


@pytest.mark.storage
def test_whoever_lost_its_verification_does_not_open_it(settings, waiting):
    settings.ENDORSEMENTS_NEEDED = 2
    first = campaigns.endorse(waiting)
    Organisation.objects.filter(pk=first.organisation_id).update(verified=False)
    campaigns.endorse(waiting)
    assert state(waiting) == "in_review"
    assert len(queries.endorsements(waiting.pk, language="en").rows) == 1
    campaigns.endorse(waiting)
    assert state(waiting) == "published"


def test_a_union_that_lost_its_own_verification_opens_nothing(waiting):
    Organisation.objects.filter(pk=waiting.author_id).update(verified=False)
    campaigns.endorse(waiting)
    assert state(waiting) == "in_review"
    assert actions.open_due() == 0
    Organisation.objects.filter(pk=waiting.author_id).update(verified=True)
    assert actions.open_due() == 1
    assert state(waiting) == "published"


@pytest.mark.storage
def test_a_scheduled_campaign_opens_at_its_time_if_its_endorsements_still_stand(monkeypatch):
    made = campaigns.campaign(out=False)
    made = actions.move(made, to="scheduled", by=made.author, scheduled_for=time.now() + timedelta(hours=2))
    row = campaigns.endorse(made)
    assert state(made) == "in_review"
    assert queries.stage(made, queries.facts(made.pk)) == queries.Stage.SCHEDULED
    assert actions.open_due() == 0
    Campaign.objects.filter(pk=made.pk).update(opens_at=time.now() - timedelta(minutes=1))
    Organisation.objects.filter(pk=row.organisation_id).update(verified=False)
    assert actions.open_due() == 0
    Organisation.objects.filter(pk=row.organisation_id).update(verified=True)
    assert actions.open_due() == 1
    assert state(made) == "published"


def test_what_waits_past_its_last_day_does_not_open(waiting):
    campaigns.close(waiting)
    with pytest.raises(actions.Closed):
        campaigns.endorse(waiting)
    assert actions.open_due() == 0


def test_back_in_draft_it_must_be_endorsed_anew(settings, waiting, ours):
    settings.ENDORSEMENTS_NEEDED = 2
    campaigns.endorse(waiting)
    version = queries.facts(waiting.pk).version
    with pytest.raises(actions.AimIsFixed):
        actions.set_aim(waiting, by=waiting.author, version=version, demands=["Something else"])
    with pytest.raises(actions.Endorsed):
        actions.save(waiting, by=waiting.author, version=waiting.version, subjects=(), title="Something else")
    actions.move(waiting, to="draft", by=waiting.author)
    assert not queries.endorsements(waiting.pk, language="en").rows
    actions.set_aim(waiting, by=waiting.author, version=version, demands=["Something else"])
    actions.move(waiting, to="published", by=waiting.author)
    campaigns.endorse(waiting)
    assert state(waiting) == "in_review"
