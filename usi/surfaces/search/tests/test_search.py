import re

import pytest
from django.urls import reverse

from usi.base import time
from usi.spine.actors import actions as actors
from usi.spine.organisations.tests import factories
from usi.spine.publications import actions as publications
from usi.spine.publications import kinds
from usi.spine.publications.tests.factories import actor, publication
from usi.surfaces.search import queries

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


@pytest.fixture(autouse=True)
def toy():
    yield kinds.register(kinds.Kind(name="toy", label="Toy", label_plural="Toys", url_name="newsroom:page"))
    kinds.unregister("toy")


@pytest.fixture
def union():
    return factories.organisation(name="Cranes of Piraeus").actor


@pytest.fixture
def find(client):
    def search(q, language="en", **fields):
        answer = client.get(f"/{language}/search/", {"q": q} | fields)
        assert answer.status_code == 200
        return answer.content.decode()

    return search


def test_a_toy_kind_is_found_by_words_of_title_and_summary(find, union):
    publication(author=union, kind="toy", title="A wooden horse", summary="It has wheels")
    publication(author=union, kind="toy", title="A tin soldier")
    for words in ("wooden", "WOODEN horse", "wheels", "horse wheels"):
        html = find(words)
        assert "A wooden horse" in html, words
        assert "tin soldier" not in html
    assert "A wooden horse" not in find("wooden soldier")


@pytest.mark.parametrize("word", ["Απεργία", "απεργία", "ΑΠΕΡΓΊΑ"])
def test_letters_beyond_ascii_are_found_in_either_case(find, union, word):
    publication(author=union, kind="toy", title="Απεργία στον Πειραιά", language="el")
    assert "στον Πειραιά" in find(word, language="el")


def test_a_translation_is_found_whatever_the_language_of_the_page(find, union):
    item = publication(author=union, kind="toy", title="Απεργία", language="el")
    publications.translate(item, language="ar", title="إضراب في الميناء")
    for language in ("en", "el", "ar"):
        assert f">{'إضراب في الميناء' if language == 'ar' else 'Απεργία'}</a>" in find("إضراب", language=language)


def test_what_a_reader_may_not_see_is_not_found(find, signed_in, union):
    publications.moderate(publication(author=union, kind="toy", title="secret hidden"), to="hidden", by=None)
    publications.moderate(publication(author=union, kind="toy", title="secret held"), to="held", by=None)
    publication(author=union, kind="toy", title="secret draft", state="draft")
    publication(author=union, kind="toy", title="secret withdrawn", state="withdrawn")
    publication(author=union, kind="toy", title="secret network", visibility="network")
    publication(author=union, kind="toy", title="secret ours", visibility="organisation")
    gone = factories.organisation(name="Secret society").actor
    publication(author=gone, kind="toy", title="secret suspended")
    actors.set_state(gone, state="suspended", by=None)
    html = find("secret")
    assert "Nothing found" in html
    assert "Secret society" not in html
    signed_in(factories.person())
    html = find("secret")
    assert "secret network" in html
    assert "secret ours" not in html


def test_actors_of_every_registered_type_are_found_by_any_of_their_names(find):
    union = factories.organisation(name="Σωματείο Λιμενεργατών", language="el").actor
    actors.set_text(actor=union, language="en", name="Dockers' Union")
    actor(type="theme", handle="strikes_at_sea", name="Strikes at sea")
    actor(type="unknown", name="Strikes of an unknown type")
    for words in ("Σωματείο", "Λιμενεργατών", "dockers"):
        html = find(words)
        assert "Dockers&#x27; Union" in html, words
        assert "Organisation" in html
    html = find("strikes", language="el")
    assert "Strikes at sea" in html
    assert "unknown type" not in html


def test_pages_reach_everything_once(union):
    made = [publication(author=union, kind="toy", title=f"horse {n}").pk for n in range(5)]
    from usi.base.access import ANONYMOUS

    seen, before = [], 0
    while True:
        page = queries.publications("horse", reader=ANONYMOUS, language="en", before=before, size=2)
        seen += [row.pk for row in page.items]
        before = page.older
        if not before:
            break
    assert seen == list(reversed(made))


def test_a_search_looks_through_a_stretch_and_offers_to_go_further_back(find, union, monkeypatch):
    monkeypatch.setattr(queries, "STRETCH", 2)
    publication(author=union, kind="toy", title="needle")
    for number in range(4):
        publication(author=union, kind="toy", title=f"hay {number}")
    before, pages = "", 0
    while True:
        html = find("needle", before=before)
        pages += 1
        if ">needle</a>" in html:
            break
        assert "Look further back" in html
        before = re.search(r'rel="next" href="[^"]*before=(\d+)', html).group(1)
    assert pages == 3


def test_the_empty_page_says_what_can_be_found(client):
    assert "What are you looking for?" in client.get(reverse("search:search")).content.decode()


@pytest.mark.parametrize("q", ["x", " ", "\x00\x00"])
def test_too_little_is_answered_politely(find, q):
    html = find(q)
    assert "Nothing found" not in html


@pytest.mark.parametrize(
    "q",
    [
        "<script>alert(1)</script>", "%", "%%", "__", "' OR 1=1 --",
        "\\\\", "\u202eabc", "a\x00b", "😀😀", "x " * 200, "x" * 3000, "--", "()",
        "\ud800ab".encode("utf-8", "replace"),
    ],
)
def test_hostile_words_find_nothing_and_break_nothing(find, union, q):
    publication(author=union, kind="toy", title="Something")
    html = find(q)
    assert "<script>alert" not in html
    assert "Something</a>" not in html


def test_nonsense_cursors_are_the_first_page(find, union):
    publication(author=union, kind="toy", title="horse")
    for before in ("x", "-1", "99999999999999999999999", "٣"):
        assert ">horse</a>" in find("horse", before=before)


def test_searches_are_limited(client, monkeypatch):
    now = time.now()
    monkeypatch.setattr(time, "now", lambda: now)
    answers = [client.get(reverse("search:search"), {"q": f"word{n}"}).status_code for n in range(61)]
    assert answers[:60] == [200] * 60
    assert answers[60] == 429


def test_a_search_costs_the_same_however_much_it_finds(union, django_assert_num_queries):
    from usi.base.access import ANONYMOUS

    for number in range(12):
        publication(author=union, kind="toy", title=f"horse {number}")
    with django_assert_num_queries(2):
        assert len(queries.publications("horse", reader=ANONYMOUS, language="en").items) == 12
    with django_assert_num_queries(1):
        queries.actors("cranes", language="en")
