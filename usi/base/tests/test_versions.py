"""What pages, cards, lists and feeds show of the versions there are, and what they say of where the words come from."""

import pytest

from usi.base.tests.pieces import article, lists, page
from usi.spine.organisations.tests import factories
from usi.spine.publications import actions

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("path", "accept", "shown"), [
    ("/en/", "", "en"), ("/el/", "", "el"), ("/ar/", "", "tr"), ("/ar/", "tr, en", "tr"), ("/ar/", "en, it", "en"), ("/ar/", "it", "it"), ("/en/", "el", "en"),
])
def test_page_title_cards_and_lists_say_it_in_the_version_that_suits(client, path, accept, shown):
    made = article(en="checked", el="unchecked", it="machine")
    html = page(client, made, path, accept)
    assert f"<title>Title {shown}" in html
    assert f'content="Summary {shown}' in html
    assert f"Body {shown}" in html
    assert f'lang="{shown}"' in html
    for html in lists(client, made, path, accept):
        assert f"Title {shown}" in html
        assert f'lang="{shown}"' in html
        assert sum(f"Title {other}" in html for other in ("en", "el", "it", "tr")) == 1


def test_the_note_says_from_what_by_whom_checked_by_whom_when_and_whether_it_still_holds(client):
    made, union = article(), factories.organisation()
    by, checker = factories.person(name="Nar"), factories.person(name="Second Reader")
    row = actions.translate(made, language="en", title="Title en", body="Body en", translated_by=by.actor)
    html = page(client, made)
    assert "<bdi>Nar</bdi> translated this from <b>Turkish</b>." in html
    assert "Nobody else has checked it yet." in html
    assert row.changed_at.date().isoformat() in html
    assert "The original has changed since." not in html
    actions.translate(made, language="en", title="Title en", body="Body en", state="checked", translated_by=by.actor, checked_by=checker.actor)
    assert "<bdi>Second Reader</bdi> checked it." in page(client, made)
    actions.edit(made, by=union.actor, version=made.version, body="Body tr, corrected", note="One number was wrong.")
    assert "The original has changed since." in page(client, made)
    type(by.actor).objects.filter(pk=by.actor.pk).update(state="suspended")
    html = page(client, made)
    assert "Nar" not in html
    assert "A member translated this" in html


def test_a_machine_s_version_is_labelled_everywhere_it_is_read_whole(client):
    made = article(en="machine")
    assert "A machine translated this from <b>Turkish</b>; nobody has checked it." in page(client, made)
    feed = client.get("/feeds/en/all.rss").content.decode()
    assert "A machine translated this from Turkish; nobody has checked it." in feed
    assert "Body en" in feed
    assert "(by machine)" in page(client, made, original="1")


def test_more_languages_cost_no_query_more(client, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    made = article(en="checked", el="unchecked")
    settings_of = {}
    for accept in ("", "tr, el, en"):
        for path in (f"/en/news/{made.pk}/", "/en/news/", "/en/"):
            client.get(path, headers={"Accept-Language": accept})
            with CaptureQueriesContext(connection, ) as found:
                client.get(path, headers={"Accept-Language": accept})
            asked = [row["sql"] for row in found if "WITH v(tag)" not in row["sql"]]
            settings_of.setdefault(path, set()).add(len(asked))
    assert all(len(counts) == 1 for counts in settings_of.values()), settings_of


def test_an_organisation_s_description_and_a_theme_s_text_follow_the_same_list(client):
    from usi.spine.actors.models import ActorText

    union = factories.organisation(name="Liman İşçileri")
    type(union.actor).objects.filter(pk=union.actor.pk).update(language="tr", summary="Rıhtımdayız.")
    ActorText.objects.create(actor=union.actor, language="en", name="Dock Workers", summary="We are on the quay.")
    ActorText.objects.create(actor=union.actor, language="it", name="Portuali", summary="Siamo sulla banchina.")
    path = union.actor.get_absolute_url()
    assert "We are on the quay." in client.get(path).content.decode()
    italian = client.get(path, headers={"Accept-Language": "it, en"}).content.decode()
    assert 'lang="it">' in italian
    assert "Siamo sulla banchina." in italian
    client.cookies["usi_read"] = "original"
    assert "Rıhtımdayız." in client.get(path).content.decode()


def test_hidden_and_deleted_pieces_are_read_by_nobody_in_any_version(client):
    made = article(en="checked")
    actions.moderate(made, to="hidden", by=None, reason="x")
    for query in ({}, {"in": "en"}, {"original": "1"}):
        assert client.get(f"/en/news/{made.pk}/", query).status_code == 404
    made = article(en="checked")
    actions.move(made, to="withdrawn", by=made.author, reason="wrong")
    answer = client.get(f"/en/news/{made.pk}/", {"in": "en"})
    assert answer.status_code == 410
    assert "Body en" not in answer.content.decode()
