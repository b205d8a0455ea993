from urllib.parse import quote

import pytest
from django.utils import translation

from usi.base import limits
from usi.features.campaigns import actions, queries, sealing
from usi.features.campaigns.models import Signature
from usi.features.campaigns.tests import factories
from usi.features.campaigns.tests.factories import count_url, html, post, url
from usi.features.campaigns.views import helping
from usi.spine.mail.models import Mail
from usi.spine.publications import actions as publications

pytestmark = pytest.mark.django_db


def test_somebody_signs_from_another_country_and_the_count_changes(client, ours, outbox, react):
    made = factories.campaign(language="el", title="Πίσω στη δουλειά")
    pieces = {"target": "المجلس", "demands.0": "أعيدوهم إلى العمل", "demands.1": "فاوضونا"}
    publications.translate(made, language="ar", title="أعيدوهم", pieces=pieces)
    with translation.override("ar"):
        page = client.get(url("page", made.pk))
        assert "أعيدوهم إلى العمل" in html(page)
        assert 'dir="rtl"' in html(page)
        answer = post(client, ours, made, country="TN")
        assert answer.status_code == 302
        assert answer.url == url("signed", made.pk)
        assert client.get(answer.url).status_code == 200
    react()
    (mail,) = outbox()
    confirm, withdraw = factories.links(mail)
    shown = html(client.get(confirm[1]))
    assert "Rosa Maria" in shown
    assert Signature.objects.get().state == "waiting"
    mark = shown.split('name="seen" value="')[1].split('"')[0]
    answer = client.post(confirm[1], {"seen": mark}, headers=ours)
    assert answer.status_code == 302
    with translation.override("ar"):
        assert answer.url == url("thanks", made.pk)
    assert "أعيدوهم" in html(client.get(answer.url))
    page = html(client.get(f"/en/campaigns/{made.pk}/"))
    assert "Tunisia" in page
    assert "Rosa Maria" in page
    count = client.get(count_url(made)).json()
    assert (count["confirmed"], count["waiting"], count["countries"]) == (1, 0, {"TN": {"confirmed": 1, "waiting": 0, "set_aside": 0}})
    assert client.post(withdraw[1], headers=ours).status_code == 302
    assert "Rosa Maria" not in html(client.get(withdraw[1]))
    assert "Rosa Maria" not in html(client.get(url("page", made.pk)))


def test_scanners_that_follow_links_confirm_and_withdraw_nothing(client, ours):
    row = factories.sign(factories.campaign())
    token = sealing.token(row.pk)
    for name in ("confirm", "withdraw"):
        for method in (client.get, client.head, client.options):
            answer = method(url(name, token))
            assert answer.status_code == 200
            assert answer.headers["Cache-Control"] == "no-store"
            assert answer.headers["X-Robots-Tag"] == "noindex"
    client.get(url("confirm", token), {"seen": queries.mark_of(row)})
    row.refresh_from_db()
    assert row.state == "waiting"
    assert client.post(url("confirm", token), {"seen": ""}).status_code == 403
    assert client.post(url("confirm", token), headers={"Origin": "https://evil.example"}).status_code == 403
    row.refresh_from_db()
    assert row.state == "waiting"


def test_new_repeated_and_confirmed_addresses_get_the_same_answer(client, ours):
    made = factories.campaign()
    first = post(client, ours, made)
    second = post(client, ours, made, email="ROSA@example.org")
    factories.confirm(Signature.objects.get())
    third = post(client, ours, made)
    fresh = post(client, ours, made, email="new@example.org")
    answers = {(answer.status_code, answer.url, answer.content) for answer in (first, second, third, fresh)}
    assert answers == {(302, url("signed", made.pk), b"")}
    assert "rosa" not in html(client.get(first.url)).lower()


@pytest.mark.parametrize(("changes", "word"), [
    ({"name": ""}, "Fill in this field"),
    ({"name": None}, "Fill in this field"),
    ({"name": "Cheap at https://casino.example"}, "without web"),
    ({"name": "Ｗｗｗ．casino"}, "without web"),
    ({"name": "1234 !!"}, "in letters"),
    ({"name": "x" * 121}, "at most 120"),
    ({"name": "\x00\u202e \u2060"}, "Fill in this field"),
    ({"email": "no address"}, "does not look like"),
    ({"email": "a@b"}, "does not look like"),
    ({"email": "x" * 250 + "@example.org"}, "254"),
    ({"country": ""}, "Choose one"),
    ({"country": "XX"}, "Choose one of the values"),
    ({"country": "Greece<script>"}, "Choose one of the values"),
])
def test_a_form_that_needs_attention_comes_back_with_what_was_typed(client, ours, changes, word):
    made = factories.campaign(title="The campaign itself")
    answer = post(client, ours, made, **changes)
    page = html(answer)
    assert answer.status_code == 200
    assert word in page
    assert "The campaign itself" in page
    kept = {"name": "Rosa Maria", "email": "rosa@example.org"} | changes
    for name in ("name", "email"):
        if kept[name] and "\x00" not in kept[name]:
            assert f'value="{kept[name]}"' in page
    assert "<option selected>Greece\n" in page or "country" in changes
    assert not Signature.objects.exists()
    assert not Mail.objects.exists()


