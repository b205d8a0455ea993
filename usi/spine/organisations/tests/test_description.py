"""What an organisation's or a theme's page says of where its description comes from, and the way to the others."""

import re

import pytest

from usi.base import reading, time
from usi.spine.actors import actions as actors
from usi.spine.actors.models import Actor, ActorText
from usi.spine.organisations import queries
from usi.spine.organisations.tests import factories
from usi.spine.people.models import PersonLanguage
from usi.spine.publications import actions as publications
from usi.spine.publications.tests.factories import publication
from usi.spine.taxonomy import actions as taxonomy
from usi.spine.taxonomy import queries as subjects

pytestmark = [pytest.mark.django_db, pytest.mark.storage]
PATH = "/en/organisations/liman/"


@pytest.fixture
def union():
    return factories.organisation(handle="liman", name="Liman İşçileri", summary="Gemileri yükleriz.", language="tr")


@pytest.fixture
def maria():
    return factories.person(name="Maria").actor


def translated(actor, language="en", summary="We load ships.", **more):
    fields = {"state": "unchecked", "source": actor.summary} | more
    return actors.set_text(actor=actor, language=language, summary=summary, **{"name": "Dock Workers"} | fields)


def page(client, path=PATH, **headers):
    answer = client.get(path, headers=headers)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_it_names_who_translated_it_from_what_and_when(client, union, maria):
    translated(union.actor, translated_by=maria)
    text = page(client)
    assert "We load ships." in text
    assert "<bdi>Maria</bdi> translated this from <b>Turkish</b>." in text
    assert "Nobody else has checked it yet." in text
    assert f'<time datetime="{time.now():%Y-%m-%d}' in text
    assert "The original has changed since." not in text


def test_it_names_who_checked_it_and_says_that_the_original_has_changed_since(client, union, maria):
    nikos = factories.person(name="Nikos").actor
    translated(union.actor, state="checked", translated_by=maria, checked_by=nikos)
    assert "<bdi>Nikos</bdi> checked it." in page(client)
    type(union.actor).objects.filter(pk=union.pk).update(summary="Gemileri boşaltırız.")
    assert "The original has changed since." in page(client)


def test_a_machine_s_text_says_that_nobody_has_checked_it(client, union):
    translated(union.actor, state="machine")
    assert "A machine translated this from <b>Turkish</b>; nobody has checked it." in page(client)


def test_who_left_is_not_named_even_where_the_page_was_written_before(client, union, maria):
    nikos = factories.person(name="Nikos").actor
    translated(union.actor, state="checked", translated_by=maria, checked_by=nikos)
    assert "Maria" in page(client)
    for actor in (maria, nikos):
        actors.set_state(actor, state="suspended", by=None)
    text = page(client)
    assert "A member translated this from <b>Turkish</b>." in text
    assert "A second member checked it." in text
    assert "Maria" not in text
    assert "Nikos" not in text


def test_its_own_words_in_another_language_carry_no_note_but_the_way_to_the_others(client, union):
    actors.set_text(actor=union.actor, language="en", name="Dock Workers", summary="We load ships.")
    text = page(client)
    assert "We load ships." in text
    assert 'class="trans"' not in text
    assert "Correct a mistake" not in text
    assert 'href="?original=1"' in text


def test_what_is_shown_in_another_language_than_the_page_s_names_it(client, union):
    assert "This is written in <b>Turkish</b>." in page(client)
    assert "Read it in:" not in page(client)
    assert 'class="trans"' not in page(client, "/en/organisations/liman/".replace("liman", factories.organisation(summary="We").actor.handle))


def test_one_click_leads_to_the_original_and_to_each_other_text(client, union):
    translated(union.actor)
    translated(union.actor, "it", "Carichiamo navi.")
    text = page(client)
    assert 'Original (<bdi lang="tr">Türkçe</bdi>)' in text
    assert 'href="?in=it"' in text
    original = page(client, PATH + "?original=1")
    assert "Gemileri yükleriz." in original
    assert "This is written in <b>Turkish</b>." in original
    assert 'href="?in=en"' in original
    assert "Gemileri yükleriz." in page(client, PATH + "?in=tr")
    italian = page(client, PATH + "?in=it")
    assert '<div class="lede" dir="auto" lang="it"><p>Carichiamo navi.</p>' in italian
    assert "Always show Italian where there is any" in italian
    for unknown in ("?in=el", "?in=xx", "?in=", "?in=" + "x" * 300):
        assert "We load ships." in page(client, PATH + unknown)


def test_who_asked_for_originals_is_shown_the_original_and_the_chosen_text_all_the_same(client, union):
    translated(union.actor)
    client.cookies["usi_read"] = "original"
    text = page(client)
    assert "Gemileri yükleriz." in text
    assert "Show translations again" in text
    assert "We load ships." in page(client, PATH + "?in=en")


def test_a_language_of_the_reader_s_is_noted_too(client, union):
    publication(author=union.actor, language="it")
    translated(union.actor, "it", "Carichiamo navi.")
    text = page(client, **{"Accept-Language": "it, en"})
    assert "Carichiamo navi." in text
    assert "A member translated this from <b>Turkish</b>." in text


def test_a_translation_whose_original_is_gone_offers_no_way_back_and_no_correction(client, union):
    translated(union.actor)
    type(union.actor).objects.filter(pk=union.pk).update(summary="")
    text = page(client)
    assert "The original has changed since." in text
    assert "?original=1" not in text
    assert "Correct a mistake" not in text


