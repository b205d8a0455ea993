from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from usi.base import time
from usi.features.campaigns import actions, queries
from usi.features.campaigns.actions import Changed
from usi.features.campaigns.models import Update
from usi.features.campaigns.tests import factories, news_helpers
from usi.features.campaigns.tests.factories import html, url
from usi.features.campaigns.tests.helpers import officer
from usi.features.campaigns.tests.news_helpers import release, released, words, written
from usi.spine.actors import actions as actors
from usi.spine.journal.models import Entry
from usi.spine.organisations.tests import factories as organisations
from usi.spine.publications import actions as publications
from usi.spine.publications.models import Publication

pytestmark = pytest.mark.django_db
DATA = {"title": "They talk", "summary": "", "body": "We met **them**.", "language": "en"}


def test_an_update_appears_where_its_campaign_appears(client, signed_in):
    made = factories.campaign()
    theme = actors.create(type="theme", handle="safety", name="Safety", language="en")
    publications.place(made, subjects=[theme])
    update = released(made, title="They talk with us")
    union = made.author
    assert "They talk with us" in html(client.get(union.get_absolute_url()))
    follower = organisations.person()
    actors.follow(follower=follower.actor, target=union)
    assert "They talk with us" in html(signed_in(follower).get("/en/home/"))
    assert "They talk with us" in html(client.get(url("page", made.pk)))
    assert set(update.placements.values_list("reason", flat=True)) == {"author", "subject"}
    page = html(client.get(url("update_page", update.pk)))
    assert "<strong>talk</strong>" in page
    assert made.get_absolute_url() in page


