"""Notes of corrections are translated with their article, and read in the reader's language."""

import re

import pytest

from usi.features.newsroom import actions as newsroom
from usi.spine.publications import kinds
from usi.spine.publications.models import Translation
from usi.surfaces.translation import actions, queries
from usi.surfaces.translation.models import Job
from usi.surfaces.translation.tests.factories import article, checked, filled, finished, fresh, reader, taken, translator

pytestmark = [pytest.mark.django_db, pytest.mark.storage]
NOTE, GREEK_NOTE = "We first wrote Tuesday. It was Monday.", "Γράψαμε πρώτα Τρίτη. Ήταν Δευτέρα."


def correct(made, note=NOTE, **changes):
    """Save an article with a note of what was corrected."""
    made.refresh_from_db()
    fields = {name: getattr(made, name) for name in ("title", "summary", "body")} | changes
    return newsroom.save(made, by=made.author, version=made.version, byline=None, subjects=(), note=note, **fields)


def shown(client, made, path="/el/", **query):
    """Return the notes on an article's page with their languages, and whether it says that the original has changed."""
    page = client.get(f"{path}news/{made.pk}/", query).content.decode()
    notes = re.findall(r'</time>: <span dir="auto" lang="([^"]+)">([^<]+)</span>', page)
    return notes, ("αλλάξει από τότε" in page or "The original has changed since." in page)


def test_a_correction_waits_for_translators_and_is_then_read_in_their_language(client, react):
    job = checked()
    made, maria = job.publication, translator(("en", "el"))
    assert shown(client, made) == ([], False)
    assert not queries.work_list(reader=reader(maria)).wanted
    made = correct(made)
    react()
    # Nothing but the note is new, and until it is translated it is read as it was written.
    assert fresh(job).state == Job.State.OUTDATED
    assert [(row.piece, row.source) for row in job.segments.filter(target="")] == [(f"corrections.{made.version}", NOTE)]
    listed = queries.work_list(reader=reader(maria)).wanted
    assert [(row.job.pk, row.why) for row in listed] == [(job.pk, ("changed",))]
    assert shown(client, made) == ([("en", NOTE)], True)
    again = taken(maria, fresh(job))
    filled(maria, again, {NOTE: GREEK_NOTE})
    actions.finish(again, by=maria.actor)
    assert shown(client, made) == ([("el", GREEK_NOTE)], False)
    assert shown(client, made, original="1") == ([("en", NOTE)], False)
    assert shown(client, made, "/en/") == ([("en", NOTE)], False)


def test_each_correction_keeps_its_own_translation_when_another_one_follows(client, react):
    job = finished()
    first = correct(job.publication)
    react()
    maria = translator(("en", "el"))
    again = taken(maria, fresh(job))
    filled(maria, again, {NOTE: GREEK_NOTE})
    actions.finish(again, by=maria.actor)
    correct(first, note="The number was wrong.", summary="Shorter")
    react()
    assert shown(client, first) == ([("en", "The number was wrong."), ("el", GREEK_NOTE)], True)
    assert [row.piece for row in job.segments.filter(target="")] == ["summary", f"corrections.{first.version + 1}"]


def test_what_was_noted_before_it_came_out_is_no_correction():
    made = article(state="draft")
    made = correct(made, note="Only for colleagues")
    assert kinds.pieces_of([(made.pk, "article")]) == {}
    Translation.objects.create(publication=made, language="el", title="Τίτλος", changed_at=made.changed_at)
    assert actions.adopt_all() == 1
    assert not Job.objects.get().segments.filter(piece__startswith="corrections").exists()