def test_a_name_alone_in_another_language_is_no_translation_of_the_text(client, union):
    ActorText.objects.create(actor=union.actor, language="en", name="Dock Workers")
    text = page(client)
    assert "Dock Workers" in text
    assert "This is written in <b>Turkish</b>." in text


def test_a_theme_says_it_only_of_what_the_node_did_not_write(client, maria):
    taxonomy.install()
    for path in ("/en/themes/strikes/", "/el/themes/strikes/"):
        assert 'class="trans"' not in page(client, path)
        assert "?original=1" not in page(client, path)
    translated(subjects.theme("strikes", language="en"), "it", "Scioperi.", translated_by=maria)
    text = page(client, "/en/themes/strikes/?in=it")
    assert '<p class="lede" dir="auto" lang="it">Scioperi.</p>' in text
    assert "<bdi>Maria</bdi> translated this from <b>English</b>." in text
    assert 'href="?original=1"' in text
    assert "Always show" not in text
    original = page(client, "/el/themes/strikes/?original=1")
    assert '<p class="lede" dir="auto" lang="en">' in original
    assert 'href="?in=it"' in original


def test_the_directory_finds_a_name_as_soon_as_its_translation_is_kept(client, union, maria, react):
    other = factories.organisation(name="Hospital Nurses")
    translated(union.actor, language="ar", summary="نحمّل السفن.", translated_by=maria)
    react()
    assert {row.pk for row in queries.by_name("dock workers")} == {union.pk}
    assert "/organisations/liman/" in page(client, "/en/organisations/?q=Dock+Workers")
    translated(union.actor, language="el", summary="Φορτώνουμε πλοία.", translated_by=maria, name="Λιμενεργάτες")
    translated(other.actor, language="el", name="Νοσηλευτές")
    react()
    assert [row.pk for row in queries.by_name("λιμενεργατες")] == [union.pk]
    assert [row.pk for row in queries.by_name("Dock Workers")] == [union.pk]
    assert [row.pk for row in queries.by_name("νοσηλευτες")] == [other.pk]


def test_the_feed_of_the_directory_says_what_is_a_translation(client, union, maria, django_assert_max_num_queries):
    factories.organisation(name="Ours", summary="We write in English.")
    own = factories.organisation(name="Ellos", summary="Escribimos.", language="es")
    actors.set_text(actor=own.actor, language="en", name="They", summary="Our own words & more.")
    translated(union.actor, summary="We load <b>ships</b>.", state="checked", translated_by=maria)
    with django_assert_max_num_queries(8):
        items = client.get("/feeds/en/organisations.json").json()["items"]
    said = {item["title"]: item["content_html"] for item in items}
    assert "Translated from Turkish and checked." in said["Dock Workers"]
    assert "/en/organisations/liman/?original=1" in said["Dock Workers"]
    assert "We load &lt;b&gt;ships&lt;/b&gt;." in said["Dock Workers"]
    assert said["Ours"] == said["They"] == ""


def test_a_translated_name_of_a_theme_concerns_no_organisation(react):
    taxonomy.install()
    translated(subjects.subjects(themes=["strikes"])[0], language="sw")
    react()
    assert not queries.by_name("Dock Workers")


def read_by_account(client, *tags):
    """Sign somebody in who reads some languages, in this order."""
    person = factories.person()
    for place, tag in enumerate(tags):
        PersonLanguage.objects.create(person=person, language=tag, position=place)
    client.force_login(person.account, backend="allauth.account.auth_backends.AuthenticationBackend")


@pytest.mark.parametrize("texts", [
    {}, {"en": "machine"}, {"it": "unchecked", "en": "machine"}, {"it": "unchecked", "en": "checked"}, {"it": "machine", "en": "machine"},
    {"el": "checked"}, {"tr": "checked", "en": "unchecked"},
])
@pytest.mark.parametrize("languages", [("it", "en"), ("el", "tr"), ("it", "tr", "en")])
def test_a_description_and_an_article_are_chosen_by_the_same_rule(client, union, texts, languages):
    article = publication(author=union.actor, language="tr", title="Title tr")
    for tag, state in texts.items():
        if tag != "tr":
            publications.translate(article, language=tag, title=f"Title {tag}", state=state)
            translated(union.actor, tag, f"Summary {tag}", state=state)
    for headers in ({"Accept-Language": ", ".join(languages)}, {}):
        if not headers:
            read_by_account(client, *languages)
        text = page(client, **headers)
        titled = re.search(r'lang="([^"]+)"><a href="[^"]+">Title ([^<]+)</a>', text)
        described = re.search(r'<div class="lede" dir="auto" lang="([^"]+)">', text)
        assert titled[1] == titled[2] == described[1]


def test_what_an_organisation_says_of_itself_goes_before_a_translation_and_is_an_original(client, union):
    translated(union.actor, "en", "A machine says that we load ships.", state="machine")
    actors.set_text(actor=union.actor, language="it", name="Portuali", summary="Carichiamo navi.")
    read_by_account(client, "en", "it")
    text = page(client)
    assert "Carichiamo navi." in text
    assert "translated this" not in text
    assert "A machine says" in page(client, PATH + "?in=en")


def test_on_lists_the_description_is_chosen_like_on_its_page(union):
    translated(union.actor, "it", "Carichiamo navi.", state="machine")
    translated(union.actor, "en", "We load ships.", state="checked")
    row = Actor.objects.with_text(reading.Reading(("it", "en"))).get(pk=union.pk)
    assert (row.shown_summary, row.summary_language) == ("We load ships.", "en")
    row = Actor.objects.with_text(reading.Reading(("it", "tr"), account=True)).get(pk=union.pk)
    assert (row.shown_summary, row.summary_language) == ("Gemileri yükleriz.", "tr")
