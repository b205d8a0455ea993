import pytest

from usi.base import time
from usi.features.campaigns import actions, queries
from usi.features.campaigns.tests import factories
from usi.features.campaigns.tests.factories import html, url
from usi.features.campaigns.tests.helpers import officer
from usi.features.campaigns.tests.news_helpers import written
from usi.spine.organisations.tests import factories as organisations
from usi.spine.publications.models import Publication

pytestmark = pytest.mark.django_db


def endorsed_by(made, union):
    """Let an organisation stand behind a campaign; returns its officer."""
    who = organisations.member(union, role="editor")
    actions.endorse(made, by=who.actor, organisation=union, members=10, as_of=time.now().date())
    return who


def test_where_one_officer_is_alone_an_endorsing_organisation_releases(client, ours, signed_in):
    made = factories.campaign()
    alone = officer(made)
    ally = endorsed_by(made, organisations.organisation())
    stranger = organisations.member(organisations.organisation(), role="owner")
    update = written(made, by=alone.actor)
    assert "You are the only one" in html(signed_in(alone).get(url("updates", made.pk)))
    assert signed_in(stranger).get(url("update_review", update.pk)).status_code == 404
    signed_in(ally)
    assert url("update_review", update.pk) in html(client.get("/en/desk/"))
    assert client.get(url("update_edit", update.pk)).status_code == 404
    page = html(client.get(url("update_review", update.pk)))
    seen = page.split('name="seen" value="')[1].split('"')[0]
    client.post(url("update_review", update.pk), {"to": "published", "seen": seen}, headers=ours)
    assert Publication.objects.get(pk=update.pk).state == "published"


def test_with_a_second_officer_or_without_their_endorsement_others_stay_outside(client, signed_in):
    made = factories.campaign()
    alone = officer(made)
    union = organisations.organisation()
    ally = endorsed_by(made, union)
    update = written(made, by=alone.actor)
    signed_in(ally)
    assert client.get(url("update_review", update.pk)).status_code == 200
    actions.withdraw_endorsement(made, organisation=union.pk, by=ally.actor)
    assert client.get(url("update_review", update.pk)).status_code == 404
    actions.endorse(made, by=ally.actor, organisation=union, members=10, as_of=time.now().date())
    assert client.get(url("update_review", update.pk)).status_code == 200
    officer(made)
    assert client.get(url("update_review", update.pk)).status_code == 404
    assert queries.officers_of(made.author_id) == 2
