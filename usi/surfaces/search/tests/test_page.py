"""The search page, and how it helps on."""

import pytest
from django.urls import reverse

from usi.base import time
from usi.base.access import ANONYMOUS
from usi.spine.actors import actions as actors
from usi.spine.organisations.tests import factories
from usi.spine.publications import actions as publications
from usi.spine.publications.tests.factories import publication
from usi.spine.taxonomy import actions as taxonomy
from usi.surfaces.search import actions, queries
from usi.surfaces.search.queries import Question, walks

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


def test_more_than_can_be_counted_is_said_to_be_more(find, union, monkeypatch):
    monkeypatch.setattr(walks, "MOST_COUNTED", 3)
    for n in range(5):
        publication(author=union, kind="toy", title=f"horse {n}")
    html = find("horse")
    assert "More than 3 results" in html


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Piraeus Dockers", "pireaus"), ("Piraeus Dockers", "Piraus"), ("Piraeus Dockers", "dokers"), ("Σωματείο Λιμενεργατών", "λιμενεργατον"),
        ("Σωματείο Λιμενεργατών", "σοματιο"), ("نقابة المعلمين", "المعلمن"), ("Профсоюз докеров", "профсаюз"), ("ההסתדרות החדשה", "ההסתדרוט"),
        ("港湾労働組合", "港湾労動組合"), ("मज़दूर संगठन", "संगटन"),
    ],
)  # fmt: skip
def test_a_name_misspelt_by_a_letter_or_two_is_offered(find, name, typed):
    actions.index("actor", [factories.organisation(name=name).pk])
    html = find(typed)
    assert "Did you mean" in html
    hint = queries.meant(Question.read({"q": typed}, language="en"), reader=ANONYMOUS)[0]
    assert name in find(hint.q)


def test_nothing_is_offered_that_finds_nothing():
    gone = factories.organisation(name="Piraeus Dockers").actor
    actions.index("actor", [gone.pk])
    question = Question.read({"q": "pireaus"}, language="en")
    assert [hint.q for hint in queries.meant(question, reader=ANONYMOUS)] == ["Piraeus"]
    actors.set_state(gone, state="closed", by=None)
    assert queries.meant(question, reader=ANONYMOUS) == []


def test_an_empty_page_helps_on(find, union):
    publication(author=union, kind="toy", title="A wooden horse", country="GR")
    html = find("wooden elephant")
    assert "With one word less" in html
    assert '<bdi>wooden</bdi> <span class="num">1</span>' in html
    assert "Look everywhere" in find("wooden", country="fr")


def test_the_page_shows_all_of_it(find, union):
    publication(author=union, kind="toy", title="A wooden horse", summary="It has wheels")
    html = find("wheels")
    for text in (">A wooden horse</a>", "wheels", "In the summary", "1 result", "Newest first", "RSS"):
        assert text in html, text


@pytest.mark.parametrize("q", ["x", "ب"])
def test_one_letter_is_looked_for(find, union, q):
    publication(author=union, kind="toy", title=f"Letter {q}")
    assert f">Letter {q}</a>" in find(q)


def test_no_words_is_answered_politely(client, find):
    assert "What are you looking for?" in client.get(reverse("search:search")).content.decode()
    for q in ("...", "-a", "\u0301\u0301", "😀"):
        html = find(q)
        assert "There is no word in this" in html
        assert "aria-invalid" in html


def test_what_means_nothing_in_the_address_is_left_out(find, union):
    publication(author=union, kind="toy", title="horse")
    for fields in ({"kind": "'x"}, {"sort": "x"}, {"page": "-1"}, {"page": "99999999999999999999"}, {"after": "x"}, {"date": "20 26"}):
        assert ">horse</a>" in find("horse", **fields), fields
    assert "Nothing found" in find("horse", kind="none")


def test_searches_are_limited(client, monkeypatch):
    now = time.now()
    monkeypatch.setattr(time, "now", lambda: now)
    answers = [client.get(reverse("search:search"), {"q": f"word{n}"}).status_code for n in range(61)]
    assert answers[:60] == [200] * 60
    assert answers[60] == 429


