"""From wanted to checked: reserving, typing, finishing, a second person."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from usi.base import time
from usi.spine.journal.models import Entry
from usi.spine.organisations.tests import factories as unions
from usi.spine.people.models import PersonLanguage
from usi.spine.publications import actions as publications
from usi.spine.publications.models import Translation
from usi.surfaces.translation import actions, queries
from usi.surfaces.translation.actions import Typed
from usi.surfaces.translation.models import Job, MemoryUnit, Segment
from usi.surfaces.translation.tests.factories import (
    GREEK,
    article,
    checked,
    checker,
    filled,
    finished,
    fresh,
    reader,
    taken,
    translator,
    wanted,
)  # fmt: skip

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


@pytest.fixture
def maria():
    return translator(("en", "el"), name="Maria")


def later(monkeypatch, **span):
    moment = time.now() + timedelta(**span)
    monkeypatch.setattr(time, "now", lambda: moment)


def test_a_text_taken_is_cut_into_its_parts_in_the_order_of_the_page(maria):
    job = taken(maria)
    assert [(row.piece, row.source) for row in job.segments.all()] == [
        ("title", "A strike at the port"), ("summary", "In short"), ("body", "The port is closed since Monday."), ("body", "We ask three things:"),
        ("body", "- the 27 go back to work"), ("body", "- the belts run slower"),
    ]
    assert job.state == Job.State.IN_WORK
    assert Entry.objects.filter(verb="translation.taken", subject_id=job.pk, by_id=maria.pk).exists()


def test_what_somebody_has_taken_cannot_be_taken_by_another_for_a_day(maria, monkeypatch):
    job, nikos = taken(maria), translator(("en", "el"))
    with pytest.raises(actions.Held) as held:
        actions.take(job, reader=reader(nikos))
    assert held.value.by == maria.actor
    later(monkeypatch, hours=25)
    assert actions.take(job, reader=reader(nikos)).taken_by_id == nikos.pk


def test_every_save_begins_the_day_again(maria, monkeypatch):
    job = taken(maria)
    later(monkeypatch, hours=20)
    filled(maria, job)
    later(monkeypatch, hours=20)
    assert fresh(job).held_by(maria.pk)


def test_a_reservation_lapses_by_itself_and_keeps_what_was_typed(maria, monkeypatch):
    job = taken(maria)
    filled(maria, job)
    later(monkeypatch, hours=25)
    assert actions.lapse() == 1
    assert (fresh(job).state, fresh(job).taken_by) == (Job.State.WANTED, None)
    assert job.segments.filter(target="").count() == 0
    assert actions.lapse() == 0


def test_it_can_be_given_back_by_who_has_it_only(maria):
    job, nikos = taken(maria), translator(("en", "el"))
    with pytest.raises(actions.Held):
        actions.release(job, by=nikos.actor)
    actions.release(job, by=maria.actor)
    assert fresh(job).state == Job.State.WANTED
    assert actions.take(job, reader=reader(nikos)).taken_by_id == nikos.pk


def test_after_a_lapse_who_goes_on_typing_has_it_again_unless_somebody_else_took_it(maria, monkeypatch):
    job, nikos = taken(maria), translator(("en", "el"))
    later(monkeypatch, hours=25)
    filled(maria, job)
    assert fresh(job).held_by(maria.pk)
    later(monkeypatch, hours=25)
    actions.take(job, reader=reader(nikos))
    with pytest.raises(actions.Held):
        filled(maria, job)


def test_only_pairs_of_the_profile_can_be_taken(maria):
    job = wanted(language="ar")
    with pytest.raises(actions.NotAllowed):
        actions.take(job, reader=reader(maria))
    PersonLanguage.objects.filter(person=maria, language="en").update(translates_into=["ar"])
    assert actions.take(job, reader=reader(maria)).held_by(maria.pk)


def test_a_translator_of_the_organisation_may_translate_what_it_has_not_brought_out(maria):
    union = unions.organisation()
    draft = article(author=union.actor, state="draft")
    job = wanted(draft)
    assert queries.find(job.pk, reader=reader(maria)) is None
    ours = unions.member(union, role="translator")
    assert queries.find(job.pk, reader=reader(ours)) == job
    assert actions.take(job, reader=reader(ours)).held_by(ours.pk)
    member = unions.member(union, role="member")
    assert queries.find(job.pk, reader=reader(member)) is None


def test_a_whole_translation_is_readable_at_once_marked_unchecked(maria):
    job = finished(maria)
    said = Translation.objects.get(publication=job.publication, language="el")
    assert (said.state, said.title, said.summary, said.translated_by, said.checked_by) == (
        "unchecked", "Απεργία στο λιμάνι", "Με λίγα λόγια", maria.actor, None,
    )
    assert said.body == (
        "Το λιμάνι είναι κλειστό από τη Δευτέρα.\n\nΖητάμε τρία πράγματα:\n\n- να γυρίσουν στη δουλειά οι 27\n- να κινούνται πιο αργά οι ιμάντες"
    )
    assert (job.state, job.taken_by) == (Job.State.TRANSLATED, None)
    assert job.live_at


def test_what_lacks_a_part_cannot_be_finished(maria):
    job = taken(maria)
    filled(maria, job, {source: said for source, said in GREEK.items() if source != "In short"})
    with pytest.raises(actions.NotReady) as refused:
        actions.finish(job, by=maria.actor)
    assert refused.value.places == [1]
    assert not Translation.objects.exists()
    assert fresh(job).held_by(maria.pk)


def test_a_second_person_checks_never_the_translator(maria):
    job = finished(maria)
    with pytest.raises(actions.NotAllowed):
        actions.check(job, reader=reader(maria), by=maria.actor)
    both = checker(name="Both")
    PersonLanguage.objects.create(person=both, language="en", translates_into=["el"])
    own = finished(both, wanted(article(title="A strike at the port")))
    with pytest.raises(actions.NotAllowed):
        actions.check(own, reader=reader(both), by=both.actor)
    done = actions.check(job, reader=reader(both), by=both.actor)
    assert (done.state, done.checked_by) == (Job.State.CHECKED, both.actor)
    said = Translation.objects.get(publication=job.publication, language="el")
    assert (said.state, said.translated_by, said.checked_by) == ("checked", maria.actor, both.actor)


def test_who_typed_a_single_part_does_not_check_the_whole(maria):
    both = translator(("en", "el"))
    job = taken(both)
    row = job.segments.first()
    actions.write(job, reader=reader(both), typed={row.pk: Typed(row.version, "Απεργία")})
    actions.release(job, by=both.actor)
    job = taken(maria, job)
    filled(maria, job, {source: said for source, said in GREEK.items() if source != row.source})
    actions.finish(job, by=maria.actor)
    moderator = unions.person(moderator=True, second_factor=True)
    actions.trust(both, from_language="en", language="el", reader=reader(moderator))
    with pytest.raises(actions.NotAllowed):
        actions.check(job, reader=reader(both), by=both.actor)


def test_the_database_refuses_a_checker_who_translated(maria):
    job = finished(maria)
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.filter(pk=job.pk).update(checked_by=maria.actor)


def test_a_checker_may_mend_a_word_and_it_goes_out_with_the_check(maria):
    job, nikos = finished(maria), checker()
    row = job.segments.get(piece="title")
    actions.write(job, reader=reader(nikos), typed={row.pk: Typed(row.version, "Η απεργία στο λιμάνι")})
    assert Translation.objects.get(language="el").title == "Απεργία στο λιμάνι"
    actions.check(job, reader=reader(nikos), by=nikos.actor)
    assert Translation.objects.get(language="el").title == "Η απεργία στο λιμάνι"
    assert fresh(job).translated_by == maria.actor


def test_a_checked_translation_teaches_the_memory(maria):
    finished(maria)
    assert MemoryUnit.objects.count() == 0
    checked(Job.objects.get())
    assert MemoryUnit.objects.filter(source="In short", target="Με λίγα λόγια").exists()


def test_what_is_sent_back_waits_for_its_translator_with_a_remark_while_readers_keep_it(maria):
    job, nikos = finished(maria), checker()
    with pytest.raises(ValueError):
        actions.send_back(job, reader=reader(nikos), remark="  ")
    back = actions.send_back(job, reader=reader(nikos), remark="The third line says the opposite.")
    assert back.held_by(maria.pk)
    assert back.remark == "The third line says the opposite."
    assert Translation.objects.get(language="el").state == "unchecked"
    assert actions.finish(back, by=maria.actor).remark == ""


def test_two_who_type_into_one_part_lose_nothing(maria):
    job = taken(maria)
    row = job.segments.first()
    actions.write(job, reader=reader(maria), typed={row.pk: Typed(row.version, "One window")})
    saved = actions.write(job, reader=reader(maria), typed={row.pk: Typed(row.version, "Another window")})
    assert [(each.segment.target, each.typed) for each in saved.conflicts] == [("One window", "Another window")]
    assert Segment.objects.get(pk=row.pk).target == "One window"
    again = actions.write(job, reader=reader(maria), typed={row.pk: Typed(saved.conflicts[0].segment.version, "Both")})
    assert not again.conflicts
    assert Segment.objects.get(pk=row.pk).target == "Both"


def test_the_same_text_sent_twice_is_no_conflict(maria):
    job = taken(maria)
    row = job.segments.first()
    for _ in range(2):
        assert not actions.write(job, reader=reader(maria), typed={row.pk: Typed(1, "Απεργία")}).conflicts


def test_segments_of_another_text_are_not_written(maria):
    job, other = taken(maria), taken(translator(("en", "el")), wanted(article(title="Other")))
    row = other.segments.first()
    saved = actions.write(job, reader=reader(maria), typed={row.pk: Typed(row.version, "stolen")})
    assert not saved.written
    assert Segment.objects.get(pk=row.pk).target == ""


def test_the_description_of_an_organisation_is_translated_the_same_way(maria):
    union = unions.organisation(name="Dockers", summary="We load ships.")
    job = taken(maria, wanted(union.actor))
    filled(maria, job, {"Dockers": "Λιμενεργάτες", "We load ships.": "Φορτώνουμε πλοία."})
    actions.finish(job, by=maria.actor)
    text = union.actor.texts.get(language="el")
    assert (text.name, text.summary) == ("Λιμενεργάτες", "Φορτώνουμε πλοία.")


def test_finishing_while_the_original_changed_marks_what_changed_instead(maria):
    job = taken(maria)
    filled(maria, job)
    made = job.publication
    publications.edit(made, by=made.author, version=made.version, summary="Now longer")
    with pytest.raises(actions.Overtaken):
        actions.finish(job, by=maria.actor)
    row = job.segments.get(piece="summary")
    assert (row.state, row.source, row.target, row.before_target) == ("changed", "Now longer", "", "Με λίγα λόγια")
    assert not Translation.objects.exists()
