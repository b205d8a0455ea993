from datetime import timedelta

import pytest
from django.utils import translation

from usi.base import time
from usi.features.campaigns import actions
from usi.features.campaigns import writing_sealing as sealing
from usi.features.campaigns.models import Campaign, ModelLetter, TargetLetter, Writing
from usi.features.campaigns.tests import factories as campaigns
from usi.features.campaigns.tests import letter_factories as letters
from usi.features.campaigns.tests.factories import html, url
from usi.spine.mail.models import Mail
from usi.spine.publications import actions as publications

pytestmark = pytest.mark.django_db


def typed(found, **changes):
    data = {
        "targets": [row.pk for row in found], "subject": "Take them back", "body": "Dear Minister", "name": "Rosa Maria", "email": "rosa@example.org",
        "country": "IT", "workplace": "Dockers", "language": "en",
    } | changes  # fmt: skip
    return {name: value for name, value in data.items() if value is not None}


def post(client, ours, made, found, **changes):
    return client.post(url("write", made.pk), typed(found, **changes), headers=ours)


def test_somebody_writes_in_the_language_of_the_target_with_their_own_beside_it(client, ours, outbox, react):
    made, found = letters.campaign(languages=("el", "ar"), language="el", post={"language": "el"})
    with translation.override("ar"):
        page = html(client.get(url("write", made.pk)))
        assert "body el" in page
        assert "body ar" in page
        assert page.index("body el") < page.index("body ar")
        answer = post(client, ours, made, found, language="el", body="Κύριε υπουργέ")
        assert answer.url == url("written", made.pk)
        assert client.get(answer.url).status_code == 200
    react()
    (mail,) = outbox()
    assert mail["To"] == "rosa@example.org"
    link = url("send_letter", sealing.token(Writing.objects.get().pk)).replace("/en/", "/ar/")
    assert link in mail.get_body(("plain",)).get_content()
    shown = html(client.get(link))
    assert "Κύριε υπουργέ" in shown
    assert TargetLetter.objects.get().state == "waiting"
    mark = shown.split('name="seen" value="')[1].split('"')[0]
    assert client.post(link, {"seen": mark}, headers=ours).status_code == 302
    react()
    sent = outbox()[-1]
    assert sent["To"] == "target0@gov.example"
    assert "rosa@example.org" in sent["Reply-To"]
    assert "Ιταλία" in sent.get_body(("plain",)).get_content()
    assert TargetLetter.objects.get().state == "accepted"
    assert 'name="seen"' not in html(client.get(link))


def test_a_letter_is_read_in_ones_own_language_where_only_a_translation_has_it(client):
    made, _found = letters.campaign(languages=("en",))
    said = {"letter.subject": "Κύριε υπουργέ", "letter.body": "Αγαπητέ κύριε,\n\nεπιστολή"}
    publications.translate(made, language="el", title="Τίτλος", pieces=said)
    page = html(client.get(f"/el/campaigns/{made.pk}/write/"))
    assert "Κύριε υπουργέ" in page
    assert "body en" in page.partition("<textarea")[2]
    assert "Κύριε υπουργέ" not in html(client.get(f"/en/campaigns/{made.pk}/write/"))


def test_scanners_that_follow_links_send_and_erase_nothing(client, ours):
    made, found = letters.campaign()
    row = letters.write(made, found)
    token = sealing.token(row.pk)
    for name in ("send_letter", "drop_letter"):
        for method in (client.get, client.head, client.options):
            answer = method(url(name, token))
            assert answer.status_code == 200
            assert answer.headers["Cache-Control"] == "no-store"
            assert answer.headers["X-Robots-Tag"] == "noindex"
        assert client.post(url(name, token), headers={"Origin": "https://evil.example"}).status_code == 403
    assert TargetLetter.objects.get().state == "waiting"
    for name in ("send_letter", "drop_letter"):
        assert client.get(url(name, token[:-1])).status_code == 404
        assert client.post(url(name, token[:-1]), headers=ours).status_code == 404
    assert client.post(url("drop_letter", token), headers=ours).status_code == 200
    assert not TargetLetter.objects.exists()


def test_a_page_that_shows_another_letter_than_there_is_sends_nothing(client, ours):
    made, found = letters.campaign()
    row = letters.write(made, found)
    answer = client.post(url("send_letter", sealing.token(row.pk)), {"seen": "0" * 24}, headers=ours)
    assert answer.status_code == 200
    assert "replaced what stood here" in html(answer)
    assert TargetLetter.objects.get().state == "waiting"


def test_new_repeated_and_sent_addresses_get_the_same_answer(client, ours):
    made, found = letters.campaign()
    first = post(client, ours, made, found)
    second = post(client, ours, made, found, email="ROSA@example.org")
    letters.send(Writing.objects.get())
    third = post(client, ours, made, found)
    assert {(answer.status_code, answer.url, answer.content) for answer in (first, second, third)} == {(302, url("written", made.pk), b"")}
    assert TargetLetter.objects.count() == 1


