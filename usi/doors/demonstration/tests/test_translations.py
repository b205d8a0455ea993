"""The demonstration's translators: every state, real pairs in the memory, somebody who can check, something urgent."""

import pytest
from django.db import transaction

from usi.doors.demonstration.loader import articles, campaigns, organisations, people, translations
from usi.doors.operators import catalogues
from usi.spine.actors.models import ActorText
from usi.spine.organisations.queries import reader_of
from usi.spine.publications.models import Translation
from usi.spine.taxonomy import actions as taxonomy
from usi.surfaces.translation import queries
from usi.surfaces.translation.models import Checker, Job, MemoryUnit, Segment, Term
from usi.surfaces.translation.tests.remembered import suggested

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def everyone(django_db_setup, django_db_blocker):
    """Load the demonstration with one signature in a hundred and a single picture, once for all tests here."""
    catalogues.compile_stale([catalogues.LOCALE])
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr(articles, "WITH_PICTURE", 1000)
        taxonomy.install()
        unions = organisations.create()
        made = people.create(unions)
        organisations.verify(unions)
        campaigns.create(unions, made, share=0.01)
        articles.create(unions, made)
        translations.create(made)
        yield made
        transaction.set_rollback(True)


def by_login(everyone, login):
    return next(person for person in everyone.values() if person.account and person.account.email.startswith(f"{login}@"))


def test_there_is_work_in_every_state(everyone):
    states = set(Job.objects.values_list("state", flat=True))
    assert states == set(Job.State.values)
    assert Segment.objects.filter(state="changed").exclude(before_target="").count() >= 1
    assert Job.objects.filter(state="in_work").count() == 3


def test_translations_are_in_every_state_and_some_are_older_than_their_original(everyone):
    assert set(Translation.objects.values_list("state", flat=True)) == set(Translation.State.values)
    assert any(row.outdated for row in queries.coverage())


def test_some_descriptions_say_who_translated_and_who_checked_them(everyone):
    rows = ActorText.objects.filter(actor__type="organisation", state="checked").select_related("actor")
    assert rows.count() > 5
    assert all(row.translated_by_id and row.checked_by_id not in (None, row.translated_by_id) and row.source == row.actor.summary for row in rows)
    assert Job.objects.filter(actor__isnull=False, state="checked").count() == rows.count()


def test_the_memory_holds_some_thousand_real_pairs_and_finds_them(everyone):
    assert MemoryUnit.objects.count() > 2000
    assert suggested("Greece", from_language="en", to_language="el")[0].target == "Ελλάδα"


def test_the_glossary_is_there(everyone):
    assert Term.objects.count() >= 150


@pytest.mark.parametrize("login", ["owner", "member", "editor", "arabic"])
def test_who_signs_in_finds_something_to_translate(everyone, login):
    person = by_login(everyone, login)
    found = queries.work_list(reader=reader_of(account_id=person.account_id))
    assert found.wanted
    assert any(row.why for row in found.wanted)


def test_the_owner_finds_something_to_check_and_nobody_checks_their_own(everyone):
    found = queries.work_list(reader=reader_of(account_id=by_login(everyone, "owner").account_id))
    assert found.to_check
    assert Checker.objects.count() > 15


def test_there_is_something_to_measure(everyone):
    everything = queries.spans()[0]
    assert everything.count > 30
    assert everything.median < everything.p90
