"""What is found, in what order, by whom, and what helps on."""

import pytest

from usi.base import time
from usi.base.access import ANONYMOUS, Reader
from usi.spine.actors import actions as actors
from usi.spine.organisations.queries import reader_of
from usi.spine.organisations.tests import factories
from usi.spine.people import actions as people
from usi.spine.publications import actions as publications
from usi.spine.publications.tests.factories import actor, publication
from usi.spine.taxonomy import actions as taxonomy
from usi.spine.taxonomy import queries as taxonomy_queries
from usi.surfaces.search import actions, queries
from usi.surfaces.search.queries import Near, Question

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


def tally(q, reader=ANONYMOUS, **facets):
    question = Question.read({"q": q} | facets, language="en")
    return queries.tallies(question, reader=reader)


def test_title_comes_before_summary_before_text_and_the_word_before_another_form(titles, union):
    publication(author=union, kind="toy", title="One", body="The striking thing")
    publication(author=union, kind="toy", title="Two", body="A strike")
    publication(author=union, kind="toy", title="Three", summary="A strike")
    publication(author=union, kind="toy", title="Four strikes")
    publication(author=union, kind="toy", title="Five strike")
    for n in range(3):
        publication(author=union, kind="toy", title=f"Newer {n}", body="strikes")
    assert titles("strike")[:5] == ["Five strike", "Four strikes", "Three", "Two", "Newer 2"]


def test_it_says_why(listing, union):
    publication(author=union, kind="toy", title="Ports", summary="A strike", country="GR")
    assert listing("strike", close=Near("en", "GR")).items[0].why == ["In the summary", "your language", "your country", "new"]
    assert listing("striking").items[0].why == ["In another form of the word", "your language", "new"]
    assert listing("por").items == []
    assert listing("str ports").items == []
    publication(author=union, kind="toy", title="Gewerkschaftsbund", language="de")
    assert listing("gewerkschafts").items[0].why == ["At the beginning of a longer word", "new"]


def test_actors_of_every_type_are_found_by_any_name_and_handle_whole_names_first(titles, listing):
    taxonomy.install()
    union = factories.organisation(name="Σωματείο Λιμενεργατών", language="el", handle="dockers_gr").actor
    actors.set_text(actor=union, language="en", name="Dockers' Union")
    factories.organisation(name="Dockers Union Federation Abroad")
    actor(type="unknown", name="Dockers of an unknown type")
    actions.rebuild()
    assert titles("Σωματειο") == ["Σωματείο Λιμενεργατών"]
    assert listing("dockers union").items[0].title == "Dockers' Union"
    assert [row.url for row in listing("@dockers_gr").items] == [union.get_absolute_url()]
    assert "Dockers of an unknown type" not in titles("dockers")
    assert "Kenya" in titles("kenya")
    assert "Ελλάδα" in titles("ελλαδα")
    assert listing("strikes").items[0].label == "Theme"


def test_people_are_found_only_by_what_they_show_to_everyone(titles):
    person = factories.person(name="Maria Example")
    people.describe(person, name="Maria Example", summary="Knows cranes")
    people.set_work(person, country="GR", codes=[], skills=["welding"])
    assert titles("maria") == titles("cranes") == titles("welding") == []
    people.show_to(person, audiences={"skills": "public", "summary": "network"})
    assert titles("welding") == titles("maria") == ["Maria Example"]
    assert titles("cranes") == []
    assert titles("maria", country="gr") == []
    people.show_to(person, audiences={"skills": "network"})
    assert titles("maria") == []


@pytest.fixture
def matrix():
    ours, theirs = factories.organisation(handle="ours"), factories.organisation(handle="theirs")
    for visibility in ("public", "network", "organisation"):
        publication(author=ours.actor, kind="toy", title=f"secret {visibility} Zarvanitsa", visibility=visibility)
    publications.moderate(publication(author=ours.actor, kind="toy", title="secret hidden"), to="hidden", by=None)
    publications.moderate(publication(author=ours.actor, kind="toy", title="secret held"), to="held", by=None)
    publication(author=ours.actor, kind="toy", title="secret draft", state="draft")
    publication(author=ours.actor, kind="toy", title="secret withdrawn", state="withdrawn")
    gone = factories.organisation(name="Secret society").actor
    publication(author=gone, kind="toy", title="secret suspended")
    actors.set_state(gone, state="suspended", by=None)
    return {
        "anonymous": None,
        "member": factories.member(ours, role="member"),
        "officer elsewhere": factories.member(theirs, role="owner"),
        "officer": factories.member(ours, role="owner"),
        "moderator": factories.person(moderator=True, second_factor=True),
    }


