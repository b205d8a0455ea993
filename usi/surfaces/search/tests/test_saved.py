"""Feeds of a search, and searches that people keep."""

import json
from datetime import timedelta

import feedparser
import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from usi.base import time
from usi.spine.organisations.tests import factories
from usi.spine.publications import actions as publications
from usi.spine.publications.tests.factories import publication
from usi.surfaces.search import actions, tokens
from usi.surfaces.search.models import SavedSearch

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


def test_the_feed_of_a_search_holds_what_everyone_may_read_newest_first(client, react, union):
    publication(author=union, kind="toy", title="Strike one", summary="in the port & the yard")
    publication(author=union, kind="toy", title="A port", body="on strike")
    publication(author=union, kind="toy", title="strike of the network", visibility="network")
    react()
    for format in ("rss", "atom"):
        answer = client.get(reverse("search_plain:feed", args=["en", format]), {"q": "strike"})
        assert [entry.title for entry in feedparser.parse(answer.content).entries] == ["A port", "Strike one"]
    answer = json.loads(client.get(reverse("search_plain:feed", args=["en", "json"]), {"q": "strike"}).content)
    assert [item["title"] for item in answer["items"]] == ["A port", "Strike one"]
    for args, query in ((["en", "xml"], "strike"), (["xx", "rss"], "strike"), (["en", "rss"], "..."), (["en", "rss"], "")):
        assert client.get(reverse("search_plain:feed", args=args), {"q": query}).status_code == 404


def tomorrow(monkeypatch):
    later = time.now() + timedelta(days=1)
    monkeypatch.setattr(time, "now", lambda: later)


def test_a_saved_search_tells_once_of_what_is_new_and_only_of_that(keep, person, union, react, outbox, monkeypatch):
    publication(author=union, kind="toy", title="Old strike")
    react()
    assert "Saved." in keep(q="strikes", kind="toy")
    assert "Saved." in keep(q="strikes", kind="toy", sort="new")
    assert SavedSearch.objects.count() == 1
    publication(author=union, kind="toy", title="New strike")
    publication(author=union, kind="toy", title="New port")
    publication(author=union, kind="toy", title="Hidden strike", visibility="organisation")
    assert actions.tell() == 0
    react()
    assert actions.tell() == 1
    react()
    (mail,) = outbox()
    text = mail.get_body(("plain",)).get_content()
    assert mail["To"] == person.account.email
    assert "New strike" in text
    assert not {word for word in ("Old strike", "New port", "Hidden") if word in text}
    assert "New strike" in mail.get_body(("html",)).get_content()
    assert actions.tell() == 0
    publication(author=union, kind="toy", title="Newest strike")
    react()
    assert actions.tell() == 0
    tomorrow(monkeypatch)
    assert actions.tell() == 1
    react()
    assert len(outbox()) == 2
    assert "Newest strike" in outbox()[1].get_body(("plain",)).get_content()


def test_several_searches_of_a_person_make_one_mail(keep, union, react, outbox):
    keep(q="strike")
    keep(q="port")
    publication(author=union, kind="toy", title="Strike in the port")
    react()
    assert actions.tell() == 1
    react()
    assert outbox()[0].get_body(("plain",)).get_content().count("== ") == 2


def test_the_link_in_the_mail_ends_it_with_a_button_and_no_sign_in(client, keep, person, union, react, outbox, ours):
    keep(q="strike")
    keep(q="port")
    publication(author=union, kind="toy", title="Strike")
    react()
    actions.tell()
    react()
    client.logout()
    link = outbox()[0]["List-Unsubscribe"].strip("<>")
    path = link.removeprefix("http://testserver")
    assert "End these mails?" in client.get(path).content.decode()
    assert SavedSearch.objects.count() == 2
    one = reverse("search:stop", args=[tokens.make(person_id=person.pk, number=SavedSearch.objects.first().pk)])
    assert "No more mails" in client.post(one, headers=ours).content.decode()
    assert SavedSearch.objects.count() == 1
    client.post(path, headers=ours)
    assert SavedSearch.objects.count() == 0
    assert "No more mails" in client.get(path).content.decode()
    assert client.get(reverse("search:stop", args=["1-2:x"])).status_code == 404


