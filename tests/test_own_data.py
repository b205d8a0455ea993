"""What rooms keep about a person is in their download, and gone or nameless once they close their account."""

import io
import json
import zipfile

import pytest
from django.urls import reverse

from usi.features.newsroom import actions as newsroom
from usi.features.newsroom.models import Article, Autosave
from usi.spine.organisations.queries import reader_of
from usi.spine.organisations.tests import factories
from usi.spine.people import actions as people
from usi.spine.publications import actions as publications
from usi.spine.publications.models import Translation
from usi.spine.publications.tests.factories import publication
from usi.surfaces.moderation import actions as moderation
from usi.surfaces.moderation.models import Report
from usi.surfaces.search import actions as search
from usi.surfaces.search.models import SavedSearch
from usi.surfaces.search.queries import Question
from usi.surfaces.translation.actions import correcting
from usi.surfaces.translation.models import Correction

pytestmark = pytest.mark.django_db
WORDS = ("Typed, not saved", "Απεργία", "One mistake", "This is spam", "quiet words")


@pytest.fixture
def person():
    union = factories.organisation()
    person = factories.member(union, role="editor")
    made = publication(author=union.actor, title="Strike", body="One", facts=Article())
    newsroom.keep(made, by=person.actor, version=1, title=WORDS[0], summary="", body="")
    translation = publications.translate(made, language="el", title=WORDS[1], summary="", body="Ένα", translated_by=person.actor)
    correcting.suggest(translation, by=person.actor, texts={"body": "Ένας"}, words=WORDS[2])
    moderation.report(made, reason="spam", language="en", reporter=person.actor, text=WORDS[3])
    search.save(Question.read({"q": WORDS[4]}, language="en"), reader=reader_of(account_id=person.account_id))
    return person


def test_the_download_holds_what_every_room_keeps(signed_in, ours, person):
    answer = signed_in(person).post(reverse("people:download"), headers=ours)
    data = json.loads(zipfile.ZipFile(io.BytesIO(answer.content)).read("data.json"))
    held = [data[name] for name in ("unsaved", "translations", "corrections_suggested", "reports_made", "saved_searches")]
    for found, words in zip(held, WORDS, strict=True):
        assert words.replace(" ", "+") in json.dumps(found, ensure_ascii=False).replace(" ", "+")
    other = signed_in(factories.person()).post(reverse("people:download"), headers=ours)
    text = zipfile.ZipFile(io.BytesIO(other.content)).read("data.json").decode()
    assert not any(words in text for words in WORDS)


def test_closing_erases_what_was_for_oneself_and_keeps_what_others_build_on(person):
    people.close(person)
    assert not Autosave.objects.exists()
    assert not SavedSearch.objects.exists()
    assert Translation.objects.get().translated_by.name == Correction.objects.get().by.name == Report.objects.get().reporter.name == "—"