SEES = {
    "anonymous": {"public"}, "member": {"public", "network", "organisation"}, "officer elsewhere": {"public", "network"},
    "officer": {"public", "network", "organisation"}, "moderator": {"public", "network"},
}  # fmt: skip


@pytest.mark.parametrize("who", SEES)
def test_what_a_reader_may_not_see_is_in_no_result_count_or_suggestion(titles, matrix, who):
    person = matrix[who]
    reader = reader_of(account_id=person.account_id) if person else ANONYMOUS
    expected = {f"secret {name} Zarvanitsa" for name in SEES[who]}
    assert set(titles("secret", reader=reader)) == expected
    assert set(titles("secret", reader=reader, sort="new")) == expected
    found = tally("secret", reader)[""]
    assert found.total == len(expected) == sum(found.values["kind"].values())
    assert titles("society", reader=reader) == []
    assert queries.meant(Question.read({"q": "societi"}, language="en"), reader=reader) == []
    assert [hint.count for hint in queries.fewer(Question.read({"q": "secret nothing"}, language="en"), reader=reader)] == [len(expected)]


def test_what_was_hidden_a_moment_ago_is_gone_before_the_index_follows(titles, union, django_capture_on_commit_callbacks):
    item = publication(author=union, kind="toy", title="A wooden horse")
    publication(author=union, kind="toy", title="A wooden duck")
    assert len(titles("wooden")) == 2
    publications.moderate(item, to="hidden", by=None)
    assert tally("wooden")[""].total == 1
    question = Question.read({"q": "wooden"}, language="en")
    assert [row.title for row in queries.listing(question, reader=ANONYMOUS, close=Near()).items] == ["A wooden duck"]
    actors.set_state(union, state="suspended", by=None)
    assert tally("wooden")[""].total == 0
    assert queries.listing(question, reader=ANONYMOUS, close=Near()).items == []


def test_the_index_follows_changes_and_doing_it_twice_changes_nothing(titles, union):
    item = publication(author=union, kind="toy", title="A wooden horse")
    assert titles("horse") == ["A wooden horse"]
    item = publications.edit(item, by=union, version=item.version, title="A wooden donkey")
    assert titles("horse") == []
    assert titles("donkey") == ["A wooden donkey"]
    item = publications.move(item, to="withdrawn", by=union, reason="because")
    assert titles("donkey") == []
    publications.move(item, to="published", by=union)
    actions.index("publication", [item.pk])
    actions.index("publication", [item.pk])
    assert titles("donkey") == ["A wooden donkey"]
    assert tally("donkey")[""].total == 1


def test_a_change_keeps_a_publication_at_its_place_in_time(titles, union):
    made = [publication(author=union, kind="toy", title=f"horse {n}") for n in range(3)]
    assert titles("horse", sort="new") == ["horse 2", "horse 1", "horse 0"]
    publications.edit(made[0], by=union, version=made[0].version, summary="changed")
    assert titles("horse", sort="new") == ["horse 2", "horse 1", "horse 0"]
    assert titles("horse", sort="old") == ["horse 0", "horse 1", "horse 2"]


def test_pages_reach_everything_once_by_rank_and_by_date(listing, union):
    for n in range(7):
        publication(author=union, kind="toy", title=f"horse {n}")
    for sort in ("", "new", "old"):
        seen, where = [], ""
        for _ in range(9):
            found = listing("horse", size=2, sort=sort, **({"after": int(where or 0)} if sort else {"page": int(where or 1)}))
            seen += [row.title for row in found.items]
            where = found.next
            if not where:
                break
        assert sorted(seen) == [f"horse {n}" for n in range(7)], sort


