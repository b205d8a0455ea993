"""What somebody shows only to the network is in nothing that the search says."""

import json

import pytest

from usi.base.access import ANONYMOUS
from usi.spine.actors import actions as actors
from usi.spine.organisations.queries import reader_of
from usi.spine.organisations.tests import factories
from usi.spine.people import actions as people
from usi.surfaces.search import queries
from usi.surfaces.search.queries import Question

pytestmark = [pytest.mark.django_db, pytest.mark.storage]

ALLAUTH = "allauth.account.auth_backends.AuthenticationBackend"
SECRET = ("Zarvanitsa", "Ζαρβάνιτσα", "crocheting")


@pytest.fixture
def maria():
    """Return a person who shows their skills to everyone and the rest to the network, the summary in two languages."""
    person = factories.person(name="Maria Example")
    people.describe(person, name="Maria Example", summary="Born in Zarvanitsa, likes crocheting")
    people.set_work(person, country="KE", codes=[], skills=["welding"])
    actors.set_text(actor=person.actor, language="el", name="Μαρία Παράδειγμα", summary="Από τη Ζαρβάνιτσα", state="checked")
    people.show_to(person, audiences={"skills": "public", "summary": "network", "country": "network"})
    return person


@pytest.fixture
def readers():
    ours = factories.organisation(handle="ours")
    return {
        "anonymous": None, "member": factories.member(ours), "officer": factories.member(ours, role="owner"),
        "moderator": factories.person(moderator=True, second_factor=True),
    }  # fmt: skip


@pytest.mark.parametrize("who", ["anonymous", "member", "officer", "moderator"])
def test_a_summary_for_the_network_is_in_no_result_count_facet_title_passage_or_suggestion(client, titles, listing, maria, readers, who):
    person = readers[who]
    reader = reader_of(account_id=person.account_id) if person else ANONYMOUS
    if person:
        client.force_login(person.account, backend=ALLAUTH)
    for word in (*SECRET, "zarvan"):
        question = Question.read({"q": word}, language="en")
        assert titles(word, reader=reader) == titles(word, reader=reader, sort="new", kind="person") == []
        assert queries.tallies(question, reader=reader)[""].total == 0
    for misspelt in ("Zarvanitza", "Ζαρβανιτσο", "croheting"):
        assert queries.meant(Question.read({"q": misspelt}, language="en"), reader=reader) == []
        assert [hint.q for hint in queries.fewer(Question.read({"q": f"welding {misspelt}"}, language="en"), reader=reader)] == ["welding"]
    assert titles("welding", reader=reader, country="ke") == []
    for language in ("en", "el"):
        (row,) = listing("welding", reader=reader, language=language).items
        assert row.summary == ""
        assert "welding" in row.passage
        # Who asks for Maria by name is shown no more than who asks for what she can do.
        html = "".join(client.get(f"/{language}/search/", {"q": q}).content.decode() for q in ("maria", "Μαρία", "welding", "Zarvanitsa maria"))
        assert "Maria" in html
        said = html.replace("Zarvanitsa maria", "").replace("<mark>", "").replace("</mark>", "")
        assert not [word for word in (*SECRET, "Kenya", "Κένυα") if word in said.replace("q=Zarvanitsa", "")]


def test_a_summary_that_is_for_the_network_since_a_moment_ago_is_not_found_before_the_index_follows(client, titles, maria):
    people.show_to(maria, audiences={"skills": "public", "summary": "public"})
    assert titles("Zarvanitsa") == ["Maria Example"]
    people.show_to(maria, audiences={"skills": "public", "summary": "network"})
    html = client.get("/en/search/", {"q": "Zarvanitsa"}).content.decode()
    assert "Nothing found" in html
    assert "Maria" not in html
    assert titles("Zarvanitsa") == []
    assert titles("welding") == ["Maria Example"]


def test_a_summary_for_the_network_is_in_no_mail_or_feed(client, keep, maria, react, outbox):
    from usi.surfaces.search import actions

    react()
    keep(q="welding")
    other = factories.person(name="Other welder")
    people.set_work(other, country="", codes=[], skills=["welding"])
    people.describe(other, name="Other welder", summary="From Zarvanitsa")
    people.show_to(other, audiences={"skills": "public", "summary": "network"})
    react()
    actions.tell()
    react()
    mail = "".join(part.get_content() for part in outbox()[0].walk() if part.get_content_maintype() == "text")
    assert "Other welder" in mail
    assert "Zarvanitsa" not in mail
    client.logout()
    assert json.loads(client.get("/feeds/en/search.json", {"q": "Zarvanitsa"}).content)["items"] == []
