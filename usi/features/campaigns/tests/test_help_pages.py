from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from urllib.parse import quote

import icalendar
import pytest
from django.urls import reverse
from django.utils import translation

from usi.base import limits, time
from usi.features.campaigns import actions, queries, sealing
from usi.features.campaigns.models import Pledge, PledgeAction, Pledger, SupportMessage
from usi.features.campaigns.tests import factories, helpers
from usi.features.campaigns.tests.factories import html, url
from usi.features.campaigns.views import helping
from usi.spine.mail.models import Mail
from usi.spine.media.models import Picture
from usi.spine.organisations.tests import factories as organisations
from usi.spine.publications import actions as publications

pytestmark = pytest.mark.django_db
WHO = {"name": "Rosa Maria", "email": "rosa@example.org", "country": "GR"}


def post_pledge(client, ours, made, *chosen, **changes):
    data = WHO | {"actions": [each.pk for each in chosen]} | changes
    return client.post(url("pledge", made.pk), {key: value for key, value in data.items() if value is not None}, headers=ours)


def post_message(client, ours, made, **changes):
    data = WHO | {"text": "We stand with you", "text_language": "en"} | changes
    return client.post(url("support", made.pk), {key: value for key, value in data.items() if value is not None}, headers=ours)


def mark(page):
    return page.split('name="seen" value="')[1].split('"')[0]


def link(mail, name):
    body = mail.get_body(("plain",)).get_content()
    return next(word.removeprefix("http://testserver") for word in body.split() if f"/{name}/" in word)


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
    assert "الصمود" in html(client.get(url("messages", made.pk)))
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


@pytest.mark.parametrize("token", ["x", "a" * 2000, quote("../../etc"), quote("\ud800", errors="surrogatepass"), "%00"])
def test_a_broken_link_says_what_to_do(client, ours, token):
    for place in ("pledge/confirm", "pledge/correct", "pledge/withdraw", "support/confirm", "support/withdraw"):
        assert client.get(f"/en/campaigns/{place}/{token}/").status_code == 404
        assert client.post(f"/en/campaigns/{place}/{token}/", headers=ours).status_code in (302, 404)


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


BAD = [
    ({"name": ""}, "Fill in this field"),
    ({"name": None}, "Fill in this field"),
    ({"name": "Cheap at https://casino.example"}, "without web"),
    ({"name": "Ｗｗｗ．casino"}, "without web"),
    ({"workplace": "win@casino.example"}, "without web"),
    ({"name": "1234 !!"}, "in letters"),
    ({"name": "x" * 121}, "at most 120"),
    ({"name": "\x00\u202e \u2060"}, "Fill in this field"),
    ({"email": "no address"}, "does not look like"),
    ({"email": "x" * 250 + "@example.org"}, "254"),
    ({"country": ""}, "Choose one"),
    ({"country": "XX"}, "Choose one of the values"),
]


@pytest.mark.parametrize(("changes", "word"), [*BAD, ({"actions": []}, "Choose at least one action"), ({"actions": ["1", "x"]}, "Choose one of the values")])
def test_a_pledge_that_needs_attention_comes_back_with_what_was_typed(client, ours, changes, word):
    made = helpers.campaign()
    picket = helpers.action(made)
    answer = post_pledge(client, ours, made, picket, **changes)
    page = html(answer)
    assert answer.status_code == 200
    assert word in page
    kept = WHO | changes
    assert all(f'value="{kept[name]}"' in page for name in ("name", "email") if kept[name] and "\x00" not in kept[name])
    assert not Pledger.objects.exists()
    assert not Mail.objects.exists()


@pytest.mark.parametrize(("changes", "word"), [
    *BAD, ({"text": ""}, "Fill in this field"), ({"text": "x" * 501}, "at most 500"), ({"text": "\u2060\u202e"}, "Fill in this field"),
    ({"text_language": "xx"}, "Choose one of the values"), ({"text": "broken \ufffd"}, "did not arrive"),
])
def test_a_message_that_needs_attention_comes_back_with_what_was_typed(client, ours, changes, word):
    made = helpers.campaign()
    answer = post_message(client, ours, made, picture=helpers.picture(), alt="A red field", **changes)
    page = html(answer)
    assert answer.status_code == 200
    assert word in page
    assert "Choose the picture again" in page
    assert 'value="A red field"' in page
    assert not SupportMessage.objects.exists()
    assert not Picture.objects.exists()