@pytest.mark.storage
def test_nobody_releases_their_own_words():
    made = factories.campaign()
    writer, colleague = officer(made).actor, officer(made).actor
    update = written(made, by=writer)
    with pytest.raises(actions.OwnWords):
        release(update, by=writer)
    actions.edit_update(update, by=colleague, version=update.version, words=words(title="Better"))
    with pytest.raises(actions.OwnWords):
        release(update, by=colleague)
    assert release(update, by=writer).state == "published"
    facts = Update.objects.get()
    assert (facts.written_by_id, facts.reviewed_by_id) == (colleague.pk, writer.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Update.objects.update(reviewed_by=colleague)
    assert Entry.objects.get(verb="campaign.update_released").by_id == writer.pk


@pytest.mark.storage
def test_only_what_was_read_is_released():
    made = factories.campaign()
    writer, colleague = officer(made).actor, officer(made).actor
    update = queries.update_draft(written(made, by=writer).pk)
    mark = queries.update_mark(update, update.campaign_update)
    for changes in ({"body": "Other words"}, {"urgent_reason": "No time"}):
        said = words(**{"title": update.title, "summary": update.summary, "body": update.body} | changes)
        current = queries.update_draft(update.pk)
        actions.edit_update(current, by=writer, version=current.version, words=said)
        with pytest.raises(Changed):
            actions.release_update(update, by=colleague, mark=mark)
    actions.move_update(update, to="draft", by=writer)
    with pytest.raises(publications.MoveRefused):
        release(update, by=colleague)
    with pytest.raises(publications.MoveRefused):
        actions.move_update(update, to="published", by=writer)


@pytest.mark.storage
def test_once_a_week_unless_there_is_no_time(monkeypatch):
    made, now = factories.campaign(days=60), time.now()
    released(made)
    second = written(made)
    with pytest.raises(actions.TooSoon) as soon:
        release(second)
    assert soon.value.next_at == Update.objects.get(released_at__isnull=False).released_at + timedelta(days=7)
    with pytest.raises(IntegrityError), transaction.atomic():
        Update.objects.filter(pk=second.pk).update(urgent=True)
    assert released(made, urgent_reason="The hearing is tomorrow").state == "published"
    assert released(factories.campaign()).state == "published"
    monkeypatch.setattr(time, "now", lambda: now + timedelta(days=7, minutes=1))
    assert queries.next_update_at(made.pk) is None
    assert release(second).state == "published"


def test_one_taken_back_counts_as_well():
    made = factories.campaign()
    first = released(made)
    with pytest.raises(publications.MoveRefused):
        actions.move_update(first, to="withdrawn", by=made.author)
    actions.move_update(first, to="withdrawn", by=made.author, reason="It was wrong")
    with pytest.raises(actions.TooSoon):
        released(made)


def test_a_campaign_that_is_not_out_has_nothing_to_tell():
    hidden, draft, unverified = factories.campaign(), factories.campaign(out=False), factories.campaign()
    publications.moderate(hidden, to="hidden", by=hidden.author, reason="spam")
    unverified.author.organisation.__class__.objects.filter(pk=unverified.author_id).update(verified=False)
    for made, error in ((hidden, actions.NotOut), (draft, actions.NotOut), (unverified, actions.NotVerified)):
        with pytest.raises(error):
            released(made)


def test_officers_write_review_and_take_back_and_nobody_else(client, ours, signed_in):
    made = factories.campaign()
    writer, colleague = officer(made), officer(made)
    stranger = organisations.member(organisations.organisation(), role="owner")
    assert signed_in(stranger).get(url("update", made.pk)).status_code == 404
    assert client.get(url("updates", made.pk)).status_code == 404
    signed_in(writer)
    assert client.post(url("update", made.pk), DATA | {"urgent": "on"}, headers=ours).status_code == 200
    assert client.post(url("update", made.pk), DATA, headers=ours).status_code == 302
    update = Publication.objects.get(kind=queries.UPDATE)
    assert client.post(url("update_move", update.pk), {"to": "in_review"}, headers=ours).status_code == 302
    page = html(client.get(url("update_review", update.pk)))
    assert "You have written this yourself" in page
    assert 'value="published"' not in page
    signed_in(stranger)
    for name in ("update_page", "update_edit", "update_review"):
        assert client.get(url(name, update.pk)).status_code == 404, name
    for name in ("update_edit", "update_review", "update_move"):
        assert client.post(url(name, update.pk), {"to": "published"}, headers=ours).status_code == 404, name
    signed_in(colleague)
    page = html(client.get(url("update_review", update.pk)))
    assert "<strong>them</strong>" in page
    seen = page.split('name="seen" value="')[1].split('"')[0]
    assert client.post(url("update_review", update.pk), {"to": "published", "seen": "x"}, headers=ours)["Location"] == url("update_review", update.pk)
    assert client.post(url("update_review", update.pk), {"to": "published", "seen": seen}, headers=ours)["Location"] == url("update_page", update.pk)
    client.logout()
    assert client.get(url("update_page", update.pk)).status_code == 200
    signed_in(colleague)
    client.post(url("update_move", update.pk), {"to": "withdrawn", "reason": "A mistake"}, headers=ours)
    client.logout()
    answer = client.get(url("update_page", update.pk))
    assert answer.status_code == 410
    assert "A mistake" in html(answer)
    assert update.title not in html(client.get(url("page", made.pk)))


def test_the_page_says_when_the_next_may_go_out(client, ours, signed_in):
    made = factories.campaign()
    released(made)
    late = written(made)
    signed_in(officer(made))
    from usi.base.templatetags.usi import daytime

    moment = daytime(queries.next_update_at(made.pk))
    for page in (url("updates", made.pk), url("update", made.pk), url("update_review", late.pk)):
        assert moment in html(client.get(page)), page
    seen = html(client.get(url("update_review", late.pk))).split('name="seen" value="')[1].split('"')[0]
    assert moment in html(client.post(url("update_review", late.pk), {"to": "published", "seen": seen}, headers=ours))
    assert Publication.objects.get(pk=late.pk).state == "in_review"


def test_a_correction_needs_a_note_and_waits_for_the_mails(client, ours, signed_in):
    made = factories.campaign()
    news_helpers.reader(made)
    update = released(made)
    signed_in(officer(made))
    data = DATA | {"version": str(update.version), "note": "It was Tuesday"}
    assert "on their way" in html(client.post(url("update_edit", update.pk), data, headers=ours))
    news_helpers.mail_all()
    assert client.post(url("update_edit", update.pk), data | {"note": ""}, headers=ours).status_code == 200
    assert client.post(url("update_edit", update.pk), data, headers=ours).status_code == 302
    page = html(client.get(url("update_page", update.pk)))
    assert "It was Tuesday" in page
    assert "They talk" in page


def test_an_update_is_read_in_the_readers_language(client):
    made = factories.campaign()
    update = released(made, title="They talk", urgent_reason="The hearing is tomorrow")
    publications.translate(update, language="el", title="Μιλούν", body="Μας **μιλούν**.")
    page = html(client.get(url("update_page", update.pk).replace("/en/", "/el/")))
    assert "<strong>μιλούν</strong>" in page
    assert "The hearing is tomorrow" in page
    assert "Μιλούν" in html(client.get(made.get_absolute_url().replace("/en/", "/el/")))
    assert "They talk" in html(client.get(url("update_page", update.pk).replace("/en/", "/el/"), {"original": 1}))
    assert "They talk" in html(client.get(made.get_absolute_url().replace("/en/", "/el/"), {"original": 1}))


def test_lists_of_updates_cost_the_same_however_long(client, signed_in):
    made = factories.campaign()

    def cost():
        sums = []
        for page in (url("page", made.pk), url("updates", made.pk), made.author.get_absolute_url()):
            client.get(page)
            with CaptureQueriesContext(connection) as seen:
                assert client.get(page, {"fresh": time.now().timestamp()}).status_code == 200
            sums.append(len(seen))
        return sums

    client.get("/en/")
    released(made)
    signed_in(officer(made))
    few = cost()
    for n in range(4):
        released(made, urgent_reason=f"Reason {n}")
    assert cost() == few