def test_facets_count_what_each_choice_would_leave(titles, union):
    taxonomy.install()
    subjects = taxonomy_queries.subjects(themes=["strikes"], countries=["KE"])
    item = publication(author=union, kind="toy", title="horse one", language="el", country="GR", subjects=subjects)
    publications.translate(item, language="en", title="horse uno")
    publication(author=union, kind="toy", title="horse two", country="FR")
    actor(type="theme", handle="horse", name="Horse")
    actions.rebuild()
    assert len(titles("horse", country="gr")) == 1
    found = tally("horse", country="gr")
    assert found[""].total == 1
    assert dict(found[""].values["language"]) == {"el": 1, "en": 1}
    assert dict(found["country"].values["country"]) == {"gr": 1, "ke": 1, "fr": 1}
    assert found["country"].values["region"]["europe"] == 2
    assert found[""].values["theme"]["strikes"] == 1
    year = str(time.now().year)
    assert found[""].values["date"][year] == 1
    assert titles("horse", country="ke", theme="strikes", region="africa", language="en", kind="toy", date=year) == ["horse uno"]
    assert titles("", kind="toy", country="fr") == ["horse two"]
    named = queries.facets(Question.read({"q": "horse", "date": year}, language="en"), tally("horse", date=year), language="en")
    assert [facet.name for facet in named] == ["kind", "language", "region", "country", "theme", "date"]
    assert any(option.sub for option in named[-1].options)


def test_passages_are_safe_and_marked(listing, union):
    publication(author=union, kind="toy", title="x <b>", summary="", body="Some <script>alert(1)</script> text & a **strike** in [the port](http://x.example/a_b)")
    row = listing("strikes port").items[0]
    assert "<mark>strike</mark>" in row.passage
    assert "<mark>port</mark>" in row.passage
    assert "&lt;script&gt;" in row.passage
    assert "<script" not in row.passage
    assert "x.example" not in row.passage


def test_titles_are_safe_and_marked_whole(client, react, union):
    publication(author=union, kind="toy", title=f"The <i>many</i> {'x ' * 60}docks of the north", body="docks")
    react()
    html = client.get("/en/search/", {"q": "dock north"}).content.decode()
    assert f">The &lt;i&gt;many&lt;/i&gt; {'x ' * 60}<mark>docks</mark> of the <mark>north</mark></a>" in html


def test_a_long_text_is_cut_round_the_words(listing, union):
    publication(author=union, kind="toy", title="x", body="word " * 3000 + "needle here " + "word " * 3000)
    passage = listing("needle").items[0].passage
    assert "<mark>needle</mark>" in passage
    assert len(passage) < 400


def test_a_page_costs_the_same_however_much_it_finds(react, union, django_assert_max_num_queries):
    question = Question.read({"q": "horse"}, language="en")
    counts = []
    for _ in range(2):
        for number in range(9):
            publication(author=union, kind="toy", title=f"horse {number}", body="a horse")
        react()
        with django_assert_max_num_queries(10) as seen:
            listing = queries.listing(question, reader=ANONYMOUS, close=Near())
            queries.tallies(question, reader=ANONYMOUS, found=listing.candidates)
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert len(listing.items) == 18


def test_roles_do_not_open_what_another_organisation_keeps_to_itself(titles, union):
    publication(author=union, kind="toy", title="horse ours", visibility="organisation")
    reader = Reader(actor_id=1, roles={union.pk + 1: "owner"})
    assert titles("horse", reader=reader) == []
    assert titles("horse", reader=Reader(actor_id=1, roles={union.pk: "member"})) == ["horse ours"]


def test_an_organisation_found_by_a_translated_description_says_so_and_one_found_by_its_own_words_does_not(find, listing):
    union = factories.organisation(name="Λιμενεργάτες", language="el", summary="Είμαστε στο λιμάνι").actor
    actors.set_text(actor=union, language="en", name="Dockers", summary="We are in the harbour", state="machine", source=union.summary)
    actions.rebuild()
    (row,) = listing("harbour").items
    assert (row.original, row.state) == ("el", "machine")
    assert "translated from Greek (by machine)" in find("harbour")
    assert listing("λιμανι", language="el").items[0].original == ""
    other = factories.organisation(name="Ναυτεργάτες", language="el").actor
    actors.set_text(actor=other, language="en", name="Seafarers")
    actions.rebuild()
    assert listing("seafarers").items[0].original == ""
