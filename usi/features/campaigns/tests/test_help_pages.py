from datetime import time as clock

import pytest
from django.urls import reverse

from usi.base import limits
from usi.features.campaigns import queries, sealing
from usi.features.campaigns.models import Pledge, Pledger, SupportMessage
from usi.features.campaigns.tests import factories, helpers
from usi.features.campaigns.tests.factories import html, url
from usi.features.campaigns.tests.helpers import link, mark, post_message, post_pledge
from usi.features.campaigns.views import helping
from usi.spine.media.models import Picture
from usi.spine.organisations.tests import factories as organisations
from usi.spine.publications import actions as publications

pytestmark = pytest.mark.django_db


def test_somebody_pledges_and_the_action_shows_it(client, ours, outbox, react):
    made = helpers.campaign()
    picket = helpers.action(made, title="Picket at gate 2", place="Piraeus", country="GR", begins=clock(18), zone="Europe/Athens")
    page = html(client.get(url("page", made.pk)))
    for piece in ("Picket at gate 2", "Piraeus", "18:00 (Athens)", '<b class="num">0</b> pledges', f"pledge/?action={picket.pk}"):
        assert piece in page
    assert f'value="{picket.pk}" id="id_actions_0" checked' in html(client.get(url("pledge", made.pk), {"action": picket.pk}))
    answer = post_pledge(client, ours, made, picket)
    assert (answer.status_code, answer.url) == (302, url("pledged", made.pk))
    assert "mailbox" in html(client.get(answer.url))
    react()
    (mail,) = outbox()
    confirm = link(mail, "pledge/confirm")
    shown = html(client.get(confirm))
    assert "Rosa Maria" in shown
    assert "Picket at gate 2" in shown
    assert '<span class="meta">1 not confirmed' in html(client.get(url("page", made.pk)))
    assert client.post(confirm, {"seen": mark(shown)}, headers=ours).status_code == 302
    counted = html(client.get(confirm))
    assert "Your pledge counts" in counted
    assert url("action_calendar", made.pk, picket.pk) in counted
    page = html(client.get(url("page", made.pk)))
    assert '<b class="num">1</b> pledge' in page
    assert "1 not confirmed" not in page
    assert "Rosa Maria" not in page
    assert client.post(link(mail, "pledge/withdraw"), headers=ours).status_code == 302
    assert "Your pledge is gone" in html(client.get(link(mail, "pledge/withdraw")))
    assert "does not work" in html(client.get(confirm))


def test_somebody_writes_and_an_officer_shows_it_and_thanks(client, ours, outbox, react, signed_in):
    made = helpers.campaign()
    assert url("support", made.pk) in html(client.get(url("page", made.pk)))
    answer = post_message(client, ours, made, text="الصمود", text_language="ar", show_name="on", picture=helpers.picture(), alt="قبضة")
    assert (answer.status_code, answer.url) == (302, url("supported", made.pk))
    react()
    confirm = link(outbox()[0], "support/confirm")
    shown = html(client.get(confirm))
    assert "قبضة" in shown
    assert Picture.objects.get().name not in shown
    client.post(confirm, {"seen": mark(shown)}, headers=ours)
    assert "before it appears" in html(client.get(confirm))
    assert "الصمود" not in html(client.get(url("page", made.pk)))
    signed_in(helpers.officer(made))
    row = SupportMessage.objects.get()
    desk = html(client.get(url("messages", made.pk)))
    assert "الصمود" in desk
    # Another answer makes it necessary, so it is not called optional.
    assert ">Reason</label>" in desk
    assert client.post(url("message_decide", made.pk, row.pk), {"verb": "refuse"}, headers=ours).status_code == 302
    assert "Choose the reason" in html(client.get(url("messages", made.pk)))
    client.post(url("message_decide", made.pk, row.pk), {"verb": "show", "state": "waiting"}, headers=ours)
    client.post(url("message_thank", made.pk, row.pk), {"thanks": "Thank <b>you</b>", "thanks_language": "en"}, headers=ours)
    client.logout()
    page = html(client.get(url("page", made.pk)))
    assert '<blockquote dir="auto" lang="ar">الصمود</blockquote>' in page
    assert "Thank &lt;b&gt;you&lt;/b&gt;" in page
    assert "<bdi>Rosa Maria</bdi>" in page
    assert 'alt="قبضة" lang="ar"' in page
    assert "الصمود" in html(client.get(url("words", made.pk)))


def test_whoever_does_not_want_the_name_shown_is_somebody_in_a_country(client):
    made = helpers.campaign()
    helpers.shown(made, show_name=False, name="Hidden Person", workplace="Hidden Port")
    for name in ("page", "words"):
        page = html(client.get(url(name, made.pk)))
        assert "Somebody in Greece" in page
        assert "Hidden Person" not in page
        assert "Hidden Port" not in page


def test_scanners_that_follow_links_change_nothing(client, ours):
    made = helpers.campaign()
    pledger, message = helpers.pledge(made, helpers.action(made)), helpers.write(made)
    links = {name: sealing.token(pledger.pk, "pledge") for name in ("pledge_confirm", "pledge_withdraw", "pledge_correct")}
    links |= {name: sealing.token(message.pk, "message") for name in ("support_confirm", "support_withdraw")}
    for name, token in links.items():
        for method in (client.get, client.head, client.options):
            answer = method(url(name, token))
            assert (answer.status_code, answer.headers["Cache-Control"], answer.headers["X-Robots-Tag"]) == (200, "no-store", "noindex")
        assert client.post(url(name, token), {"seen": ""}).status_code == 403
        assert client.post(url(name, token), headers={"Origin": "https://evil.example"}).status_code == 403
    assert Pledge.objects.get().confirmed_at is None
    assert SupportMessage.objects.get().state == "unconfirmed"


