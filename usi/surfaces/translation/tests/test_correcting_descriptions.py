"""Readers say what is wrong with a translated description of an organisation or a theme, as they do with a translated article."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from usi.base import time
from usi.features.newsroom.models import Article
from usi.spine.actors import actions as actors
from usi.spine.actors.models import ActorText
from usi.spine.journal.models import Entry
from usi.spine.organisations import actions as organisations
from usi.spine.organisations.tests import factories
from usi.spine.publications import actions as publications
from usi.spine.publications.models import Translation
from usi.spine.publications.tests.factories import publication
from usi.spine.taxonomy import actions as taxonomy
from usi.spine.taxonomy import queries as subjects
from usi.surfaces.translation.actions import correcting
from usi.surfaces.translation.models import Checker, Correction

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


@pytest.fixture
def union():
    made = factories.organisation(handle="liman", name="Liman İşçileri", summary="Gemileri yükleriz.", language="tr")
    translated(made.actor)
    return made


def translated(actor, language="en", summary="We load chips.", **more):
    fields = {"state": "checked", "translated_by": factories.person(name="Maria").actor, "source": actor.summary} | more
    return actors.set_text(actor=actor, language=language, name="Dock Workers", summary=summary, **fields)


def url(name, union, language="en"):
    return reverse(f"translation:{name}", kwargs={"what": "actor", "number": union.pk, "language": language})


def typed(**changes):
    return {"name": "Dock Workers", "summary": "We load chips.", "words": ""} | changes


def suggested(union, by=None, **texts):
    row = ActorText.objects.select_related("actor").get(actor_id=union.pk, language="en")
    return correcting.suggest(row, by=(by or factories.person()).actor, texts=texts or {"summary": "We load ships."})


def decide(client, ours, row, verb="accept", **more):
    return client.post(reverse("translation:correction", args=[row.pk]), {"verb": verb, "answer": ""} | more, headers=ours)


def test_the_note_leads_to_the_text_side_by_side_with_what_stands_there_filled_in(signed_in, union):
    client = signed_in(factories.person())
    assert url("correct", union) in client.get("/en/organisations/liman/").content.decode()
    page = client.get(url("correct", union)).content.decode()
    assert "We load chips.</textarea>" in page
    assert "Dock Workers</textarea>" in page
    assert "Gemileri yükleriz." in page


def test_taken_over_it_changes_name_and_summary_and_keeps_who_made_it(signed_in, ours, union):
    before, reader = ActorText.objects.get(), factories.person()
    answer = signed_in(reader).post(url("correct", union), typed(name="Dockers", summary="We load ships.", words="A letter."), headers=ours)
    assert answer.url == url("corrected", union)
    assert "/en/organisations/liman/?in=en" in signed_in(reader).get(answer.url).content.decode()
    row = Correction.objects.get()
    assert (row.publication, row.actor, set(row.changes)) == (None, union.actor, {"name", "summary"})
    assert ActorText.objects.get().summary == "We load chips."
    client = signed_in(factories.member(union, role="translator"))
    assert "Suggested corrections of translations" in client.get("/en/desk/").content.decode()
    assert "Liman İşçileri" in client.get(reverse("translation:corrections")).content.decode()
    page = client.get(reverse("translation:correction", args=[row.pk])).content.decode()
    assert "A letter." in page
    assert "Gemileri yükleriz." in page
    assert decide(client, ours, row, answer="Well seen").status_code == 302
    text = ActorText.objects.get()
    assert (text.name, text.summary, text.state, text.source) == ("Dockers", "We load ships.", "checked", "Gemileri yükleriz.")
    assert (text.translated_by, text.checked_by) == (before.translated_by, before.checked_by)
    assert Entry.objects.filter(verb="translation.correction_accepted", subject_id=union.pk).exists()
    assert "Well seen" in signed_in(reader).get(url("correct", union)).content.decode()


def test_declined_or_in_words_alone_it_stays_as_it_is(client, signed_in, ours, union):
    assert client.post(url("correct", union), {"words": "A wrong word", "summary": "Other"}, headers=ours).status_code == 302
    officer = signed_in(factories.member(union, role="editor"))
    decide(officer, ours, Correction.objects.get())
    decide(officer, ours, suggested(union), "decline")
    assert ActorText.objects.get().summary == "We load chips."


def test_the_newest_suggestion_of_a_person_stands(union):
    reader = factories.person()
    suggested(union, by=reader)
    row = suggested(union, by=reader, name="Dockers")
    assert list(Correction.objects.values_list("pk", flat=True)) == [row.pk]


def test_what_was_changed_meanwhile_or_is_the_organisation_s_own_now_is_not_overwritten(signed_in, ours, union):
    row, client = suggested(union), signed_in(factories.member(union, role="owner"))
    translated(union.actor, summary="We load big ships.")
    answer = decide(client, ours, row)
    assert (answer.status_code, "was changed" in answer.content.decode()) == (200, True)
    translated(union.actor)
    organisations.set_names(union, by=union.actor, version=union.version, texts={"en": ("Dock Workers", "Our own words.")})
    assert "no such translation" in client.get(reverse("translation:correction", args=[row.pk])).content.decode()
    assert decide(client, ours, row).status_code == 200
    assert ActorText.objects.get().summary == "Our own words."
    assert Correction.objects.get().state == "open"


def test_there_is_nothing_to_correct_in_own_words_in_what_is_gone_or_no_translation(client, signed_in, ours, union):
    row = suggested(union)
    actors.set_text(actor=union.actor, language="el", name="Λιμενεργάτες", summary="Δικά μας λόγια")
    person = factories.person(summary="I")
    translated(person.actor)
    for address in (url("correct", union, "el"), url("correct", union, "ar"), url("correct", person), "/en/translate/correct/actor/1/en/"):
        assert client.get(address).status_code == 404, address
    officer = signed_in(factories.member(union, role="owner"))
    actors.set_state(union.actor, state="suspended", by=None)
    assert client.get(url("correct", union)).status_code == 404
    assert decide(officer, ours, row).status_code == 404


@pytest.mark.parametrize("role", ["member", "caseworker", None])
def test_others_neither_see_nor_decide(signed_in, ours, union, role):
    row = suggested(union)
    person = factories.member(union, role=role) if role else factories.member(factories.organisation(), role="owner")
    client = signed_in(person)
    assert decide(client, ours, row).status_code == 404
    assert "Liman" not in client.get(reverse("translation:corrections")).content.decode()


def test_nobody_decides_on_their_own_suggestion_and_a_moderator_may_on_any(signed_in, ours, union):
    own = factories.member(union, role="translator")
    row = suggested(union, by=own)
    assert decide(signed_in(own), ours, row).status_code == 404
    assert decide(signed_in(factories.person(moderator=True, second_factor=True)), ours, row).status_code == 302


@pytest.mark.parametrize(("pair", "status"), [(("tr", "en"), 302), (("tr", "el"), 404), (("en", "en"), 404)])
def test_who_is_trusted_to_check_a_pair_decides_on_suggestions_in_it(signed_in, ours, union, pair, status):
    row, person = suggested(union), factories.person(name="Nikos")
    Checker.objects.create(person=person.actor, from_language=pair[0], language=pair[1], given_at=time.now())
    client = signed_in(person)
    assert ("Liman" in client.get(reverse("translation:corrections")).content.decode()) == (status == 302)
    assert decide(client, ours, row).status_code == status


def test_a_translated_theme_is_corrected_the_same_way(signed_in, ours):
    taxonomy.install()
    theme = subjects.theme("strikes", language="en")
    translated(theme, language="tr", summary="Grevler.")
    assert url("correct", theme, "tr") in signed_in(factories.person()).get("/en/themes/strikes/?in=tr").content.decode()
    text = ActorText.objects.select_related("actor").get(language="tr")
    row = correcting.suggest(text, by=factories.person().actor, texts={"summary": "Grev."})
    assert decide(signed_in(factories.person(moderator=True, second_factor=True)), ours, row).status_code == 302
    assert ActorText.objects.get(language="tr").summary == "Grev."


def test_the_database_refuses_a_suggestion_about_nothing_or_about_two(union):
    made = publication(author=union.actor)
    for wrong in ({}, {"publication": made, "actor": union.actor}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Correction.objects.create(language="en", words="x", at=time.now(), **wrong)


def test_the_list_of_both_kinds_takes_the_same_queries_however_long(signed_in, union):
    made = publication(author=union.actor, language="tr")
    Article.objects.create(publication=made)
    publications.translate(made, language="en", title="Strike")
    text = Translation.objects.select_related("publication").get()
    client, counts = signed_in(factories.member(union, role="owner")), []
    for _ in range(2):
        for _ in range(4):
            suggested(union)
            correcting.suggest(text, by=factories.person().actor, texts={"title": "A strike"})
        client.get(reverse("translation:corrections"))
        with CaptureQueriesContext(connection) as found:
            client.get(reverse("translation:corrections"))
        counts.append(len(found))
    assert counts[0] == counts[1]