@pytest.mark.parametrize("content", [
    b"", b"no picture", b"GIF89a<script>alert(1)</script>", b"<svg onload=alert(1)>", b"%PDF-1.7", b"\xff\xd8\xff\xe0" + b"\x00" * 50,
])
def test_hostile_pictures_are_refused_politely(client, ours, content):
    from django.core.files.uploadedfile import SimpleUploadedFile

    made = helpers.campaign()
    answer = post_message(client, ours, made, picture=SimpleUploadedFile("../../a.jpg", content, "image/jpeg"), alt="A red field")
    assert answer.status_code == 200
    assert "picture" in html(answer)
    assert 'class="errorlist"' in html(answer)
    assert "We stand with you" in html(answer)
    assert not SupportMessage.objects.exists()


def test_a_picture_needs_words_for_it(client, ours):
    made = helpers.campaign()
    assert "for people who cannot see it" in html(post_message(client, ours, made, picture=helpers.picture(), alt=" "))
    assert not SupportMessage.objects.exists()


@pytest.mark.parametrize("junk", ["<script>alert(1)</script>", "\u202eevil", "=HYPERLINK(1)", "نحن معكم", "हम साथ हैं", "我们支持你们", "{{ 7 }}"])
def test_messages_in_every_script_are_shown_harmlessly(client, ours, junk):
    made = helpers.campaign()
    post_message(client, ours, made, text=junk, name=junk if junk[0] not in "<={" else "Rosa", show_name="on")
    row = helpers.confirm_message(SupportMessage.objects.get())
    actions.decide_message(made, number=row.pk, verb="show", by=made.author, for_node=False)
    page = html(client.get(url("page", made.pk)))
    assert "<script>alert" not in page
    assert "\u202e" not in page
    assert junk.replace("\u202e", "").replace("<", "&lt;").replace(">", "&gt;") in page


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


OFFICERS = ["messages", "actions"]


@pytest.mark.parametrize("who", ["nobody", "member", "officer elsewhere", "officer", "moderator"])
def test_only_officers_of_the_organisation_see_its_desk_and_moderators_its_messages(client, signed_in, who):
    made = helpers.campaign()
    people = {
        "member": lambda: helpers.officer(made, role="member"),
        "officer elsewhere": lambda: organisations.member(organisations.organisation(), role="owner"),
        "officer": lambda: helpers.officer(made),
        "moderator": lambda: organisations.person(moderator=True, second_factor=True),
    }
    if who in people:
        signed_in(people[who]())
    expected = {"nobody": (302, 302), "officer": (200, 200), "moderator": (200, 404)}.get(who, (404, 404))
    assert tuple(client.get(url(name, made.pk)).status_code for name in OFFICERS) == expected


def test_ids_of_another_organisation_change_nothing(client, ours, signed_in):
    mine, theirs = helpers.campaign(), helpers.campaign()
    row, picket = helpers.shown(theirs), helpers.action(theirs, title="Theirs")
    signed_in(helpers.officer(mine, role="owner"))
    data = {"verb": "hide", "reason": "spam", "thanks": "x", "thanks_language": "en", "to": "off", "title": "Mine", "kind": "picket", "zone": "UTC"}
    for number in (theirs.pk, mine.pk):
        for name, key in (("message_decide", row.pk), ("message_thank", row.pk), ("action", picket.pk), ("action_move", picket.pk)):
            answer = client.post(url(name, number, key), data, headers=ours)
            assert answer.status_code == (302 if number == mine.pk and name.startswith("message") else 404), name
    row.refresh_from_db()
    picket.refresh_from_db()
    assert (row.state, row.thanks, picket.title, picket.called_off) == ("shown", "", "Theirs", False)
    for name in ("action", "action_move"):
        assert client.get(url(name, mine.pk, 2**63)).status_code in (404, 405)
    assert client.get(url("action_calendar", mine.pk, picket.pk)).status_code == 404


