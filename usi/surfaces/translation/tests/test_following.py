"""When an original changes: only what changed needs work, in every language, and the old text stays readable."""

import pytest

from usi.spine.journal import actions as journal
from usi.spine.journal.models import Entry
from usi.spine.publications import actions as publications
from usi.spine.publications.models import Translation
from usi.surfaces.translation import actions
from usi.surfaces.translation.models import Job, Segment
from usi.surfaces.translation.tests.factories import (
    BODY,
    GREEK,
    article,
    checked,
    filled,
    finished,
    fresh,
    reader,
    taken,
    translator,
    wanted,
)
from usi.surfaces.translation.tests.remembered import suggested

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


def edit(made, **changes):
    """Change an original, and let what follows from it happen."""
    made.refresh_from_db()
    saved = publications.edit(made, by=made.author, version=made.version, **changes)
    journal.react(Entry.objects.latest("number").number)
    return saved


def states(job):
    return [(row.source, row.state, row.target) for row in job.segments.all()]


def test_only_the_changed_part_is_marked_and_the_others_keep_their_state_and_text():
    job = checked()
    edit(job.publication, body=BODY.replace("Monday", "Tuesday"))
    assert fresh(job).state == Job.State.OUTDATED
    changed = job.segments.get(state="changed")
    assert (changed.source, changed.target) == ("The port is closed since Tuesday.", "")
    assert (changed.before_source, changed.before_target) == ("The port is closed since Monday.", GREEK["The port is closed since Monday."])
    assert job.segments.filter(state="checked").count() == 5


def test_a_sentence_that_was_taken_out_is_suggested_to_nobody_any_more():
    job = checked()
    asked = {"from_language": "en", "to_language": "el"}
    assert suggested("The port is closed since Monday.", **asked)[0].score == 100
    edit(job.publication, body=BODY.replace("The port is closed since Monday.", "The port is closed."))
    assert all(found.source != "The port is closed since Monday." for found in suggested("The port is closed since Monday.", **asked))
    assert suggested("A strike at the port", **asked)[0].score == 100


def test_it_is_marked_in_every_language():
    made = article()
    greek = finished(job=wanted(made))
    arabic = finished(translator(("en", "ar")), wanted(made, language="ar"))
    edit(made, summary="Something else")
    assert [fresh(job).state for job in (greek, arabic)] == ["outdated", "outdated"]
    assert [job.segments.get(state="changed").piece for job in (greek, arabic)] == ["summary", "summary"]


def test_the_old_translation_stays_readable_and_is_of_the_old_version():
    job = finished()
    made = edit(job.publication, summary="Something else")
    said = Translation.objects.get(publication=made, language="el")
    assert (said.summary, said.state) == ("Με λίγα λόγια", "unchecked")
    assert said.of_version < made.version


def test_only_the_changed_part_needs_work_to_be_current_again():
    job, maria = finished(), translator(("en", "el"))
    made = edit(job.publication, summary="Something else")
    again = taken(maria, fresh(job))
    filled(maria, again, {"Something else": "Κάτι άλλο"})
    actions.finish(again, by=maria.actor)
    said = Translation.objects.get(publication=made, language="el")
    assert (said.summary, said.title, said.of_version) == ("Κάτι άλλο", GREEK["A strike at the port"], made.version)
    assert not Segment.objects.exclude(before_target="").exists()


def test_a_change_of_nothing_that_is_translated_leaves_the_translation_current():
    job = finished()
    made = edit(job.publication, country="GR")
    assert fresh(job).state == Job.State.TRANSLATED
    assert Translation.objects.get(publication=made, language="el").of_version == made.version


def test_a_paragraph_put_in_between_moves_the_others_unharmed():
    job = checked()
    edit(job.publication, body=BODY.replace("We ask", "It is raining.\n\nWe ask"))
    assert [row[1] for row in states(job)] == ["checked", "checked", "checked", "empty", "checked", "checked", "checked"]
    assert states(job)[3][0] == "It is raining."
    assert fresh(job).state == Job.State.OUTDATED


def test_a_paragraph_taken_out_is_gone_and_the_text_goes_together_again():
    job, maria = finished(), translator(("en", "el"))
    made = edit(job.publication, body=BODY.replace("We ask three things:\n\n", ""))
    assert len(states(job)) == 5
    actions.finish(taken(maria, fresh(job)), by=maria.actor)
    assert "Ζητάμε" not in Translation.objects.get(publication=made, language="el").body


def test_a_change_taken_back_brings_the_old_text_back():
    job = checked()
    made = edit(job.publication, summary="Something else")
    edit(made, summary="In short")
    row = job.segments.get(piece="summary")
    assert (row.state, row.target, row.before_target) == ("done", "Με λίγα λόγια", "")


