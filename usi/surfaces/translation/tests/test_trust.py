"""Who may check which pair is given by trust, and can be taken back."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from usi.base import time
from usi.spine.journal.models import Entry
from usi.spine.organisations.tests import factories as unions
from usi.surfaces.translation import actions
from usi.surfaces.translation.models import Checker
from usi.surfaces.translation.tests.factories import checker, finished, reader, sign_in, translator

pytestmark = [pytest.mark.django_db, pytest.mark.storage]
URL = "/en/translate/checkers/"
PAIR = {"from_language": "en", "language": "el"}


@pytest.fixture
def moderator():
    return unions.person(moderator=True, second_factor=True)


def test_a_moderator_trusts_somebody_and_it_is_in_the_journal(moderator):
    anna = unions.person()
    row = actions.trust(anna, reader=reader(moderator), **PAIR)
    assert row.given_by == moderator.actor
    assert Entry.objects.filter(verb="translation.trusted", by_id=moderator.pk, data__person=anna.pk).exists()
    job = finished()
    assert actions.check(job, reader=reader(anna), by=anna.actor).checked_by == anna.actor


def test_who_checks_a_pair_may_trust_others_with_it_and_with_no_other():
    nikos, anna = checker(), unions.person()
    actions.trust(anna, reader=reader(nikos), **PAIR)
    with pytest.raises(actions.NotAllowed):
        actions.trust(anna, from_language="en", language="ar", reader=reader(nikos))


def test_nobody_trusts_themselves(moderator):
    with pytest.raises(actions.NotAllowed):
        actions.trust(moderator, reader=reader(moderator), **PAIR)
    with pytest.raises(IntegrityError), transaction.atomic():
        Checker.objects.create(person=moderator.actor, given_by=moderator.actor, given_at=time.now(), **PAIR)


def test_a_translator_trusts_nobody(client):
    maria = translator(("en", "el"))
    with pytest.raises(actions.NotAllowed):
        actions.trust(unions.person(), reader=reader(maria), **PAIR)
    sign_in(client, maria)
    assert client.get(URL).status_code == 404


def test_trust_taken_back_ends_at_once_and_what_was_checked_stays(moderator):
    anna = unions.person()
    row = actions.trust(anna, reader=reader(moderator), **PAIR)
    done = actions.check(finished(), reader=reader(anna), by=anna.actor)
    job = finished()
    actions.take_back(row.pk, reader=reader(moderator))
    with pytest.raises(actions.NotAllowed):
        actions.check(job, reader=reader(anna), by=anna.actor)
    done.refresh_from_db()
    assert done.checked_by == anna.actor
    assert Entry.objects.filter(verb="translation.trust_taken_back", by_id=moderator.pk).exists()
    with pytest.raises(actions.NotAllowed):
        actions.take_back(row.pk, reader=reader(moderator))


def test_it_can_be_given_again_after_it_was_taken_back_but_not_twice(moderator):
    anna = unions.person()
    row = actions.trust(anna, reader=reader(moderator), **PAIR)
    with pytest.raises(actions.AlreadyTrusted):
        actions.trust(anna, reader=reader(moderator), **PAIR)
    actions.take_back(row.pk, reader=reader(moderator))
    assert actions.trust(anna, reader=reader(moderator), **PAIR).pk != row.pk


def test_who_has_it_may_lay_it_down_and_others_may_not_take_it():
    nikos = checker()
    row = Checker.objects.get(person=nikos.actor)
    with pytest.raises(actions.NotAllowed):
        actions.take_back(row.pk, reader=reader(checker("en", "ar")))
    actions.take_back(row.pk, reader=reader(nikos))
    assert Checker.objects.get(pk=row.pk).taken_back_by == nikos.actor


def test_a_closed_account_and_a_language_that_is_none_get_no_trust(moderator):
    gone = unions.person()
    gone.account = None
    gone.save(update_fields=["account"])
    for person, pair in ((gone, PAIR), (unions.person(), {"from_language": "en", "language": "tlh"}), (unions.person(), {"from_language": "el", "language": "el"})):
        with pytest.raises(actions.NotAllowed):
            actions.trust(person, reader=reader(moderator), **pair)


def test_the_page_trusts_and_takes_back(client, ours, moderator):
    anna = unions.person(name="Anna", handle="anna_k")
    sign_in(client, moderator)
    answer = client.post(URL, {"handle": "@anna_k", **PAIR}, headers=ours, follow=True)
    assert "They can check this pair now" in answer.content.decode()
    assert "Anna" in answer.content.decode()
    again = client.post(URL, {"handle": "anna_k", **PAIR}, headers=ours).content.decode()
    assert "checks this pair already" in again
    row = Checker.objects.get(person=anna.actor)
    client.post(reverse("translation:take_back", args=[row.pk]), headers=ours)
    assert "Anna" not in client.get(URL).content.decode()


@pytest.mark.parametrize(("typed", "said"), [({"handle": "nobody_here"}, "Nobody who can sign in"), ({"language": "en"}, "two different languages"), ({"handle": ""}, "Fill in this field")])
def test_what_is_missing_is_said_and_the_rest_stays_typed(client, ours, moderator, typed, said):
    unions.person(handle="anna_k")
    sign_in(client, moderator)
    shown = client.post(URL, {"handle": "anna_k", **PAIR, **typed}, headers=ours).content.decode()
    assert said in shown
    assert not Checker.objects.exists()


def test_the_page_takes_the_same_number_of_queries_however_many_check(client, moderator):
    sign_in(client, moderator)
    checker()
    client.get(URL)
    counts = []
    for more in (1, 20):
        for _ in range(more):
            checker()
        with CaptureQueriesContext(connection) as captured:
            client.get(URL)
        counts.append(len(captured.captured_queries))
    assert counts[0] == counts[1]


def test_who_closes_their_account_is_trusted_no_more_and_waits_for_nothing():
    from usi.spine.people import actions as people
    from usi.surfaces.translation.models import Job, Wish
    from usi.surfaces.translation.tests.factories import article, taken, wanted

    nikos = checker()
    actions.want(article(), language="ar", by=nikos.actor)
    maria = translator(("en", "el"))
    job = taken(maria, wanted())
    for person in (nikos, maria):
        people.close(person)
        actions.person_closed(Entry.objects.get(verb="person.closed", subject_id=person.pk))
    assert not Wish.objects.exists()
    assert Checker.objects.get(person=nikos.actor).taken_back_at
    assert actions.lapse() == 1
    assert Job.objects.get(pk=job.pk).state == Job.State.WANTED


def test_what_is_kept_about_a_person_can_be_downloaded():
    from usi.spine.people import exports
    from usi.surfaces.translation.tests.factories import article

    nikos = checker()
    actions.want(article(), language="ar", by=nikos.actor)
    kept = exports.data(nikos)
    assert kept["checks_translations"][0]["language"] == "el"
    assert kept["asked_to_read"][0]["job__language"] == "ar"