def test_the_nodes_moderators_see_only_what_is_shown_and_can_hide_it(client, ours, signed_in):
    made = helpers.campaign()
    shown, _ = helpers.shown(made, text="Shown words"), helpers.confirm_message(helpers.write(made, text="Waiting words"))
    signed_in(organisations.person(moderator=True, second_factor=True))
    for state in ("", "waiting", "refused"):
        page = html(client.get(url("messages", made.pk), {"state": state}))
        assert "Shown words" in page
        assert "Waiting words" not in page
    client.post(url("message_thank", made.pk, shown.pk), {"thanks": "Thanks", "thanks_language": "en"}, headers=ours)
    client.post(url("message_decide", made.pk, shown.pk), {"verb": "hide", "reason": "hate"}, headers=ours)
    shown.refresh_from_db()
    assert (shown.state, shown.thanks) == ("hidden", "")
    assert "Shown words" not in html(client.get(url("page", made.pk)))
    signed_in(helpers.officer(made))
    page = html(client.get(url("messages", made.pk), {"state": "hidden"}))
    assert "Shown words" in page
    assert 'value="show"' not in page
    client.post(url("message_decide", made.pk, shown.pk), {"verb": "show"}, headers=ours)
    shown.refresh_from_db()
    assert shown.state == "hidden"


def test_an_officer_sets_changes_and_calls_off_an_action(client, ours, signed_in):
    made = helpers.campaign(country="GR")
    signed_in(helpers.officer(made))
    assert '<option value="Europe/Athens" selected>' in html(client.get(url("actions", made.pk)))
    data = {"kind": "picket", "title": "Picket", "on": "2030-05-01", "begins": "18:30", "zone": "Europe/Athens", "place": "Gate 2", "country": "GR"}
    assert client.post(url("actions", made.pk), data, headers=ours).status_code == 302
    action = PledgeAction.objects.get()
    assert action.starts_at == datetime(2030, 5, 1, 15, 30, tzinfo=UTC)
    helpers.pledge(made, action)
    assert 'name="title"' not in html(client.get(url("action", made.pk, action.pk)))
    changed = {"on": "2030-05-02", "zone": "Europe/Athens", "version": "1"}
    assert client.post(url("action", made.pk, action.pk), changed, headers=ours).status_code == 302
    stale = client.post(url("action", made.pk, action.pk), changed | {"place": "My place"}, headers=ours)
    assert "Somebody else saved this" in html(stale)
    assert "My place" in html(stale)
    client.post(url("action_move", made.pk, action.pk), {"to": "remove"}, headers=ours)
    client.post(url("action_move", made.pk, action.pk), {"to": "off"}, headers=ours)
    action.refresh_from_db()
    assert (action.title, action.on, action.begins, action.called_off) == ("Picket", date(2030, 5, 2), None, True)
    assert client.post(url("action_move", made.pk, action.pk), {"to": "nowhere"}, headers=ours).status_code == 404
    client.logout()
    page = html(client.get(url("page", made.pk)))
    assert "Called off" in page
    assert f"?action={action.pk}" not in page
    assert "no action to pledge now" in html(client.get(url("pledge", made.pk)))


@pytest.mark.parametrize(("changes", "word"), [
    ({"title": ""}, "Fill in this field"), ({"title": "x" * 121}, "at most 120"), ({"kind": "strike"}, "Choose one of the values"),
    ({"on": "1 May"}, "2030-05-31"), ({"on": "9999-12-31"}, "2030-05-31"), ({"begins": "noon"}, "18:30"), ({"on": ""}, "A time needs a day"),
    ({"zone": "Mars/Base"}, "Choose one of the values"), ({"country": "XX"}, "Choose one of the values"),
    ({"on": "2030-03-31", "begins": "03:30"}, "put forward"),
])
def test_an_action_that_needs_attention_comes_back(client, ours, signed_in, changes, word):
    made = helpers.campaign()
    signed_in(helpers.officer(made))
    data = {"kind": "picket", "title": "Picket", "on": "2030-05-01", "begins": "18:30", "zone": "Europe/Athens", "place": "Gate 2"} | changes
    answer = client.post(url("actions", made.pk), data, headers=ours)
    assert answer.status_code == 200
    assert word in html(answer)
    assert 'value="Gate 2"' in html(answer)
    assert not PledgeAction.objects.exists()


def event(client, made, action):
    answer = client.get(url("action_calendar", made.pk, action.pk))
    assert answer.headers["Content-Type"].startswith("text/calendar; charset=utf-8")
    calendar = icalendar.Calendar.from_ical(answer.content)
    assert (str(calendar["version"]), str(calendar["method"])) == ("2.0", "PUBLISH")
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))
    (found,) = calendar.walk("VEVENT")
    return found