@pytest.mark.parametrize(("accept", "shown", "note"), [
    ("en", ("en", "A strike"), "translated from Turkish (by machine)"), ("it, en", ("it", "Uno sciopero"), "translated from Turkish"),
    ("tr, en", ("tr", "Bir grev"), "in Turkish"), ("", ("en", "A strike"), "translated from Turkish (by machine)"),
])
@pytest.mark.parametrize("q", ["", "42"])
def test_what_words_do_not_decide_is_shown_in_the_version_that_suits_the_reader(client, react, union, accept, shown, note, q):
    made = publication(author=union, kind="toy", language="tr", title="Bir grev", summary="42 gün")
    publications.translate(made, language="en", title="A strike", summary="42 days", state="machine")
    publications.translate(made, language="it", title="Uno sciopero", summary="42 giorni", state="checked")
    react()
    text = client.get("/en/search/", {"q": q, "kind": "toy"}, headers={"Accept-Language": accept}).content.decode()
    heading = text.partition('<h3 dir="auto" lang="')[2]
    assert (heading[:2], heading.partition('">')[2].partition(">")[2].partition("</a>")[0]) == shown
    assert note in text


def test_an_original_that_was_asked_for_is_shown_in_results_too_and_themes_keep_their_names(client, union):
    made = publication(author=union, kind="toy", language="tr", title="Bir grev")
    publications.translate(made, language="en", title="A strike", state="checked")
    taxonomy.install()
    actions.rebuild()
    client.cookies["usi_read"] = "original"
    assert ">Bir grev</a>" in client.get("/en/search/", {"kind": "toy"}).content.decode()
    assert ">Απεργίες" in client.get("/el/search/", {"kind": "theme"}).content.decode()
def test_a_far_more_frequent_name_is_offered_where_little_is_found(find, union):
    actions.index("actor", [factories.organisation(name=name).pk for name in ("Pireaus", "Piraeus Dockers", "Kenya Dockers")])
    for n in range(4):
        publication(author=union, kind="toy", title=f"Piraeus {n}")
    html = find("pireaus")
    assert ">Pireaus</a>" in html
    assert '<bdi>Piraeus</bdi>' in html.partition("Did you mean")[2]
    # Six are there, and five times as many as one: a second finding makes it too few.
    publication(author=union, kind="toy", title="Pireaus too")
    assert "Did you mean" not in find("pireaus")


def test_what_others_may_see_makes_no_name_frequent(find, union, react):
    actions.index("actor", [factories.organisation(name=name).pk for name in ("Pireaus", "Piraeus Dockers")])
    for n in range(6):
        publication(author=union, kind="toy", title=f"Piraeus {n}", visibility="network")
    assert "Did you mean" not in find("pireaus")


def test_what_may_be_meant_is_asked_in_as_many_queries_however_much_there_is(union, react, django_assert_max_num_queries):
    actions.index("actor", [factories.organisation(name="Pireaus Dockers").pk])
    question = Question.read({"q": "pireaus dokers"}, language="en")
    counts = []
    for name in ("Piraeus", "Piraeas", "Pireous", "Dockers", "Rockers", "Dokkers"):
        actions.index("actor", [factories.organisation(name=name).pk])
        for n in range(5):
            publication(author=union, kind="toy", title=f"{name} {n}")
        react()
        with django_assert_max_num_queries(9) as seen:
            queries.meant(question, reader=ANONYMOUS, total=1)
        counts.append(len(seen))
    assert len(set(counts)) == 1


def test_of_several_words_those_that_names_have_are_left_as_they_are(find):
    actions.index("actor", [factories.organisation(name=name).pk for name in ("Piraeus Dockers Cooperative", "Piraeas")])
    assert "<bdi>piraeus Dockers Cooperative</bdi>" in find("piraeus dokers coperative")


def test_an_order_by_date_counts_what_it_lists(find, union):
    actions.index("actor", [factories.organisation(name=f"Dockers {n}", summary="In a harbor", country="KE").pk for n in range(5)])
    actions.index("actor", [factories.organisation(name="Harbour").pk])
    publication(author=union, kind="toy", title="Dockers on strike", country="GR")
    html = find("dockers")
    assert "6 results" in html
    for sort in ("new", "old"):
        html = find("dockers", sort=sort)
        assert "1 result<" in html
        assert html.count('<article class="item">') == 1
        assert "only publications are listed and counted" in html
        # What another kind would leave is told all the same, and no other facet counts it.
        assert '<span>Organisation</span><span class="num">5</span>' in html
        assert "Kenya" not in html
        html = find("dockers", sort=sort, kind="organisation")
        assert "5 results" in html
        assert html.count('<article class="item">') == 5
        assert "only publications" not in html
    assert "Kenya" not in find("dockers", sort="new", country="gr")
    html = find("harbor", sort="new")
    assert "there is something else" in html
    assert "Did you mean" not in html