def test_new_repeated_and_confirmed_addresses_get_the_same_answer(client, ours):
    made = helpers.campaign()
    picket = helpers.action(made)
    answers = [post_pledge(client, ours, made, picket), post_pledge(client, ours, made, picket, email="ROSA@example.org")]
    helpers.confirm_pledge(Pledger.objects.get())
    answers += [post_pledge(client, ours, made, picket), post_pledge(client, ours, made, picket, email="new@example.org")]
    assert {(answer.status_code, answer.url, answer.content) for answer in answers} == {(302, url("pledged", made.pk), b"")}
    answers = [post_message(client, ours, made) for _ in range(2)]
    helpers.confirm_message(SupportMessage.objects.get())
    answers.append(post_message(client, ours, made))
    assert {(answer.status_code, answer.url, answer.content) for answer in answers} == {(302, url("supported", made.pk), b"")}


def test_a_closed_campaign_refuses_politely_and_keeps_what_was_written(client, ours):
    made = helpers.campaign()
    picket = helpers.action(made)
    factories.close(made)
    assert "closed" in html(client.get(url("pledge", made.pk)))
    assert post_pledge(client, ours, made, picket).status_code == 409
    answer = post_message(client, ours, made, text="My careful words")
    assert answer.status_code == 409
    assert "My careful words" in html(answer)
    page = html(client.get(url("page", made.pk)))
    assert picket.title in page
    assert url("pledge", made.pk) not in page
    assert url("support", made.pk) not in page
    assert not Pledger.objects.exists()
    assert not SupportMessage.objects.exists()


@pytest.mark.parametrize("state", ["draft", "hidden", "withdrawn", "not asked"])
def test_what_is_not_out_or_not_asked_for_has_no_pages(client, ours, state):
    made = helpers.campaign(asks=["sign"] if state == "not asked" else helpers.EVERYTHING, out=state != "draft")
    picket = helpers.action(made)
    if state == "hidden":
        publications.moderate(made, to="hidden", by=None)
    if state == "withdrawn":
        publications.move(made, to="withdrawn", by=None, reason="because")
    for name in ("pledge", "pledged", "support", "supported"):
        assert client.get(url(name, made.pk)).status_code == 404, name
    assert client.get(url("action_calendar", made.pk, picket.pk)).status_code == 404
    assert post_pledge(client, ours, made, picket).status_code == 404
    assert post_message(client, ours, made).status_code == 404
    assert client.get(url("words", made.pk)).status_code == (200 if state == "not asked" else 404)
    if state == "not asked":
        assert picket.title not in html(client.get(url("page", made.pk)))


def test_one_address_and_one_line_are_not_endless(client, ours, monkeypatch):
    made = helpers.campaign()
    picket = helpers.action(made)
    monkeypatch.setitem(helping.ADDRESS, "times", 2)
    answers = [post_pledge(client, ours, made, picket), post_message(client, ours, made, email="ROSA@example.org")]
    assert [answer.status_code for answer in answers] == [302, 302]
    for answer in (post_pledge(client, ours, made, picket, email="rosa+x@example.org"), post_message(client, ours, made)):
        assert answer.status_code == 429
        assert "very often today" in html(answer)
    limits.forget()
    monkeypatch.setitem(helping.PICTURES, "times", 1)
    files = [post_message(client, ours, made, email=f"{n}@example.org", picture=helpers.picture(), alt="Red").status_code for n in range(2)]
    assert files == [302, 429]
    limits.forget()
    monkeypatch.setitem(helping.CALLER, "times", 1)
    assert [post_pledge(client, ours, made, picket, email=f"{n}@example.net").status_code for n in range(2)] == [302, 429]


def test_with_an_account_what_is_known_is_filled_in(client, signed_in):
    made = helpers.campaign()
    helpers.action(made)
    signed_in(organisations.person(email="known@example.org", name="Known Person"))
    for name in ("pledge", "support"):
        page = html(client.get(url(name, made.pk)))
        assert 'value="known@example.org"' in page
        assert 'value="Known Person"' in page


def test_all_messages_are_walked_by_cursor(client):
    made = helpers.campaign()
    for n in range(23):
        helpers.shown(made, text=f"Message {n:02}")
    page = html(client.get(url("page", made.pk)))
    assert [f"Message {n:02}" in page for n in (22, 18, 17)] == [True, True, False]
    assert url("words", made.pk) in page
    first = html(client.get(url("words", made.pk)))
    older = first.split('rel="next" href="')[1].split('"')[0]
    second = html(client.get(url("words", made.pk) + older))
    assert "Message 03" in first
    assert "Message 02" in second
    assert "Message 03" not in second
    for cursor in ("x", "-1", "9" * 30, "\x00"):
        assert client.get(url("words", made.pk), {"before": cursor}).status_code == 200


def test_a_confirmed_pledge_can_be_corrected_from_the_mail(client, ours):
    made = helpers.campaign()
    one, two = helpers.action(made, title="one"), helpers.action(made, title="two")
    row = helpers.confirm_pledge(helpers.pledge(made, one))
    address = reverse("campaigns:pledge_correct", args=[sealing.token(row.pk, "pledge")])
    assert 'value="Rosa Maria"' in html(client.get(address))
    assert "Fill in this field" in html(client.post(address, {"name": "", "country": "GR"}, headers=ours))
    assert client.post(address, {"name": "Rosa M.", "country": "TN", "actions": [two.pk]}, headers=ours).status_code == 302
    assert helpers.counts(made) == {"one": (0, 0), "two": (1, 0)}
    assert queries.pledger_by_token(sealing.token(row.pk, "pledge")).name == "Rosa M."
