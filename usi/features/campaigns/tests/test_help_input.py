from urllib.parse import quote

import pytest

from usi.features.campaigns import actions
from usi.features.campaigns.models import Pledger, SupportMessage
from usi.features.campaigns.tests import helpers
from usi.features.campaigns.tests.factories import html, url
from usi.features.campaigns.tests.helpers import WHO, post_message, post_pledge
from usi.spine.mail.models import Mail
from usi.spine.media.models import Picture

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("token", ["x", "a" * 2000, quote("../../etc"), quote("\ud800", errors="surrogatepass"), "%00"])
def test_a_broken_link_says_what_to_do(client, ours, token):
    for place in ("pledge/confirm", "pledge/correct", "pledge/withdraw", "support/confirm", "support/withdraw"):
        assert client.get(f"/en/campaigns/{place}/{token}/").status_code == 404
        assert client.post(f"/en/campaigns/{place}/{token}/", headers=ours).status_code in (302, 404)


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
    assert '<details class="more-fields">' in html(client.get(url("support", made.pk)))
    answer = html(post_message(client, ours, made, picture=helpers.picture(), alt=" "))
    assert "Say in a few words what the picture shows" in answer
    assert '<details class="more-fields" open>' in answer
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


@pytest.mark.parametrize("number", [0, 1, 2**63, 10**30])
def test_numbers_that_are_nobodys_are_not_found(client, ours, number):
    for name in ("pledge", "pledged", "support", "supported", "words", "actions/1/calendar.ics"):
        assert client.get(f"/en/campaigns/{number}/{name}".rstrip("/") + ("" if name.endswith("ics") else "/")).status_code == 404
    for name in ("pledge", "support"):
        assert client.post(f"/en/campaigns/{number}/{name}/", WHO, headers=ours).status_code == 404
    made = helpers.campaign()
    assert client.get(f"/en/campaigns/{made.pk}/actions/{number}/calendar.ics").status_code == 404
