"""Writing an article and bringing it out: nothing typed is lost, and nobody sees or publishes what is not theirs."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.urls import reverse

from usi.base import time
from usi.features.newsroom.models import Autosave
from usi.features.newsroom.tests.factories import start
from usi.spine.organisations.tests import factories
from usi.spine.publications import actions as publications
from usi.spine.publications.models import Publication, Revision

pytestmark = pytest.mark.django_db


def fields(article, **changes):
    return {"title": article.title, "summary": "", "body": "", "language": article.language, "byline": "", "visibility": "public", "version": article.version} | changes


def test_an_editor_writes_and_publishes_in_greek(desk, ours, client):
    union, _, client = desk
    article = start(client, union, ours)
    edit = reverse("newsroom:edit", args=[article.pk])
    assert client.get(edit).status_code == 200
    answer = client.post(edit, fields(article, summary="Σύντομα", body="Μια **παράγραφος**", countries=["GR"], save="1"), headers=ours)
    assert answer.status_code == 302, answer.content.decode()
    client.post(reverse("newsroom:move", args=[article.pk]), {"to": "published"}, headers=ours)
    client.logout()
    page = client.get(reverse("newsroom:page", args=[article.pk]))
    assert page.status_code == 200
    html = page.content.decode()
    assert "<strong>παράγραφος</strong>" in html
    assert 'lang="el"' in html


def test_a_draft_is_not_found_by_others(desk, ours, client):
    union, _, client = desk
    article = start(client, union, ours)
    client.logout()
    assert client.get(reverse("newsroom:page", args=[article.pk])).status_code == 404
    client.force_login(factories.member(factories.organisation(), role="owner").account, backend="allauth.account.auth_backends.AuthenticationBackend")
    for name in ("page", "edit", "cover", "history"):
        assert client.get(reverse(f"newsroom:{name}", args=[article.pk])).status_code == 404, name
    assert client.post(reverse("newsroom:move", args=[article.pk]), {"to": "published"}, headers=ours).status_code == 404


def test_an_unverified_organisation_can_write_but_not_publish(signed_in, ours):
    union = factories.organisation(verified=False)
    client = signed_in(factories.member(union, role="owner"))
    article = start(client, union, ours)
    answer = client.post(reverse("newsroom:move", args=[article.pk]), {"to": "published"}, headers=ours, follow=True)
    article.refresh_from_db()
    assert article.state == "draft"
    assert "not verified" in answer.content.decode() or "cannot go there" in answer.content.decode()


def test_two_editors_lose_nothing(desk, ours):
    union, editor, client = desk
    article = start(client, union, ours)
    other = factories.member(union, role="editor")
    publications.edit(article, by=other.actor, version=1, body="Their text")
    answer = client.post(reverse("newsroom:edit", args=[article.pk]), fields(article, version=1, body="My text", save="1"), headers=ours)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "Their text" in html
    assert "My text" in html
    answer = client.post(reverse("newsroom:edit", args=[article.pk]), fields(article, version=2, body="Both", save="1"), headers=ours)
    assert answer.status_code == 302
    assert set(Revision.objects.filter(publication=article).values_list("body", flat=True)) == {"", "Their text", "Both"}


def test_a_bad_form_keeps_what_was_typed(desk, ours):
    union, _, client = desk
    article = start(client, union, ours)
    answer = client.post(reverse("newsroom:edit", args=[article.pk]), fields(article, title="", body="All this text", save="1"), headers=ours)
    assert answer.status_code == 200
    assert "All this text" in answer.content.decode()


def test_what_is_typed_is_kept_and_offered_again(desk, ours):
    union, editor, client = desk
    article = start(client, union, ours)
    answer = client.post(reverse("newsroom:keep", args=[article.pk]), {"title": "T", "summary": "", "body": "unsaved words", "version": 1}, headers=ours)
    assert answer.status_code == 200
    assert Autosave.objects.get(publication=article).person_id == editor.pk
    assert "not saved" in client.get(reverse("newsroom:edit", args=[article.pk])).content.decode()
    assert "unsaved words" in client.get(reverse("newsroom:edit", args=[article.pk]), {"unsaved": "1"}).content.decode()
    client.post(reverse("newsroom:edit", args=[article.pk]), fields(article, save="1"), headers=ours)
    assert not Autosave.objects.exists()


def test_the_preview_is_clean_html(desk, ours):
    _, _, client = desk
    answer = client.post(reverse("newsroom:preview"), {"body": "# A\n<script>alert(1)</script> [x](javascript:alert(1))"}, headers=ours)
    html = answer.content.decode()
    assert "<h2" in html
    assert "<script" not in html
    assert 'href="javascript' not in html


def test_a_correction_is_shown_with_its_date_and_a_withdrawal_with_its_reason(desk, ours, client):
    union, _, client = desk
    article = start(client, union, ours)
    client.post(reverse("newsroom:move", args=[article.pk]), {"to": "published"}, headers=ours)
    answer = client.post(reverse("newsroom:edit", args=[article.pk]), fields(article, body="43, not 34", note="The number was wrong", save="1"), headers=ours)
    assert answer.status_code == 302
    assert "The number was wrong" in client.get(reverse("newsroom:page", args=[article.pk])).content.decode()
    client.post(reverse("newsroom:move", args=[article.pk]), {"to": "withdrawn", "reason": ""}, headers=ours)
    article.refresh_from_db()
    assert article.state == "published"
    client.post(reverse("newsroom:move", args=[article.pk]), {"to": "withdrawn", "reason": "It was a hoax"}, headers=ours)
    client.logout()
    gone = client.get(reverse("newsroom:page", args=[article.pk]))
    assert gone.status_code == 410
    assert "It was a hoax" in gone.content.decode()


def test_a_move_that_is_refused_keeps_what_was_typed(desk, ours):
    union, _, client = desk
    article = start(client, union, ours)
    move = reverse("newsroom:move", args=[article.pk])
    page = client.post(move, {"to": "scheduled", "scheduled_for": "2001-01-01T10:00"}, headers=ours)
    assert "2001-01-01T10:00" in page.content.decode()
    client.post(move, {"to": "published"}, headers=ours)
    page = client.post(move, {"to": "withdrawn", "reason": "Too long a story. " * 100}, headers=ours)
    assert page.content.decode().count("Too long a story.") >= 100
    assert f'action="{reverse("newsroom:edit", args=[article.pk])}"' in page.content.decode()
    article.refresh_from_db()
    assert article.state == "published"


def test_a_scheduled_article_comes_out_when_it_is_due(desk, ours, client, monkeypatch):
    union, _, client = desk
    article = start(client, union, ours)
    soon = time.now() + timedelta(hours=2)
    client.post(reverse("newsroom:move", args=[article.pk]), {"to": "scheduled", "scheduled_for": soon.strftime("%Y-%m-%dT%H:%M")}, headers=ours)
    article.refresh_from_db()
    assert article.state == "scheduled"
    assert publications.publish_due() == 0
    monkeypatch.setattr(time, "now", lambda: soon + timedelta(minutes=1))
    assert publications.publish_due() == 1
    article.refresh_from_db()
    assert article.state == "published"


def test_a_member_writes_and_hands_in_but_does_not_publish(signed_in, ours):
    union = factories.organisation()
    client = signed_in(factories.member(union, role="member"))
    article = start(client, union, ours)
    client.post(reverse("newsroom:move", args=[article.pk]), {"to": "published"}, headers=ours)
    article.refresh_from_db()
    assert article.state == "draft"
    client.post(reverse("newsroom:move", args=[article.pk]), {"to": "in_review"}, headers=ours)
    article.refresh_from_db()
    assert article.state == "in_review"


def test_the_versions_show_what_changed(desk, ours):
    union, editor, client = desk
    article = start(client, union, ours)
    publications.edit(article, by=editor.actor, version=1, body="one two")
    publications.edit(article, by=editor.actor, version=2, body="one three")
    html = client.get(reverse("newsroom:history", args=[article.pk])).content.decode()
    assert "<del>two</del>" in html
    assert "<ins>three</ins>" in html


@pytest.mark.parametrize("title", ["", " \u202e ", "\x00", "x" * 1_000_000, "\ud800"])
def test_hostile_titles_are_answered_politely(desk, ours, title):
    union, _, client = desk
    body = f"organisation={union.pk}&language=el&title={quote(title.encode('utf-8', 'surrogatepass'))}"
    answer = client.post(reverse("newsroom:new"), body, content_type="application/x-www-form-urlencoded", headers=ours)
    assert answer.status_code in (200, 413)
    assert not Publication.objects.exists()


def test_a_form_sent_twice_starts_one_draft(desk, ours):
    union, _, client = desk
    for _ in range(2):
        start(client, union, ours)
    assert Publication.objects.count() == 1


def test_a_form_sent_after_the_session_ended_keeps_what_was_typed(desk, ours):
    union, _, client = desk
    article = start(client, union, ours)
    client.logout()
    answer = client.post(reverse("newsroom:edit", args=[article.pk]), fields(article, body="An hour of <writing>"), headers=ours)
    assert answer.status_code == 401
    assert "An hour of &lt;writing&gt;" in answer.content.decode()
