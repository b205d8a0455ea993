"""What has its day is translated before it comes out, by those who may read it already and nobody else."""

from datetime import timedelta

import pytest
from django.urls import reverse

from usi.base import time
from usi.features.campaigns import actions as campaigns
from usi.features.campaigns.tests import factories as campaigning
from usi.spine.organisations.tests import factories as unions
from usi.spine.people.models import PersonLanguage
from usi.spine.publications import actions as publications
from usi.spine.publications.models import Publication
from usi.surfaces.translation import actions, queries
from usi.surfaces.translation.models import Job
from usi.surfaces.translation.tests.factories import article, filled, fresh, reader, sign_in, taken, translator

pytestmark = [pytest.mark.django_db, pytest.mark.storage]
LIST = "/en/translate/"


def speaks(person, source="en", into="el"):
    """Let a person translate a pair."""
    PersonLanguage.objects.create(person=person, language=source, position=0, translates_into=[into])
    return person


def listed(person):
    """Return what the list of a translator offers: title and why."""
    return [(row.job.title, row.why) for row in queries.work_list(reader=reader(person)).wanted]


def scheduled(days=3):
    """Return a campaign that has asked to open some days from now."""
    made = campaigning.campaign(out=False, title="For the port", days=60)
    return campaigns.move(made, to="scheduled", by=made.author, scheduled_for=time.now() + timedelta(days=days))


def test_a_campaign_about_to_open_is_offered_to_its_own_translators_and_to_those_who_may_endorse_it(client, ours, react):
    article(title="Nothing presses")
    made = scheduled()
    react()
    actions.plan_all()
    own = speaks(unions.member(made.author.organisation, role="translator"))
    endorser = speaks(unions.member(unions.organisation(), role="editor"))
    moderator = speaks(unions.person(moderator=True, second_factor=True))
    for person in (own, endorser, moderator):
        assert listed(person) == [("For the port", ("opens",)), ("Nothing presses", ())]
    job = Job.objects.get(publication=made, language="el")
    others = [
        translator(("en", "el")), speaks(unions.member(made.author.organisation, role="member")),
        speaks(unions.member(unions.organisation(verified=False), role="owner")), speaks(unions.member(unions.organisation(), role="translator")),
    ]  # fmt: skip
    for person in others:
        assert listed(person) == [("Nothing presses", ())]
        sign_in(client, person)
        assert client.get(f"{LIST}{job.pk}/").status_code == 404
        assert client.post(reverse("translation:take", args=[job.pk]), headers=ours).status_code == 404
        assert "For the port" not in client.get(LIST).content.decode()
    assert queries.waiting_for(reader(others[0])).wanted == 1
    assert next(row for row in queries.coverage() if row.language == "el").waiting == 1


def test_what_was_translated_before_is_there_when_it_opens_and_nobody_has_waited(client, react, monkeypatch):
    made = scheduled()
    react()
    own = speaks(unions.member(made.author.organisation, role="translator"))
    job = taken(own, Job.objects.get(publication=made, language="el"))
    page = sign_in(client, own) and client.get(f"{LIST}{job.pk}/").content.decode()
    assert "Read the original" not in page
    filled(own, job, {row.source: f"Μετάφραση {row.place}" for row in job.segments.all()})
    actions.finish(job, by=own.actor)
    assert queries.spans() == []
    campaigning.endorse(made)
    campaigning.endorse(made)
    then = time.now() + timedelta(days=3, minutes=1)
    monkeypatch.setattr(time, "now", lambda: then)
    assert campaigns.open_due() == 1
    react()
    made.refresh_from_db()
    assert made.state == "published"
    assert (fresh(job).asked_at, fresh(job).live_at) == (made.published_at, made.published_at)
    assert queries.spans()[0].median == timedelta()
    client.logout()
    page = client.get(f"/el/campaigns/{made.pk}/").content.decode()
    assert "Μετάφραση 0" in page
    assert listed(translator(("en", "ar"))) == [("For the port", ("opened",))]


def test_a_day_taken_back_presses_nobody_and_a_campaign_without_one_is_not_offered_early(react):
    made = scheduled()
    react()
    campaigns.move(made, to="draft", by=made.author)
    react()
    own = speaks(unions.member(made.author.organisation, role="editor"))
    assert [why for _title, why in listed(own)] == [()]
    whenever = campaigning.campaign(out=False)
    campaigns.move(whenever, to="published", by=whenever.author)
    react()
    assert actions.plan_all() == 0
    assert not Job.objects.filter(publication=whenever).exists()


def test_an_article_with_its_day_is_offered_to_its_own_people_alone(react):
    made = article(state="draft", title="On Friday")
    publications.move(made, to="scheduled", by=made.author, scheduled_for=time.now() + timedelta(days=2))
    react()
    organisation = Publication.objects.get(pk=made.pk).author.organisation
    assert listed(speaks(unions.member(organisation, role="translator"))) == [("On Friday", ("opens",))]
    assert listed(speaks(unions.member(unions.organisation(), role="editor"))) == []


def test_what_was_given_its_day_before_is_found_by_the_hourly_look():
    scheduled()
    assert actions.plan_all() > 0
    assert actions.plan_all() == 0
