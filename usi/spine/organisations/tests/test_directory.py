"""The directory: search in any script, facets that agree with the list, addresses that can be shared."""

from urllib.parse import parse_qsl

import feedparser
import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from usi.spine.actors import actions as actors
from usi.spine.actors.models import Actor
from usi.spine.organisations import actions, queries
from usi.spine.organisations.models import Affiliation, OrganisationSector
from usi.spine.organisations.tests import factories
from usi.spine.taxonomy import actions as taxonomy
from usi.spine.taxonomy.models import Theme

pytestmark = [pytest.mark.django_db, pytest.mark.storage]
URL = "/en/organisations/"


@pytest.fixture
def network():
    taxonomy.install()
    docks = factories.organisation(name="Σωματείο Λιμενεργατών Πειραιά", short_name="ΣΛΠ", country="GR", kind="union", language="el")
    nurses = factories.organisation(name="نقابة الممرّضات والممرّضين", country="EG", kind="union", verified=False, language="ar")
    health = factories.organisation(name="Federação da Saúde", country="BR", kind="federation", language="pt")
    world = factories.organisation(name="Open Harbour Federation", country="", kind="global_union")
    lost = factories.organisation(name="A Union of Nowhere", country="", country_unknown=True, kind="union", verified=False, claimed=False)
    for row, codes in ((docks, ["h", "52"]), (nurses, ["86"]), (health, ["q", "86", "87"]), (world, ["50"])):
        OrganisationSector.objects.bulk_create([OrganisationSector(organisation=row, code=code) for code in codes])
    themes = {theme.actor.handle: theme for theme in Theme.objects.select_related("actor")}
    docks.themes.set([themes["strikes"]])
    world.themes.set([themes["supply_chains"]])
    actors.set_text(actor=docks.actor, language="en", name="Piraeus Dockers’ Union")
    actors.set_text(actor=docks.actor, language="ar", name="نقابة عمال ميناء بيرايوس")
    actions.refresh_search(docks)
    Affiliation.objects.create(member=docks, parent=world)
    return docks, nurses, health, world, lost


def found(query):
    return {row.actor.handle for row in queries.filtered(queries.Choice.read({"q": query}))}


def test_a_name_is_found_in_any_script_with_or_without_accents(network):
    docks, nurses, health, _, _ = network
    for query in ("λιμενεργατων", "ΛΙΜΕΝΕΡΓΑΤΩΝ ΠΕΙΡΑΙΑ", "πειραια σωματειο", "dockers", "piraeus dockers'", "ميناء", "σλπ"):
        assert found(query) == {docks.actor.handle}, query
    for query in ("ممرضات", "الممرضين", "نقابه الممرضات"):
        assert found(query) == {nurses.actor.handle}, query
    assert found("federacao da saude") == found("FEDERAÇÃO") == {health.actor.handle}
    assert found("no such union") == set()


def test_hostile_queries_find_nothing_and_break_nothing(client, network):
    for query in ("%", "_", "\x00", "\ud800", "\u202e", "'; DROP TABLE", "a" * 5000, "((((", "!?", "\u0301" * 3000):
        answer = client.get(URL, {"q": query.encode("utf-8", "surrogatepass")})
        assert answer.status_code == 200, query
    assert found("%") == set()


def test_the_list_says_how_many_there_are_and_names_them_in_the_readers_language(client, network):
    english, greek = client.get(URL).content.decode(), client.get("/el/organisations/").content.decode()
    assert "5 organisations" in english
    assert "Piraeus Dockers’ Union" in english
    assert "Σωματείο Λιμενεργατών Πειραιά" in greek
    assert "Piraeus" not in greek


CHOICES = [
    {}, {"q": "union"}, {"country": "GR"}, {"region": "europe"}, {"kind": "union"}, {"sector": "q"}, {"sector": "86"}, {"theme": "strikes"},
    {"verified": "no"}, {"kind": "union", "region": "africa"}, {"country": "international"}, {"country": "unknown"},
    {"kind": "union", "verified": "yes", "sector": "h"},
    {"region": "europe", "country": "GR"},
]  # fmt: skip


@pytest.mark.parametrize("query", CHOICES)
def test_every_count_is_what_one_gets_by_choosing_it(network, query):
    choice = queries.Choice.read(query)
    for facet in queries.facets(choice, language="en"):
        for option in facet.options:
            chosen = queries.Choice.read(dict(parse_qsl(option.address[1:])))
            assert queries.filtered(chosen).count() == option.count, (facet.name, option)
            assert getattr(chosen, facet.name) == option.value