@pytest.mark.parametrize(("changes", "word"), [
    ({"targets": None}, "Choose one."),
    ({"targets": ["1"]}, "Choose one of the values"),
    ({"targets": ["x", "\x00"]}, "Choose one of the values"),
    ({"subject": ""}, "Fill in this field"),
    ({"subject": None}, "Fill in this field"),
    ({"subject": "x" * 151}, "at most 150"),
    ({"body": "\u202e\x00 "}, "Fill in this field"),
    ({"body": "x" * 5001}, "at most 5000"),
    ({"body": "broken �"}, "did not arrive"),
    ({"name": ""}, "Fill in this field"),
    ({"name": "x" * 10_000}, "at most 120"),
    ({"name": "Cheap at https://casino.example"}, "without web"),
    ({"name": "1234"}, "in letters"),
    ({"workplace": "www.casino.example"}, "without web"),
    ({"email": "no address"}, "does not look like"),
    ({"email": "rosa@example.org\r\nBcc: x@example.org"}, "does not look like"),
    ({"country": "XX"}, "Choose one of the values"),
    ({"country": ""}, "Choose one."),
])  # fmt: skip
def test_a_form_that_needs_attention_comes_back_with_what_was_typed(client, ours, changes, word):
    made, found = letters.campaign()
    kept = {"body": "My own words", "workplace": "Dockers of the north"}
    answer = post(client, ours, made, found, **(kept | changes))
    page = html(answer)
    assert answer.status_code == 200
    assert "What you typed is still here" in page
    for name, value in kept.items():
        if name not in changes:
            assert value in page
    assert not Writing.objects.exists()
    assert word in page


@pytest.mark.parametrize("words", ["Ελευθερία", "حرية", "חופש", "自由", "आज़ादी", "ነፃነት", "İstanbul'da grev", "😀 e\u0301", "<b>x</b> & 'y'", "=1+1"])
def test_letters_are_taken_in_every_script(client, ours, words, react, outbox):
    made, found = letters.campaign()
    answer = post(client, ours, made, found, subject=words, body=words, name=f"Rosa {words}", workplace=words)
    assert answer.status_code == 302, html(answer)
    row = Writing.objects.get()
    page = html(client.get(url("send_letter", sealing.token(row.pk))))
    assert "<b>x</b>" not in page
    letters.send(row)
    react()
    sent = next(mail for mail in outbox() if mail["To"] == "target0@gov.example")
    assert row.body in sent.get_body(("plain",)).get_content()


@pytest.mark.parametrize(("state", "status"), [("closed", 409), ("draft", 404), ("hidden", 404), ("withdrawn", 404), ("not asked", 404)])
def test_where_nobody_can_write_the_page_says_so(client, ours, state, status):
    made, found = letters.campaign(out=state != "draft")
    if state == "closed":
        campaigns.close(made)
    elif state == "hidden":
        publications.moderate(made, to="hidden", by=None)
    elif state == "withdrawn":
        publications.move(made, to="withdrawn", by=None, reason="because")
    elif state == "not asked":
        Campaign.objects.filter(pk=made.pk).update(asks=["sign"])
    assert client.get(url("write", made.pk)).status_code == status
    assert post(client, ours, made, found).status_code == status
    assert not Writing.objects.exists()


def test_one_address_is_not_used_without_end(client, ours):
    made, found = letters.campaign()
    answers = [post(client, ours, made, found, email=f"rosa+{n}@example.org").status_code for n in range(22)]
    assert answers[:20] == [302] * 20
    assert answers[20:] == [429] * 2


def test_a_page_shows_public_addresses_and_no_private_one(client):
    made, _ = letters.campaign(targets=0, out=False)
    letters.target(made, address="open@gov.example", public=True)
    letters.target(made, address="closed@gov.example")
    campaigns.publish(made)
    page = html(client.get(url("write", made.pk))) + html(client.get(url("page", made.pk)))
    assert "open@gov.example" in page
    assert "closed@gov.example" not in page


def test_targets_who_read_other_languages_are_written_to_apart(client, ours):
    made, _ = letters.campaign(targets=0, out=False, languages=("en", "el"))
    one = letters.target(made, language="el", name="Υπουργός")
    other = letters.target(made, language="en", name="Director")
    campaigns.publish(made)
    page = html(client.get(url("write", made.pk), {"language": "en"}))
    assert f'value="{other.pk}"' in page
    assert f'value="{one.pk}"' not in page
    assert post(client, ours, made, [one], language="el").status_code == 302
    assert Writing.objects.get().letter_language == "el"


def test_the_campaign_page_offers_it_only_where_it_can_be_done(client):
    made, _ = letters.campaign()
    assert url("write", made.pk) in html(client.get(url("page", made.pk)))
    ModelLetter.objects.all().delete()
    assert url("write", made.pk) not in html(client.get(url("page", made.pk)))
    other, _ = letters.campaign()
    campaigns.close(other)
    assert url("write", other.pk) not in html(client.get(url("page", other.pk)))


def test_targets_cost_the_campaign_page_one_question(client):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    plain, (made, _) = campaigns.campaign(), letters.campaign(targets=5)
    counts = []
    for each in (plain, made):
        with CaptureQueriesContext(connection) as asked:
            client.get(url("page", each.pk))
        counts.append(len(asked))
    assert counts[1] - counts[0] <= 1
    assert counts[1] <= 12


def test_mails_wait_until_the_worker_comes(client, ours):
    made, found = letters.campaign()
    post(client, ours, made, found)
    assert not Mail.objects.exists()
    actions.mail_writers()
    assert Mail.objects.count() == 1
    letters.send(Writing.objects.get())
    assert Mail.objects.count() == 1


def test_the_clock_of_the_page_is_the_nodes(client, monkeypatch):
    made, _ = letters.campaign(days=1)
    later = time.now() + timedelta(days=3)
    monkeypatch.setattr(time, "now", lambda: later)
    assert client.get(url("write", made.pk)).status_code == 409
