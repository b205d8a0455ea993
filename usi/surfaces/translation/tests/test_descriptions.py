"""Translations of what an organisation or a theme says of itself: who made them stays known, and the parts follow the text."""

import pytest
from django.db import IntegrityError, transaction

from usi.spine.actors import actions as actors
from usi.spine.actors.models import Actor, ActorText
from usi.spine.journal import actions as journal
from usi.spine.journal.models import Entry
from usi.spine.organisations import actions as organisations
from usi.spine.organisations.tests import factories as unions
from usi.spine.taxonomy import actions as taxonomy
from usi.surfaces.translation import actions
from usi.surfaces.translation.models import Job, MemoryUnit
from usi.surfaces.translation.tests.factories import checker, filled, fresh, reader, taken, translator, wanted

pytestmark = [pytest.mark.django_db, pytest.mark.storage]
SUMMARY = "We load ships.\n\nWe are 300."
GREEK = {"Dockers": "Λιμενεργάτες", "We load ships.": "Φορτώνουμε πλοία.", "We are 300.": "Είμαστε 300."}


@pytest.fixture
def maria():
    return translator(("en", "el"), name="Maria")


@pytest.fixture
def union():
    return unions.organisation(name="Dockers", summary=SUMMARY)


@pytest.fixture
def job(maria, union):
    made = taken(maria, wanted(union.actor))
    filled(maria, made, GREEK)
    return actions.finish(made, by=maria.actor)


def text():
    return ActorText.objects.get(language="el")


def react():
    journal.react(Entry.objects.latest("number").number)


def corrected(said, **more):
    """Put another Greek text in place of the translation, as an accepted correction does."""
    row = text()
    actors.set_text(
        actor=row.actor, language="el", name=row.name, summary=said, state=row.state, translated_by=row.translated_by,
        checked_by=row.checked_by, source=row.source, **more,
    )  # fmt: skip
    react()


def test_who_translated_it_from_what_and_who_checked_it_is_kept(maria, job):
    row = text()
    assert (row.state, row.translated_by, row.checked_by, row.source) == ("unchecked", maria.actor, None, SUMMARY)
    assert row.changed_at is not None
    nikos = checker()
    actions.check(job, reader=reader(nikos), by=nikos.actor)
    row = text()
    assert (row.state, row.translated_by, row.checked_by, row.source) == ("checked", maria.actor, nikos.actor, SUMMARY)


def test_a_translation_without_a_moment_or_of_no_known_state_is_refused(union):
    for wrong in ({"state": "checked"}, {"state": "perfect"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ActorText.objects.create(actor=union.actor, language="el", name="x", **wrong)


def test_what_the_organisation_leaves_as_it_is_stays_a_translation_and_what_it_rewrites_is_its_own(maria, union, job):
    said = {"el": ("Σωματείο", text().summary), "ar": ("نقابة", "نحن")}
    union = organisations.set_names(union, by=union.actor, version=union.version, texts=said)
    row = text()
    assert (row.name, row.state, row.translated_by) == ("Σωματείο", "unchecked", maria.actor)
    assert ActorText.objects.get(language="ar").state == ""
    organisations.set_names(union, by=union.actor, version=union.version, texts=said | {"el": ("Σωματείο", "Δικά μας λόγια")})
    row = text()
    assert (row.summary, row.state, row.translated_by, row.source, row.changed_at) == ("Δικά μας λόγια", "", None, "", None)


def test_no_translator_replaces_what_the_organisation_wrote_itself(union, job):
    organisations.set_names(union, by=union.actor, version=union.version, texts={"el": ("Σωματείο", text().summary)})
    react()
    assert Job.objects.filter(pk=job.pk).exists()
    union.refresh_from_db()
    organisations.set_names(union, by=union.actor, version=union.version, texts={"el": ("Σωματείο", "Δικά μας λόγια")})
    react()
    assert not Job.objects.filter(pk=job.pk).exists()


def test_a_corrected_description_is_taken_over_into_the_parts(maria, job):
    nikos = checker()
    job = actions.check(job, reader=reader(nikos), by=nikos.actor)
    nobody_touched = list(job.segments.values_list("pk", flat=True))
    react()
    assert list(job.segments.values_list("pk", flat=True)) == nobody_touched
    corrected("Φορτώνουμε καράβια.\n\nΕίμαστε 300.")
    assert [row.target for row in job.segments.all()] == ["Λιμενεργάτες", "Φορτώνουμε καράβια.", "Είμαστε 300."]
    assert (fresh(job).state, fresh(job).translated_by, fresh(job).checked_by) == (Job.State.CHECKED, maria.actor, nikos.actor)
    assert MemoryUnit.objects.filter(target="Φορτώνουμε καράβια.").exists()


def test_a_corrected_description_of_an_older_original_still_waits_for_what_changed(union, job):
    organisations.edit(union, by=union.actor, version=union.version, summary="We load ships.\n\nWe are 400.")
    react()
    assert fresh(job).state == Job.State.OUTDATED
    corrected("Φορτώνουμε καράβια.\n\nΕίμαστε 300.")
    assert [(row.source, row.target, row.state) for row in job.segments.filter(piece="summary")] == [
        ("We load ships.", "Φορτώνουμε καράβια.", "done"), ("We are 400.", "", "changed"),
    ]  # fmt: skip
    assert fresh(job).state == Job.State.OUTDATED


def test_what_the_node_says_of_a_theme_takes_the_place_of_a_translation(maria):
    taxonomy.install()
    theme = Actor.objects.get(handle="strikes")
    own = theme.texts.get(language="el").summary
    actors.set_text(actor=theme, language="el", name="x", summary="y", state="unchecked", translated_by=maria.actor, source=theme.summary)
    taxonomy.install()
    row = theme.texts.get(language="el")
    assert (row.summary, row.state, row.translated_by, row.source) == (own, "", None, "")


def test_a_translated_description_is_found_by_its_words(client, job):
    address = "/el/search/?q=Φορτώνουμε"
    assert "Λιμενεργάτες" not in client.get(address).content.decode()
    journal.react(Entry.objects.filter(verb="actor.translated").latest("number").number)
    assert "Λιμενεργάτες" in client.get(address).content.decode()