def test_only_its_owner_sees_and_drops_a_saved_search(client, keep, person, signed_in, ours):
    keep(q="quiet words")
    row = SavedSearch.objects.get()
    assert "quiet words" in signed_in(person).get(reverse("search:saved")).content.decode()
    other = signed_in(factories.person())
    assert "quiet words" not in other.get(reverse("search:saved")).content.decode()
    other.post(reverse("search:forget", args=[row.pk]), headers=ours)
    assert SavedSearch.objects.count() == 1
    signed_in(person).post(reverse("search:forget", args=[row.pk]), headers=ours)
    assert SavedSearch.objects.count() == 0


def test_what_cannot_be_saved_says_what_to_do(keep, monkeypatch):
    assert "nothing to look for" in keep(q="...")
    monkeypatch.setattr("usi.surfaces.search.actions.saved.MOST", 1)
    keep(q="one")
    assert "Remove one" in keep(q="two")
    assert SavedSearch.objects.count() == 1


def test_a_person_who_is_gone_gets_no_mail(keep, person, union, react):
    from usi.spine.people import actions as people

    keep(q="strike")
    publication(author=union, kind="toy", title="Strike")
    people.close(person)
    react()
    assert actions.tell() == 0
    assert not SavedSearch.objects.exists()


def test_an_address_is_one_whatever_the_order_of_its_parts(keep):
    keep(q="strike", kind="toy", language="el")
    keep(language="el", kind="toy", q="strike", theme="")
    assert SavedSearch.objects.get().address == "?q=strike&kind=toy&language=el"


def test_a_withdrawn_publication_is_not_news(keep, union, react):
    keep(q="strike")
    item = publication(author=union, kind="toy", title="Strike")
    publications.move(item, to="withdrawn", by=union, reason="x")
    react()
    assert actions.tell() == 0


def translated(union, language, **said):
    made = publication(author=union, kind="toy", title="Απεργία", summary="Στο λιμάνι", language="el")
    publications.translate(made, language=language, **said)
    return made


def test_the_mail_says_what_is_a_translation_and_leads_to_the_original(keep, union, react, outbox):
    keep(q="strike")
    own = publication(author=union, kind="toy", title="A strike of ours")
    made = translated(union, "en", title="The strike in the port", state="machine")
    react()
    assert actions.tell() == 1
    react()
    plain, html = (outbox()[0].get_body((kind,)).get_content() for kind in ("plain", "html"))
    for text in (plain, html):
        assert text.count("A machine translated this from Greek; nobody has checked it.") == 1
        assert f"{made.pk}/?original=1" in text
        assert f"{own.pk}/?original" not in text


def test_the_feed_of_a_search_says_it_too_and_a_result_names_the_machine(client, union, react):
    made = translated(union, "en", title="The strike in the port", summary="Strike & more", state="machine")
    publication(author=union, kind="toy", title="A strike of ours", summary="strike")
    react()
    items = json.loads(client.get(reverse("search_plain:feed", args=["en", "json"]), {"q": "strike"}).content)["items"]
    said = {item["title"]: item["content_html"] for item in items}
    assert "A machine translated this from Greek; nobody has checked it." in said["The strike in the port"]
    assert f"{made.pk}/?original=1" in said["The strike in the port"]
    assert "original" not in said["A strike of ours"]
    assert client.get("/en/search/", {"q": "strike"}).content.decode().count("(by machine)") == 1


def test_labels_take_no_query_for_each_translation(client, union, react):
    address, counts = reverse("search_plain:feed", args=["en", "json"]), []
    for many in (1, 6):
        for _ in range(many):
            translated(union, "en", title="The strike in the port")
        react()
        client.get(address, {"q": "strike"})
        cache.clear()
        with CaptureQueriesContext(connection) as found:
            assert client.get(address, {"q": "strike"}).status_code == 200
        counts.append(len(found))
    assert counts[0] == counts[1]
