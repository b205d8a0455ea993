"""The languages a reader reads: by account, by browser, by the page."""

import pytest
from django.http import HttpResponse

from usi.base import access, cache, reading
from usi.base.reading import Reading, browser
from usi.base.tests.pieces import article, lists, page
from usi.spine.organisations.tests import factories
from usi.spine.people.models import PersonLanguage

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("header", "page", "read"), [
    ("", "el", ["el"]),
    ("el-GR,el;q=0.9,en;q=0.8", "el", ["el", "en"]),
    ("en-GB,en;q=0.5", "el", ["el", "en"]),
    ("en, el", "el", ["el", "en"]),
    ("tr, en;q=0.7", "ar", ["tr", "ar", "en"]),
    ("tr", "ar", ["tr", "ar"]),
    ("en, tr", "el", ["el", "en", "tr"]),
    ("en;q=0.1, tr;q=0.9", "en", ["tr", "en"]),
    ("tr;q=0, en", "en", ["en"]),
    ("tr, de, it, sw", "en", ["tr", "de", "en"]),
    ("zh-CN, en", "en", ["zh-Hans", "en"]),
    ("xx-YY, tlh, en", "en", ["en"]),
])
def test_the_page_stands_before_the_first_language_of_the_interface_that_the_browser_names(header, page, read):
    assert browser(header, page=page) == read


@pytest.mark.parametrize("header", [
    "*", ",,,", ";q=1", "en;q=7", "en;q=-1", "en;q=nan", "tr;q=0.9999", "tr" * 5000, "tr," * 200, "é", "tr\x00", "../../etc/passwd", "<script>",
    "' OR 1=1 --", "tr;q=0.5;q=1", "en_US.UTF-8", "a-very-long-tag-that-is-none", "١", "tr;q=١", "x-tr",
])
def test_hostile_headers_do_no_harm(client, header):
    assert "en" in browser(header, page="en")
    assert len(browser(header, page="en")) <= reading.MOST
    assert client.get("/en/news/", headers={"Accept-Language": header.encode("latin-1", "replace").decode("latin-1")}).status_code == 200


@pytest.mark.parametrize(("read", "own", "there", "shown"), [
    (Reading(("el",)), "en", {}, ""),
    (Reading(("el",)), "tr", {"el": "machine"}, "el"),
    (Reading(("el",)), "tr", {"en": "checked"}, ""),
    (Reading(("el", "en")), "en", {"el": "unchecked"}, "el"),
    (Reading(("el", "en")), "el", {"en": "checked"}, ""),
    (Reading(("el", "en")), "en", {"tr": "checked"}, ""),
    (Reading(("tr", "en", "el")), "ar", {"tr": "machine", "en": "unchecked", "el": "checked"}, "el"),
    (Reading(("tr", "en", "el")), "ar", {"tr": "machine", "en": "unchecked"}, "en"),
    (Reading(("tr", "en")), "ar", {"en": "machine", "tr": "machine"}, "tr"),
    (Reading(("tr", "en"), account=True), "en", {"tr": "checked"}, ""),
    (Reading(("tr", "en"), account=True), "ar", {"en": "checked"}, "en"),
    (Reading(("tr", "en"), original=True), "ar", {"en": "checked"}, ""),
    (Reading(("it", "en"), chosen=True), "tr", {"en": "checked", "it": "machine"}, "it"),
    (Reading(("it", "en"), chosen=True), "tr", {"en": "checked"}, "en"),
    (Reading(("tr", "en"), account=True, chosen=True), "tr", {"en": "checked"}, ""),
    # An author's own words in another language have no state; they are as good as the original.
    (Reading(("en", "el"), account=True), "tr", {"en": "machine", "el": ""}, "el"),
    (Reading(("en", "el")), "tr", {"en": "machine", "el": ""}, "en"),
    (Reading(("el", "en"), account=True), "en", {"el": ""}, "el"),
    (Reading(("en", "el"), account=True), "en", {"el": ""}, ""),
    (Reading(("el",)), "", {"el": "unchecked"}, "el"),
])
def test_the_best_version_is_the_original_then_checked_then_unchecked_then_a_machine_s(read, own, there, shown):
    assert read.choose(own, there) == shown
    assert reading.parse(str(read)) == read