def test_what_is_being_typed_is_kept_beside_when_its_original_changes():
    maria = translator(("en", "el"))
    job = taken(maria)
    filled(maria, job, {"In short": "Μισό"})
    edit(job.publication, summary="Another")
    row = job.segments.get(piece="summary")
    assert (row.state, row.before_source, row.before_target) == ("changed", "In short", "Μισό")
    assert fresh(job).held_by(maria.pk)


def test_a_second_change_keeps_what_was_translated_last():
    job = checked()
    made = edit(job.publication, summary="Second")
    edit(made, summary="Third")
    row = job.segments.get(piece="summary")
    assert (row.source, row.before_source, row.before_target) == ("Third", "In short", "Με λίγα λόγια")


def test_running_twice_changes_nothing_more():
    job = checked()
    edit(job.publication, summary="Something else")
    before = states(job)
    actions.original_changed(Entry.objects.latest("number"))
    assert states(job) == before


def test_a_translation_that_came_another_way_gets_its_parts_and_is_marked_in_parts():
    made = article()
    publications.translate(made, language="el", title="Απεργία", summary="Λίγα", body="Κλειστό.\n\nΖητάμε:\n\n- 27\n- ιμάντες\n", state="checked")
    edit(made, body=BODY.replace("Monday", "Tuesday"))
    job = Job.objects.get(publication=made, language="el")
    assert job.state == Job.State.OUTDATED
    assert [(row.state, row.target, row.before_target) for row in job.segments.all()] == [
        ("checked", "Απεργία", ""), ("checked", "Λίγα", ""), ("changed", "", "Κλειστό."), ("checked", "Ζητάμε:", ""), ("checked", "- 27", ""),
        ("checked", "- ιμάντες", ""),
    ]  # fmt: skip


def test_a_translation_with_another_number_of_blocks_is_taken_up_as_one_part():
    made = article()
    publications.translate(made, language="el", title="Απεργία", summary="Λίγα", body="Όλα μαζί σε μια παράγραφο.")
    assert actions.adopt_all() == 1
    assert actions.adopt_all() == 0
    row = Segment.objects.get(job__publication=made, piece="body")
    assert (row.source, row.target) == (made.body, "Όλα μαζί σε μια παράγραφο.")


def test_a_text_with_very_many_blocks_is_one_part_for_each_piece():
    job = taken(translator(("en", "el")), wanted(article(body="- a\n" * 3000)))
    assert [row.piece for row in job.segments.all()] == ["title", "summary", "body"]


def test_an_original_that_turns_out_to_be_in_the_language_itself_is_wanted_no_more():
    job = wanted()
    edit(job.publication, language="el")
    assert not Job.objects.filter(publication=job.publication, language="el").exists()


def test_a_changed_text_cannot_be_checked_any_more():
    job, nikos = finished(), None
    from usi.surfaces.translation.tests.factories import checker

    nikos = checker()
    made = job.publication
    publications.edit(made, by=made.author, version=made.version, summary="Meanwhile")
    with pytest.raises(actions.Overtaken):
        actions.check(job, reader=reader(nikos), by=nikos.actor)
    assert fresh(job).state == Job.State.OUTDATED


def test_a_correction_made_elsewhere_is_taken_over_into_the_parts():
    job = checked()
    said = Translation.objects.get(publication=job.publication, language="el")
    nobody_touched = list(job.segments.values_list("pk", flat=True))
    actions.translation_changed(Entry.objects.filter(verb="publication.translated").latest("number"))
    assert list(job.segments.values_list("pk", flat=True)) == nobody_touched
    publications.translate(
        job.publication, language="el", title="Απεργία στο μεγάλο λιμάνι", summary=said.summary, body=said.body, state="checked",
        translated_by=said.translated_by, checked_by=said.checked_by,
    )  # fmt: skip
    journal.react(Entry.objects.latest("number").number)
    assert job.segments.get(piece="title").target == "Απεργία στο μεγάλο λιμάνι"
    assert fresh(job).state == Job.State.CHECKED
    assert job.segments.count() == 6


def test_a_half_done_text_is_not_taken_over_by_what_readers_still_have():
    maria, job = translator(("en", "el")), checked()
    edit(job.publication, summary="Something else")
    again = taken(maria, fresh(job))
    filled(maria, again, {"Something else": "Κάτι άλλο"})
    actions.translation_changed(Entry.objects.filter(verb="publication.translated").latest("number"))
    assert job.segments.get(piece="summary").target == "Κάτι άλλο"


def test_what_somebody_typed_and_gave_back_is_not_lost_to_a_correction():
    maria, job = translator(("en", "el")), checked()
    made = edit(job.publication, summary="Something else")
    again = taken(maria, fresh(job))
    filled(maria, again, {"Something else": "Κάτι άλλο"})
    actions.release(again, by=maria.actor)
    publications.translate(made, language="el", title="Διορθωμένο", state="checked", of_version=1)
    actions.translation_changed(Entry.objects.latest("number"))
    assert job.segments.get(piece="summary").target == "Κάτι άλλο"
