import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from usi.base import languages
from usi.spine.organisations.tests import factories
from usi.spine.publications.tests.factories import publication
from usi.spine.taxonomy import actions as taxonomy
from usi.spine.taxonomy import queries as taxonomy_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossiers(db):
    taxonomy.install()


def subject(handle):
    return taxonomy_queries.subjects(themes=[handle])[0]


def test_the_root_leads_to_the_language_the_browser_asks_for(client):
    assert client.get("/", headers={"Accept-Language": "ar,en;q=0.5"}).headers["Location"] == "/ar/"
    assert client.get("/", headers={"Accept-Language": "fi"}).headers["Location"] == "/en/"


@pytest.mark.parametrize("language", [tag for tag, _name in languages.interface()])
@pytest.mark.parametrize("name", ["front", "about", "verification", "accessibility", "help", "source"])
def test_every_public_page_opens_in_every_language(client, dossiers, language, name):
    with translation.override(language):
        page = client.get(reverse(f"website:{name}"))
    assert page.status_code == 200
    assert f'lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in page.content.decode()


def test_an_article_appears_on_front_theme_and_country_page(client, dossiers):
    union = factories.organisation()
    article = publication(author=union.actor, title="Nurses win", language="en", subjects=taxonomy_queries.subjects(themes=["strikes"], countries=["GR"]))
    for address in (reverse("website:front"), reverse("taxonomy:theme", args=["strikes"]), reverse("taxonomy:country", args=["gr"])):
        assert article.get_absolute_url() in client.get(address).content.decode(), address


def test_a_page_is_offered_in_every_language_by_hreflang(client, dossiers):
    page = client.get(reverse("taxonomy:theme", args=["strikes"])).content.decode()
    for language in ("en", "el", "ar", "es", "fr", "pt-BR"):
        assert f'hreflang="{language}" href="{settings.URL}/{language.lower()}/themes/strikes/"' in page


def test_an_address_with_the_tag_in_capitals_leads_to_the_page(client, dossiers):
    answer = client.get("/pt-BR/themes/strikes/?written=el")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/pt-br/themes/strikes/?written=el")
    page = client.get("/pt-br/themes/strikes/").content.decode()
    assert '<html lang="pt-BR" dir="ltr"' in page
    assert "Greves" in page
    assert "/feeds/pt-BR/actor/strikes.rss" in page
    assert client.get("/feeds/pt-BR/actor/strikes.rss").status_code == 200


def test_a_browser_that_asks_for_a_variety_is_given_the_language(client):
    for asked, given in (("pt", "pt-br"), ("pt-PT", "pt-br"), ("es-MX", "es"), ("fr-CA,en;q=0.5", "fr")):
        assert client.get("/", headers={"Accept-Language": asked}).headers["Location"] == f"/{given}/"


def test_unknown_dossiers_are_not_found(client, dossiers):
    assert client.get("/en/themes/nothing/").status_code == 404
    assert client.get("/en/countries/xx/").status_code == 404


def test_home_is_never_empty_and_says_why_an_item_is_there(signed_in, ours, dossiers):
    union = factories.organisation(name="Dockers")
    publication(author=union.actor, title="Cranes stand still")
    client = signed_in(factories.person())
    assert "Cranes stand still" in client.get(reverse("website:home")).content.decode()
    client.post(reverse("feed:follow", args=[union.pk]), {"action": "follow"}, headers=ours)
    page = client.get(reverse("website:home")).content.decode()
    assert "Cranes stand still" in page
    assert "You follow Dockers" in page


def test_home_narrows_by_kind_and_language(signed_in, ours, dossiers):
    union = factories.organisation()
    publication(author=union.actor, title="In English", language="en")
    publication(author=union.actor, title="Στα ελληνικά", language="el")
    client = signed_in(factories.person())
    client.post(reverse("feed:follow", args=[union.pk]), {"action": "follow"}, headers=ours)
    page = client.get(reverse("website:home"), {"written": "el"}).content.decode()
    assert "Στα ελληνικά" in page
    assert "In English" not in page


def test_the_desk_shows_drafts_and_what_waits_for_review(signed_in, dossiers):
    union = factories.organisation()
    editor = factories.member(union, role="editor")
    publication(author=union.actor, typed_by=editor.actor, title="Mine", state="draft")
    publication(author=union.actor, title="A colleague's", state="in_review")
    page = signed_in(editor).get(reverse("website:desk")).content.decode()
    assert "Mine" in page
    assert "A colleague&#x27;s" in page


def test_text_only_is_kept_in_a_cookie_and_leads_back(client, ours):
    answer = client.post(reverse("website:text_only"), {"next": "/en/news/"}, headers=ours)
    assert answer.headers["Location"] == "/en/news/"
    assert client.cookies["text_only"].value == "1"
    assert client.post(reverse("website:text_only"), {"next": "https://elsewhere.example/"}, headers=ours).headers["Location"] == "/en/"


def test_pages_take_a_constant_number_of_queries(client, dossiers, django_assert_max_num_queries):
    union = factories.organisation()
    for address in (reverse("website:front"), reverse("taxonomy:theme", args=["strikes"]), reverse("taxonomy:country", args=["gr"])):
        for _ in range(2):
            with django_assert_max_num_queries(15):
                client.get(address)
            for number in range(8):
                publication(author=union.actor, title=f"{number}", subjects=taxonomy_queries.subjects(themes=["strikes"], countries=["GR"]))