@pytest.mark.parametrize("junk", ["x" * 1_000_000, "\ud800", "\u202eevil", "<script>alert(1)</script>", "=HYPERLINK(1)", "'; DROP TABLE"])
def test_hostile_names_are_answered_politely_and_shown_harmlessly(client, ours, junk):
    made = factories.campaign()
    body = f"name={quote(junk.encode('utf-8', 'surrogatepass'))}&email=a%40example.org&country=GR&show_name=on"
    answer = client.post(url("sign", made.pk), body, content_type="application/x-www-form-urlencoded", headers=ours)
    assert answer.status_code in (200, 302, 413)
    for row in Signature.objects.all():
        factories.confirm(row)
    page = html(client.get(url("page", made.pk)))
    assert "<script>alert" not in page
    assert "\u202e" not in page


def test_a_page_without_a_session_signs(client, ours):
    made = factories.campaign()
    page = client.get(url("page", made.pk))
    assert not page.cookies
    assert "csrf" not in html(page)
    assert post(client, ours, made).status_code == 302
    assert not client.cookies
    assert client.post(url("sign", made.pk), {"name": "R"}, headers={"Origin": "https://evil.example"}).status_code == 403


def test_looking_at_the_address_of_the_form_leads_to_the_page(client):
    made = factories.campaign()
    assert client.get(url("sign", made.pk)).url == url("page", made.pk)


def test_a_closed_campaign_refuses_politely_and_still_shows_its_count(client, ours):
    made = factories.campaign()
    factories.confirm(factories.sign(made))
    waiting = factories.sign(made)
    factories.close(made)
    page = html(client.get(url("page", made.pk)))
    assert "This campaign is closed" in page
    assert 'name="email"' not in page
    answer = post(client, ours, made)
    assert answer.status_code == 409
    assert "It could be signed until" in html(answer)
    token = sealing.token(waiting.pk)
    assert "can no longer be signed" in html(client.get(url("confirm", token)))
    assert client.post(url("confirm", token), headers=ours).status_code == 200
    assert client.get(count_url(made)).json()["open"] is False
    assert Signature.objects.filter(state="confirmed").count() == 1


@pytest.mark.parametrize("token", ["x", "a" * 2000, quote("../../etc"), quote("\ud800", errors="surrogatepass"), "%00"])
def test_a_broken_link_says_what_to_do(client, ours, token):
    for name in ("confirm", "withdraw"):
        answer = client.get(f"/en/campaigns/{name}/{token}/")
        assert answer.status_code == 404
        client.post(f"/en/campaigns/{name}/{token}/", headers=ours)
    assert "This link does not work" in html(client.get(url("confirm", "x")))


def test_a_button_whose_page_is_out_of_date_shows_what_changed(client, ours):
    made = factories.campaign()
    row = factories.sign(made, address="a@example.org", name="Rosa")
    token = sealing.token(row.pk)
    mark = html(client.get(url("confirm", token))).split('name="seen" value="')[1].split('"')[0]
    factories.sign(made, address="a@example.org", name="Other")
    answer = client.post(url("confirm", token), {"seen": mark}, headers=ours)
    assert "Somebody signed again" in html(answer)
    assert "Other" in html(answer)
    row.refresh_from_db()
    assert row.state == "waiting"


def test_one_address_is_not_bombed_and_one_line_is_not_endless(client, ours, monkeypatch):
    made = [factories.campaign() for _ in range(3)]
    monkeypatch.setitem(helping.ADDRESS, "times", 2)
    written = ("a@example.org", "A@example.org", "a+x@example.org")
    answers = [post(client, ours, campaign, email=address) for campaign, address in zip(made, written, strict=True)]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert 'value="a+x@example.org"' in html(answers[2])
    actions.send_due()
    assert Mail.objects.count() == 2
    limits.forget()
    monkeypatch.setitem(helping.CALLER, "times", 1)
    assert [post(client, ours, made[0], email=f"{n}@example.org").status_code for n in range(2)] == [302, 429]