def test_sections_hold_their_divisions_and_sub_themes(network):
    _, nurses, health, *_ = network
    assert {row.pk for row in queries.filtered(queries.Choice(sector="q"))} == {nurses.pk, health.pk}
    assert {row.pk for row in queries.filtered(queries.Choice(sector="87"))} == {health.pk}
    top = Theme.objects.get(actor__handle="strikes").parent
    if top is not None:
        assert queries.filtered(queries.Choice(theme=top.actor.handle)).count() == 1


def test_those_that_belong_to_one_can_be_listed(client, network):
    docks, _, _, world, _ = network
    assert [row.pk for row in queries.filtered(queries.Choice(of=world.actor.handle))] == [docks.pk]
    assert "belong to" in client.get(URL, {"of": world.actor.handle}).content.decode()


def test_suspended_and_closed_organisations_are_neither_listed_nor_counted(client, network):
    docks, nurses, *_ = network
    actors.set_state(docks.actor, state=Actor.State.SUSPENDED, by=None)
    actors.set_state(nurses.actor, state=Actor.State.CLOSED, by=None)
    text = client.get(URL).content.decode()
    assert "3 organisations" in text
    assert docks.actor.handle not in text
    kinds = next(facet for facet in queries.facets(queries.Choice(), language="en") if facet.name == "kind")
    assert sum(option.count for option in kinds.options) == 3


def test_pages_follow_each_other_without_gap_or_double(db):
    for number in range(95):
        factories.organisation(name=f"Union {number % 7}", handle=f"u{number}")
    seen, after = [], 0
    while True:
        page = queries.listing(queries.Choice(), language="en", after=after, size=10)
        seen += [row.pk for row in page.items]
        assert page.total == 95
        after = page.after
        if not after:
            break
    assert len(seen) == len(set(seen)) == 95


def test_the_next_page_keeps_what_was_chosen(client, db):
    for number in range(45):
        factories.organisation(handle=f"u{number}", country="GR" if number else "IT")
    text = client.get(URL, {"country": "gr", "q": "union"}).content.decode()
    assert "44 organisations" in text
    target = text.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = client.get(URL + target).content.decode()
    assert "44 organisations" in second
    assert second.count('href="/en/organisations/u') == 4


def test_unknown_values_narrow_nothing_and_addresses_can_be_shared(network):
    wrong = {"country": "XX", "kind": "sect", "sector": "zz", "region": "moon", "verified": "maybe", "language": "xx-nowhere", "of": "λ"}
    choice = queries.Choice.read(wrong | {"q": " a  union "})
    assert choice.chosen == {"q": "a union"}
    assert queries.Choice.read({"country": "gr"}).address(kind="union") == "?country=GR&kind=union"


def queries_for(client, path):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_the_number_of_queries_does_not_grow(client, network):
    client.get(URL)
    few = queries_for(client, URL)
    for number in range(60):
        row = factories.organisation(handle=f"more{number}", country="IT")
        OrganisationSector.objects.create(organisation=row, code="52")
        Affiliation.objects.create(member=row, parent=network[3])
    assert queries_for(client, URL) == few <= 15


def test_who_is_new_comes_as_a_feed_of_the_search(client, network):
    for format in ("rss", "atom"):
        parsed = feedparser.parse(client.get(reverse("organisations_plain:feed", args=["en", format]), {"country": "GR"}).content)
        assert [entry.title for entry in parsed.entries] == ["Piraeus Dockers’ Union"]
    assert client.get("/feeds/en/organisations.json").json()["items"]
    assert client.get("/feeds/xx/organisations.rss").status_code == client.get("/feeds/en/organisations.exe").status_code == 404


def test_the_feed_of_a_search_goes_on_to_the_oldest(client, network):
    for number in range(35):
        factories.organisation(handle=f"more{number}", name=f"More {number}", country="IT")
    address, names = "/feeds/en/organisations.json?country=IT", []
    while address:
        page = client.get(address).json()
        names += [row["title"] for row in page["items"]]
        address = page.get("next_url", "").removeprefix(settings.URL)
    assert [name for name in names if name.startswith("More")] == [f"More {number}" for number in reversed(range(35))]
    assert len(names) == len(set(names))


def test_a_search_can_be_taken_away_as_a_file(client, network):
    answer = client.get("/download/en/organisations.csv", {"country": "GR"})
    text = b"".join(answer.streaming_content).decode()
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert "Σωματείο Λιμενεργατών Πειραιά" in text
    assert "Federação" not in text
    assert client.get("/download/en/organisations.xml").status_code == 404


def test_an_empty_list_says_what_to_do(client, network):
    text = client.get(URL, {"q": "nobody at all"}).content.decode()
    assert "bring it in" in text
    assert "?q=nobody%20at%20all" in text