def test_an_account_s_languages_go_before_the_browser_s(signed_in):
    made = article(en="checked", fr="unchecked")
    person = factories.person()
    for place, tag in enumerate(("fr", "it")):
        PersonLanguage.objects.create(person=person, language=tag, position=place)
    client = signed_in(person)
    assert "Body en" in page(client, made, accept="tr")
    PersonLanguage.objects.create(person=person, language="tr", position=2)
    assert "Body tr" in page(client, made)
    assert "Body fr" in page(client, article(fr="checked", language="ar"), accept="en")


def test_a_choice_in_the_address_is_for_that_page_and_what_is_no_language_is_passed_over(client):
    made = article(en="checked", el="unchecked")
    assert "Body el" in page(client, made, **{"in": "el"})
    assert "Body tr" in page(client, made, original="1")
    assert "Body tr" in page(client, made, **{"in": "tr"})
    for nonsense in ("xx", "../..", "el'--", "<script>", "e" * 5000, "fr", "\x00"):
        html = page(client, made, **{"in": nonsense})
        assert "Body en" in html
        assert "<script>" not in html.partition("<main")[2]


def test_originals_always_is_remembered_by_one_word_and_taken_back(client, ours):
    made = article(en="checked")
    assert client.get("/en/read/").status_code == 405
    answer = client.post("/en/read/", {"read": "original", "next": f"/en/news/{made.pk}/"}, headers=ours)
    assert answer.url == f"/en/news/{made.pk}/"
    assert answer.cookies["usi_read"].value == "original"
    assert answer.cookies["usi_read"]["httponly"]
    assert "Body tr" in page(client, made)
    assert all("Title tr" in html for html in lists(client, made))
    assert "Body en" in page(client, made, **{"in": "en"})
    client.post("/en/read/", {"read": ""}, headers=ours)
    assert "Body en" in page(client, made)
    for nonsense in ("xx", "<script>", "en; path=/"):
        assert client.post("/en/read/", {"read": nonsense}, headers=ours).cookies["usi_read"].value == ""


def test_a_remembered_language_goes_first(client, ours):
    made = article(en="checked", el="checked")
    client.post("/en/read/", {"read": "el"}, headers=ours)
    assert "Body el" in page(client, made)
    client.cookies["usi_read"] = "../../x"
    assert "Body en" in page(client, made)


def kept(rf, settings):
    """Return a function that asks a page of a node with a page cache, and says in what it was read."""
    settings.PAGE_CACHE_SECONDS = 5
    reading._there = (0.0, frozenset())

    @access.cached
    def view(request):
        return HttpResponse(str(reading.of_browser(request, page="en")))

    def handle(request):
        request.resolver_match = type("Match", (), {"func": view})()
        return view(request)

    middleware = cache.AnonymousPageCache(handle)

    def ask(accept="", cookie=""):
        request = rf.get("/en/news/", headers={"Accept-Language": accept} if accept else {})
        if cookie:
            request.COOKIES[reading.COOKIE] = cookie
        return middleware(request).content.decode()

    return ask, middleware


def test_the_page_cache_never_shows_one_reader_what_another_reads(rf, settings):
    article(it="checked")
    ask, middleware = kept(rf, settings)
    for _ in range(2):
        assert ask() == "en"
        assert ask("tr, en") == "tr,en"
        assert ask("it-CH, tr, en") == "it,tr,en"
        assert ask(cookie="original") == "!en"
        assert ask(cookie="tr") == "*tr,en"
        assert ask(cookie="nonsense") == "en"
    # What is the same to read is kept once.
    entries = len(middleware._entries)
    assert ask("sw, de;q=0.8, en-GB;q=0.5, en;q=0.3") == "en"
    assert ask("en-US,en;q=0.9") == "en"
    assert len(middleware._entries) == entries


def test_caches_on_the_way_are_told_what_a_page_depends_on(client):
    made = article(en="checked")
    answer = client.get(f"/en/news/{made.pk}/")
    assert {"Cookie", "Accept-Language"} <= {name.strip() for name in answer["Vary"].split(",")}


def test_a_language_with_a_region_is_the_same_in_addresses_and_in_contents(client, rf, settings):
    made = article(**{"pt-BR": "checked"})
    assert "Body pt-BR" in page(client, made, "/pt-br/")
    assert "Body pt-BR" in page(client, made, "/pt-br/", "pt-PT")
    settings.PAGE_CACHE_SECONDS = 5
    plain, other = (cache._reading(rf.get("/pt-br/news/", headers={"Accept-Language": accept})) for accept in ("pt", "tr, pt"))
    assert (plain, other) == ("pt-BR", "tr,pt-BR")
