"""What is added to a campaign is missing in its translations from that moment on, as what was changed in it is."""

from datetime import timedelta

import pytest

from usi.base import time
from usi.features.campaigns import actions as campaigns
from usi.features.campaigns.models import Campaign
from usi.features.campaigns.tests import factories as campaigning
from usi.spine.journal.models import Entry
from usi.surfaces.translation import actions
from usi.surfaces.translation.models import Job, Segment
from usi.surfaces.translation.tests.factories import checked, filled, fresh, taken, translator, wanted

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


def add_demand(made):
    version = Campaign.objects.values_list("version", flat=True).get(pk=made.pk)
    campaigns.set_aim(made, by=made.author, version=version, demands=["Take them back", "Talk with us", "Pay the week"])


def add_action(made):
    plan = campaigns.Plan(kind="picket", title="Come to the gate", description="On the first day")
    return campaigns.add_action(made, by=made.author, plan=plan)


def translated(maria, made):
    """Return the job of a campaign that was translated whole and checked."""
    job = taken(maria, wanted(made))
    filled(maria, job, {row.source: f"Μετάφραση {row.place}" for row in job.segments.all()})
    actions.finish(job, by=maria.actor)
    return checked(fresh(job))


@pytest.mark.parametrize(("add", "keys"), [(add_demand, {"2"}), (add_action, {"title", "description"})])
def test_a_piece_that_was_added_waits_for_translators_at_once(add, keys, react):
    maria = translator(("en", "el"))
    job = translated(maria, campaigning.campaign(out=False))
    react()
    assert fresh(job).state == Job.State.CHECKED
    add(job.publication)
    react()
    assert fresh(job).state == Job.State.OUTDATED
    missing = job.segments.filter(target="")
    assert {row.piece.rpartition(".")[2] for row in missing} == keys
    assert {row.state for row in missing} == {Segment.State.EMPTY}
    assert not job.segments.exclude(target="").exclude(state=Segment.State.CHECKED).exists()


def test_who_is_at_work_gets_it_into_their_hands_and_it_is_marked_once(react):
    maria = translator(("en", "el"))
    made = campaigning.campaign()
    job = taken(maria, wanted(made))
    before = job.segments.count()
    action = add_action(made)
    react()
    for entry in Entry.objects.filter(verb="campaign.action_added"):
        actions.original_changed(entry)
    assert job.segments.count() == before + 2
    assert job.segments.filter(piece=f"actions.{action.pk}.title").count() == 1
    assert fresh(job).held_by(maria.pk)


def test_it_goes_again_with_what_was_added(react):
    maria = translator(("en", "el"))
    made = campaigning.campaign()
    job = translated(maria, made)
    react()
    before = job.segments.count()
    action = add_action(made)
    react()
    campaigns.remove_action(made, number=action.pk, by=made.author)
    react()
    assert job.segments.count() == before


def extend(made):
    facts = Campaign.objects.get(pk=made.pk)
    later = facts.closes_at + timedelta(days=10)
    campaigns.extend(made, by=made.author, version=facts.version, closes_at=later, reason="The hearing at the gate was moved")


def end(made):
    version, today = Campaign.objects.values_list("version", flat=True).get(pk=made.pk), time.now().date()
    said = "They opened the gate"
    campaigns.end(made, by=made.author, version=version, outcome="won", on=today, what_happened=said, heard="yes")


def prove(made):
    campaigns.add_evidence(made, by=made.author, piece=campaigns.Piece(title="The gate, locked", language="en", url="https://example.org/gate"))


@pytest.mark.parametrize("add", [add_action, extend, end, prove])
def test_what_was_added_is_found_and_marked_at_once(client, add, react):
    maria = translator(("en", "el"))
    job = translated(maria, campaigning.campaign(title="For the port"))
    react()
    assert "For the port" not in client.get("/en/search/", {"q": "gate"}).content.decode()
    add(job.publication)
    react()
    assert "For the port" in client.get("/en/search/", {"q": "gate"}).content.decode()
    assert fresh(job).state == Job.State.OUTDATED
    assert job.segments.filter(target="").exists()
