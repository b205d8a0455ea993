"""What a machine suggests, and what of it readers see: nothing, unless the organisation says so, and then labelled."""

import pytest
from django.urls import reverse

from usi.spine.organisations.tests import factories as unions
from usi.spine.publications import actions as publications
from usi.spine.publications.models import Translation
from usi.surfaces.translation import actions
from usi.surfaces.translation.models import Job, MachineConsent
from usi.surfaces.translation.tests.factories import article, filled, finished, fresh, sign_in, taken, translator, wanted
from usi.surfaces.translation.tests.test_machine import service

pytestmark = [pytest.mark.django_db, pytest.mark.storage]
__all__ = ["service"]


@pytest.fixture
def union():
    return unions.organisation(handle="ours")


def allow(union, given=True):
    actions.consent(union, by=union.actor, given=given)


def said(made):
    return Translation.objects.filter(publication=made, language="el").first()


def test_it_suggests_for_the_empty_parts_of_what_is_being_worked_on(service, client):
    maria = translator(("en", "el"))
    job = taken(maria)
    filled(maria, job, {"In short": "Με λίγα λόγια"})
    assert actions.suggest_by_machine() == 1
    assert job.segments.get(piece="title").suggested == "el:A strike at the port"
    assert job.segments.get(piece="summary").suggested == ""
    assert actions.suggest_by_machine() == 0, "once is enough"
    sign_in(client, maria)
    shown = client.get(reverse("translation:job", args=[job.pk])).content.decode()
    assert "el:A strike at the port" in shown
    assert "Machine" in shown
    assert not Translation.objects.exists()


def test_without_a_service_nothing_is_asked(settings):
    settings.TRANSLATE_URL = ""
    taken(translator(("en", "el")))
    assert actions.suggest_by_machine() == 0
    assert actions.publish_by_machine() == 0


def test_what_is_not_public_is_never_sent(service, union):
    ours = unions.member(union, role="translator")
    taken(ours, wanted(article(author=union.actor, state="draft")))
    assert actions.suggest_by_machine() == 0
    assert service.asked == []


def test_nothing_is_shown_unchecked_unless_the_organisation_says_so(service, union):
    job = wanted(article(author=union.actor))
    assert actions.publish_by_machine() == 0
    allow(union)
    assert actions.publish_by_machine() == 1
    assert (said(job.publication).state, said(job.publication).title) == ("machine", "el:A strike at the port")
    assert fresh(job).state == Job.State.WANTED, "it still waits for a person"
    assert fresh(job).live_at is None


def test_a_machine_never_replaces_what_a_person_wrote(service, union):
    allow(union)
    job = finished(job=wanted(article(author=union.actor)))
    Job.objects.filter(pk=job.pk).update(state="wanted", live_at=None)
    job.segments.update(target="", state="empty")
    actions.publish_by_machine()
    assert said(job.publication).state == "unchecked"


def test_a_person_replaces_the_machine(service, union):
    allow(union)
    job = wanted(article(author=union.actor))
    actions.publish_by_machine()
    finished(job=fresh(job))
    assert (said(job.publication).state, said(job.publication).title) == ("unchecked", "Απεργία στο λιμάνι")


def test_taking_the_permission_back_takes_the_machines_texts_away(service, union):
    allow(union)
    job = wanted(article(author=union.actor))
    actions.publish_by_machine()
    allow(union, given=False)
    assert said(job.publication) is None
    assert not MachineConsent.objects.exists()


def test_a_service_that_fails_is_asked_again_later(service, union):
    taken(translator(("en", "el")))
    service.answer = lambda handler, asked: handler.say(500, {"error": "down"})
    assert actions.suggest_by_machine() == 0
    service.answer = None
    assert actions.suggest_by_machine() == 1


def test_a_text_of_which_the_machine_refuses_a_part_is_not_shown(service, union):
    allow(union)
    job = wanted(article(author=union.actor, summary="forbidden"))
    assert actions.publish_by_machine() == 0
    assert said(job.publication) is None


def test_a_changed_original_is_asked_about_again(service, union):
    allow(union)
    job = wanted(article(author=union.actor))
    actions.publish_by_machine()
    made = job.publication
    publications.edit(made, by=made.author, version=1, summary="Another")
    actions.bring_up_to_date(fresh(job))
    assert actions.publish_by_machine() == 1
    assert (said(made).summary, said(made).of_version) == ("el:Another", 2)


def test_only_who_speaks_for_the_organisation_decides(client, ours, union):
    url = reverse("translation:machine", kwargs={"handle": "ours"})
    sign_in(client, unions.member(union, role="member"))
    assert client.post(url, {"allow": "1"}, headers=ours).status_code == 404
    assert not MachineConsent.objects.exists()
    sign_in(client, unions.member(union, role="owner"))
    assert "They are not shown to readers." in client.get(url).content.decode()
    client.post(url, {"allow": "1"}, headers=ours)
    assert MachineConsent.objects.get().organisation == union
    assert "They are shown, labelled" in client.get(url).content.decode()