def test_an_action_with_a_time_is_a_calendar_file_in_utc_and_the_readers_language(client):
    made = helpers.campaign(title="Take them back", language="el")
    publications.translate(made, language="ar", title="أعيدوهم إلى العمل")
    title = "Συγκέντρωση; πύλη 2, \\ \n ώρα"
    picket = helpers.action(
        made, title=title, description="BEGIN:VEVENT\nEND:VEVENT", on=date(2030, 7, 1), begins=clock(18, 30), zone="Europe/Athens", place="Πύλη 2",
        country="GR",
    )  # fmt: skip
    with translation.override("ar"):
        found = event(client, made, picket)
        page = "http://testserver" + url("page", made.pk)
    assert str(found["uid"]) == f"pledge-action-{picket.pk}@testserver"
    assert found.decoded("dtstart") == datetime(2030, 7, 1, 15, 30, tzinfo=UTC)
    assert b"DTSTART:20300701T153000Z" in client.get(url("action_calendar", made.pk, picket.pk)).content
    assert str(found["summary"]) == picket.title
    assert found["summary"].params["LANGUAGE"] == "el"
    assert str(found["location"]) == "Πύλη 2, اليونان"
    assert str(found["url"]) == page
    assert "/ar/campaigns/" in page
    assert "أعيدوهم إلى العمل" in str(found["description"])
    assert found.decoded("dtstamp").utcoffset() == timedelta(0)
    assert (found.decoded("sequence"), str(found["status"])) == (0, "CONFIRMED")


def test_an_action_that_moved_keeps_its_uid_and_one_called_off_says_so(client):
    made = helpers.campaign()
    day = helpers.action(made, on=date(2030, 12, 31), title="Boycott day", kind="boycott")
    first = event(client, made, day)
    assert (first.decoded("dtstart"), first.decoded("dtend")) == (date(2030, 12, 31), date(2031, 1, 1))
    actions.change_action(made, number=day.pk, by=made.author, version=1, plan=actions.Plan("boycott", "Boycott day", on=date(2031, 1, 2)))
    actions.call_off(made, number=day.pk, by=made.author, off=True)
    second = event(client, made, day)
    assert first["uid"] == second["uid"]
    assert (second.decoded("dtstart"), second.decoded("sequence"), str(second["status"])) == (date(2031, 1, 2), 2, "CANCELLED")
    loose = helpers.action(made, days=None)
    assert client.get(url("action_calendar", made.pk, loose.pk)).status_code == 404


def test_the_campaigns_page_costs_one_query_more_for_actions(client):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    plain, full = helpers.campaign(asks=["sign"]), helpers.campaign()

    def cost(made):
        client.get(url("page", made.pk))
        with CaptureQueriesContext(connection) as seen:
            client.get(url("page", made.pk), {"fresh": time.now().timestamp()})
        return len(seen)

    base = cost(plain)
    for n in range(8):
        helpers.confirm_pledge(helpers.pledge(full, helpers.action(full)))
        helpers.shown(full, upload=helpers.picture() if n == 7 else None, alt="Red")
    assert cost(full) == base + 1
    assert base <= 11


def test_every_list_costs_the_same_however_long(client, signed_in):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    made = helpers.campaign()
    signed_in(helpers.officer(made))

    def cost():
        sums = {}
        for name, state in (("words", ""), ("messages", "shown"), ("messages", "waiting"), ("pledge", ""), ("actions", "")):
            with CaptureQueriesContext(connection) as seen:
                assert client.get(url(name, made.pk), {"state": state} if state else {}).status_code == 200
            sums[name, state] = len(seen)
        return sums

    def more():
        helpers.confirm_pledge(helpers.pledge(made, helpers.action(made)))
        helpers.shown(made, upload=helpers.picture((50, 40)), alt="Red")
        helpers.confirm_message(helpers.write(made))

    more()
    cost()
    few = cost()
    for _ in range(5):
        more()
    assert cost() == few
    assert max(few.values()) <= 12, few


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


@pytest.mark.parametrize("number", [0, 1, 2**63, 10**30])
def test_numbers_that_are_nobodys_are_not_found(client, ours, number):
    for name in ("pledge", "pledged", "support", "supported", "words", "actions/1/calendar.ics"):
        assert client.get(f"/en/campaigns/{number}/{name}".rstrip("/") + ("" if name.endswith("ics") else "/")).status_code == 404
    for name in ("pledge", "support"):
        assert client.post(f"/en/campaigns/{number}/{name}/", WHO, headers=ours).status_code == 404
    made = helpers.campaign()
    assert client.get(f"/en/campaigns/{made.pk}/actions/{number}/calendar.ics").status_code == 404


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
