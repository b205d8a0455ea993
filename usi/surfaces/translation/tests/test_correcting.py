"""Readers say what is wrong with a translation, and those who look after it decide."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from usi.base import time
from usi.features.newsroom.models import Article
from usi.spine.journal.models import Entry
from usi.spine.organisations.tests import factories
from usi.spine.publications import actions as publications
from usi.spine.publications import kinds
from usi.spine.publications.models import Translation
from usi.spine.publications.tests.factories import publication
from usi.surfaces.translation.actions import correcting
from usi.surfaces.translation.models import Checker, Correction

pytestmark = pytest.mark.django_db


@pytest.fixture
def union():
    return factories.organisation()


@pytest.fixture
def article(union):
    made = publication(author=union.actor, language="tr", title="Grev", summary="Kısa", body="Bir\n\niki")
    Article.objects.create(publication=made)
    publications.translate(made, language="en", title="Strike", summary="Short", body="One\n\nto", state="checked")
    return made


def url(name, made, language="en"):
    return reverse(f"translation:{name}", kwargs={"what": "publication", "number": made.pk, "language": language})


def typed(**changes):
    return {"title": "Strike", "summary": "Short", "body": "One\n\nto", "words": ""} | changes


def suggested(made, by=None, **texts):
    row = Translation.objects.select_related("publication").get(publication=made, language="en")
    return correcting.suggest(row, by=(by or factories.person()).actor, texts=texts or {"body": "One\n\ntwo"})


def decide(client, ours, row, verb="accept", **more):
    return client.post(reverse("translation:correction", args=[row.pk]), {"verb": verb, "answer": ""} | more, headers=ours)


def test_the_note_leads_to_the_text_side_by_side_with_what_stands_there_filled_in(signed_in, article):
    client = signed_in(factories.person())
    assert url("correct", article) in client.get(f"/en/news/{article.pk}/").content.decode()
    page = client.get(url("correct", article)).content.decode()
    assert "Strike</textarea>" in page
    assert "Kısa" in page
    assert 'lang="tr"' in page


def test_a_suggestion_changes_nothing_until_it_is_taken_over(signed_in, ours, article, union):
    reader = factories.person()
    answer = signed_in(reader).post(url("correct", article), typed(body="One\r\n\r\ntwo", words="It is a number."), headers=ours)
    assert answer.url == url("corrected", article)
    row = Correction.objects.get()
    assert row.changes == {"body": {"was": "One\n\nto", "now": "One\n\ntwo"}}
    assert Translation.objects.get().body == "One\n\nto"
    client = signed_in(factories.member(union, role="translator"))
    assert "Suggested corrections of translations" in client.get("/en/desk/").content.decode()
    page = client.get(reverse("translation:correction", args=[row.pk])).content.decode()
    assert "It is a number." in page
    assert "Bir" in page
    assert decide(client, ours, row, answer="Thank you, well seen").status_code == 302
    text = Translation.objects.get()
    assert (text.title, text.summary, text.body, text.state, text.of_version) == ("Strike", "Short", "One\n\ntwo", "checked", article.version)
    row.refresh_from_db()
    assert (row.state, row.decided_by_id is not None) == ("accepted", True)
    assert Entry.objects.filter(verb="translation.correction_accepted").exists()
    assert "It is a number." not in str(list(Entry.objects.values_list("data", flat=True)))
    assert "well seen" in signed_in(reader).get(url("correct", article)).content.decode()


def test_declined_with_thanks_it_stays_as_it_is(signed_in, ours, article, union):
    reader = factories.person()
    row = suggested(article, by=reader)
    decide(signed_in(factories.member(union, role="editor")), ours, row, "decline", answer="It is a name")
    assert Translation.objects.get().body == "One\n\nto"
    page = signed_in(reader).get(url("correct", article)).content.decode()
    assert "Thank you for looking." in page
    assert "It is a name" in page


def test_a_reader_without_an_account_says_it_in_words_that_no_page_shows(client, ours, article, signed_in, union):
    page = client.get(url("correct", article)).content.decode()
    assert "email" not in page.partition("<form")[2].partition("</form>")[0]
    assert "</textarea>" in page
    answer = client.post(url("correct", article), {"words": "“to” must be “two” <b>", "body": "Something else"}, headers=ours)
    assert answer.status_code == 302
    row = Correction.objects.get()
    assert (row.by_id, row.changes, row.words) == (None, {}, "“to” must be “two” <b>")
    for path in (f"/en/news/{article.pk}/", url("correct", article), url("corrected", article)):
        assert "must be" not in client.get(path).content.decode()
    officer = signed_in(factories.member(union, role="owner"))
    page = officer.get(reverse("translation:correction", args=[row.pk])).content.decode()
    assert "must be “two” &lt;b&gt;" in page
    decide(officer, ours, row)
    assert Translation.objects.get().body == "One\n\nto"


def test_nothing_changed_and_nothing_said_is_asked_again_and_nothing_typed_is_lost(signed_in, client, ours, article):
    assert client.post(url("correct", article), {"words": " \u200b "}, headers=ours).status_code == 200
    person = signed_in(factories.person())
    page = person.post(url("correct", article), typed(), headers=ours).content.decode()
    assert "Nothing is changed yet." in page
    page = person.post(url("correct", article), typed(title="x" * 300, body="Kept text"), headers=ours).content.decode()
    assert "Kept text" in page
    assert not Correction.objects.exists()


def test_the_newest_suggestion_of_a_person_stands(article):
    reader = factories.person()
    suggested(article, by=reader)
    row = suggested(article, by=reader, title="A strike")
    assert list(Correction.objects.values_list("pk", flat=True)) == [row.pk]
    suggested(article)
    assert Correction.objects.count() == 2


def test_what_was_changed_meanwhile_is_not_overwritten(signed_in, ours, article, union):
    row = suggested(article)
    publications.translate(article, language="en", title="Strike", body="One\n\nthree", state="checked")
    client = signed_in(factories.member(union, role="owner"))
    answer = decide(client, ours, row)
    assert answer.status_code == 200
    assert "was changed" in answer.content.decode()
    assert Translation.objects.get().body == "One\n\nthree"
    assert Correction.objects.get().state == "open"


def test_a_suggestion_is_decided_once(article, union):
    row, by = suggested(article), union.actor
    correcting.accept(row, by=by)
    for again in (correcting.accept, correcting.decline):
        with pytest.raises(correcting.Decided):
            again(row, by=by)


@pytest.mark.parametrize("role", ["member", "caseworker", None])
def test_others_neither_see_nor_decide(signed_in, client, ours, article, union, role):
    row = suggested(article)
    assert client.get(reverse("translation:correction", args=[row.pk])).status_code == 302
    person = factories.member(union, role=role) if role else factories.member(factories.organisation(), role="owner")
    signed = signed_in(person)
    assert signed.get(reverse("translation:correction", args=[row.pk])).status_code == 404
    assert decide(signed, ours, row).status_code == 404
    assert "Grev" not in signed.get(reverse("translation:corrections")).content.decode()


def test_nobody_decides_on_their_own_suggestion_and_a_moderator_may_on_any(signed_in, ours, article, union):
    own = factories.member(union, role="translator")
    row = suggested(article, by=own)
    assert decide(signed_in(own), ours, row).status_code == 404
    moderator = signed_in(factories.person(moderator=True, second_factor=True))
    assert "Grev" in moderator.get(reverse("translation:corrections")).content.decode()
    assert decide(moderator, ours, row).status_code == 302


def test_there_is_nothing_to_correct_in_what_is_hidden_gone_or_no_language(client, ours, article, signed_in, union):
    row = suggested(article)
    assert client.get(f"/en/translate/correct/{article.pk}/el/").status_code == 404
    for tag in ("xx", "..", "en'--", "EN", "e" * 300):
        assert client.get(f"/en/translate/correct/{article.pk}/{tag}/").status_code == 404
    assert client.get(f"/en/translate/correct/{article.pk + 1}/en/").status_code == 404
    publications.moderate(article, to="hidden", by=None, reason="x")
    assert client.get(url("correct", article)).status_code == 404
    assert client.post(url("correct", article), {"words": "wrong"}, headers=ours).status_code == 404
    officer = signed_in(factories.member(union, role="owner"))
    assert decide(officer, ours, row).status_code == 404
    Translation.objects.all().delete()
    publications.moderate(article, to="clear", by=None, reason="x")
    assert officer.get(reverse("translation:correction", args=[row.pk])).status_code == 200
    assert decide(officer, ours, row).status_code == 200


def test_it_is_sent_a_dozen_times_an_hour_at_most(signed_in, ours, article):
    client = signed_in(factories.person())
    for place in range(12):
        assert client.post(url("correct", article), typed(words=f"wrong {place}"), headers=ours).status_code == 302
    assert client.post(url("correct", article), typed(words="wrong"), headers=ours).status_code == 429


def test_pieces_that_a_kind_lists_are_corrected_as_the_text_is(article, union, signed_in, ours):
    kinds.register(kinds.Kind(
        name="toy", label="Toy", label_plural="Toys", url_name="newsroom:page",
        pieces=lambda numbers: {number: {"colour.0": "kırmızı", "colour.1": "mavi\nyeşil"} for number in numbers},
    ))  # fmt: skip
    try:
        made = publication(author=union.actor, kind="toy", language="tr")
        publications.translate(made, language="en", title="Toy", pieces={"colour.0": "read", "colour.1": "blue\ngreen"})
        reader = factories.person()
        page = signed_in(reader).get(url("correct", made)).content.decode()
        assert "kırmızı" in page
        signed_in(reader).post(url("correct", made), {"title": "Toy", "colour.0": "red", "colour.1": "blue\ngreen"}, headers=ours)
        row = Correction.objects.get()
        assert row.changes == {"colour.0": {"was": "read", "now": "red"}}
        correcting.accept(row, by=union.actor)
        assert Translation.objects.get(publication=made).pieces == {"colour.0": "red", "colour.1": "blue\ngreen"}
    finally:
        kinds.unregister("toy")


def test_the_list_takes_the_same_queries_however_long(signed_in, article, union):
    client, counts = signed_in(factories.member(union, role="owner")), []
    for _ in range(2):
        suggested(article)
        client.get(reverse("translation:corrections"))
        with CaptureQueriesContext(connection) as found:
            client.get(reverse("translation:corrections"))
        counts.append(len(found))
        for _ in range(5):
            suggested(article)
    assert counts[0] == counts[1]


@pytest.mark.parametrize(("pair", "status"), [(("tr", "en"), 302), (("tr", "el"), 404), (("en", "en"), 404)])
def test_who_is_trusted_to_check_a_pair_decides_on_suggestions_in_it(signed_in, ours, article, pair, status):
    row = suggested(article)
    person = factories.person(name="Nikos")
    Checker.objects.create(person=person.actor, from_language=pair[0], language=pair[1], given_at=time.now())
    client = signed_in(person)
    assert ("Grev" in client.get(reverse("translation:corrections")).content.decode()) == (status == 302)
    assert decide(client, ours, row).status_code == status
