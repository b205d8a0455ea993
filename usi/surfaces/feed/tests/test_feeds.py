import json

import feedparser
import pytest
from django.conf import settings
from django.urls import reverse

from usi.base import feeds
from usi.spine.actors import actions as actors
from usi.spine.organisations.tests import factories
from usi.spine.publications import actions as publications
from usi.spine.publications.tests.factories import actor, publication

pytestmark = pytest.mark.django_db


@pytest.fixture
def union():
    return factories.organisation(handle="dockers", name="Dockers")


@pytest.mark.parametrize("format", ["rss", "atom"])
def test_a_feed_reader_reads_the_whole_article(client, union, format):
    publication(author=union.actor, title="Cranes & <strikes>", summary="short", body="A **long** text \x0b here")
    answer = client.get(reverse("feed_plain:actor", args=["en", "dockers", format]))
    assert answer.headers["Content-Type"] == feeds.TYPES[format]
    parsed = feedparser.parse(answer.content)
    assert not parsed.bozo
    assert parsed.entries[0].title == "Cranes & <strikes>"
    assert "<strong>long</strong>" in parsed.entries[0].content[0].value
    assert parsed.entries[0].id.startswith(settings.URL + "/publications/")


def test_json_feed_pages_by_cursor(client, union):
    for number in range(25):
        publication(author=union.actor, title=str(number))
    first = json.loads(client.get(reverse("feed_plain:all", args=["en", "json"])).content)
    second = json.loads(client.get(first["next_url"].removeprefix(settings.URL + "")).content)
    assert [row["title"] for row in first["items"] + second["items"]] == [str(number) for number in reversed(range(25))]
    assert "next_url" not in second


def test_the_next_page_of_an_actors_feed_keeps_what_was_chosen(client, union):
    for number in range(22):
        publication(author=union.actor, title=f"en {number}")
        publication(author=union.actor, title=f"el {number}", language="el")
    address, titles = reverse("feed_plain:actor", args=["en", "dockers", "json"]) + "?kind=article&written=el", []
    while address:
        page = json.loads(client.get(address).content)
        titles += [row["title"] for row in page["items"]]
        assert "kind=article&written=el" in page["feed_url"]
        address = page.get("next_url", "").removeprefix(settings.URL)
    assert titles == [f"el {number}" for number in reversed(range(22))]


def test_a_feed_gives_the_translation_in_its_language(client, union):
    made = publication(author=union.actor, title="Win", body="Text")
    publications.translate(made, language="el", title="Νίκη", summary="", body="Κείμενο")
    parsed = feedparser.parse(client.get(reverse("feed_plain:all", args=["el", "atom"])).content)
    assert parsed.entries[0].title == "Νίκη"
    assert "Κείμενο" in parsed.entries[0].content[0].value


@pytest.mark.parametrize(("state", "said"), [("machine", "nobody has checked it."), ("unchecked", "nobody else has checked it yet."), ("checked", "and checked.")])
def test_an_entry_says_that_it_is_a_translation_and_leads_to_the_original(client, union, state, said):
    made = publication(author=union.actor, title="Νίκη", body="Κείμενο", language="el")
    publications.translate(made, language="en", title="Win", body="Text", state=state)
    own = publication(author=union.actor, title="Ours", body="Text", language="en")
    entries = {entry.title: entry.content[0].value for entry in feedparser.parse(client.get(reverse("feed_plain:all", args=["en", "atom"])).content).entries}
    note = entries["Win"].partition("Text")[0]
    assert "from Greek" in note
    assert said in note
    assert f'href="{settings.URL}/en/news/{made.pk}/?original=1"' in note
    assert "original" not in entries["Ours"]
    items = json.loads(client.get(reverse("feed_plain:all", args=["el", "json"])).content)["items"]
    assert not [item for item in items if "original=1" in item["content_html"]], own


def test_the_feed_of_an_actor_is_headed_in_its_language(client, db):
    theme = actor(type="theme", handle="strikes", name="Strikes", summary="Who is out")
    actors.set_text(actor=theme, language="el", name="Απεργίες", summary="Ποιοι απεργούν")
    for language, name, about in (("en", "Strikes", "Who is out"), ("el", "Απεργίες", "Ποιοι απεργούν"), ("ar", "Strikes", "Who is out")):
        feed = json.loads(client.get(reverse("feed_plain:actor", args=[language, "strikes", "json"])).content)
        assert (feed["title"], feed["description"]) == (name, about)


def test_feeds_by_kind_language_theme_and_nothing_that_is_not_out(client, union):
    theme = actor(type="theme", handle="strikes")
    publication(author=union.actor, title="Ελληνικά", language="el", subjects=[theme])
    publication(author=union.actor, title="English", language="en")
    publication(author=union.actor, title="network only", visibility="network")
    publications.moderate(publication(author=union.actor, title="hidden"), to="hidden", by=None)

    def titles(name, *args):
        return {row["title"] for row in json.loads(client.get(reverse(f"feed_plain:{name}", args=args)).content)["items"]}

    assert titles("all", "en", "json") == {"Ελληνικά", "English"}
    assert titles("language", "en", "el", "json") == {"Ελληνικά"}
    assert titles("kind", "en", "article", "json") == {"Ελληνικά", "English"}
    assert titles("actor", "en", "strikes", "json") == {"Ελληνικά"}


@pytest.mark.parametrize("address", ["/feeds/xx/all.rss", "/feeds/en/kind/nothing.rss", "/feeds/en/actor/nobody.rss", "/feeds/en/written/qq.rss", "/feeds/en/all.exe"])
def test_feeds_that_are_not_there(client, db, address):
    assert client.get(address).status_code == 404


def test_permanent_addresses_lead_to_pages(client, union):
    made = publication(author=union.actor)
    assert client.get(f"/publications/{made.pk}").headers["Location"].endswith(f"/news/{made.pk}/")
    draft = publication(author=union.actor, state="draft")
    assert client.get(f"/publications/{draft.pk}").status_code == 404


def test_following_goes_back_but_never_to_another_site(signed_in, ours, union):
    client = signed_in(factories.person())
    address = reverse("feed:follow", args=[union.pk])
    assert client.post(address, {"action": "follow", "next": "/en/news/"}, headers=ours).headers["Location"] == "/en/news/"
    assert "evil" not in client.post(address, {"action": "unfollow", "next": "//evil.example/"}, headers=ours).headers["Location"]
    assert client.get(address).status_code == 405
