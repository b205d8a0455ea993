"""Mails to whoever signed: few, in the language of the page, with nothing in them that was typed."""

from datetime import timedelta

import pytest

from usi.base import time
from usi.features.campaigns import actions
from usi.features.campaigns.tests import factories
from usi.features.campaigns.tests.factories import ADDRESS
from usi.spine.publications import actions as publications

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


def test_an_address_gets_five_mails_for_a_campaign_and_then_silence(monkeypatch, outbox, react):
    made, now = factories.campaign(days=10), time.now()
    for minutes in range(0, 12 * 20, 20):
        monkeypatch.setattr(time, "now", lambda minutes=minutes: now + timedelta(minutes=minutes))
        for _ in range(3):
            factories.sign(made, address=ADDRESS)
            react()
    assert len(outbox()) == 5
    factories.sign(factories.campaign(days=10), address=ADDRESS)
    react()
    assert len(outbox()) == 6


def test_whoever_signs_again_after_confirming_is_told_once_that_it_counts(outbox, react):
    made = factories.campaign(days=10)
    row = factories.sign(made, address=ADDRESS)
    react()
    factories.confirm(row)
    for _ in range(5):
        factories.sign(made, address=ADDRESS)
        react()
    assert [mail["Subject"].startswith("You have already signed") for mail in outbox()] == [False, True]


def test_whoever_does_not_confirm_is_reminded_once(monkeypatch, outbox, react):
    made, now = factories.campaign(days=20), time.now()
    factories.sign(made, address=ADDRESS)
    factories.confirm(factories.sign(made))
    react()
    assert actions.remind() == 0
    for days in (3, 4, 5, 9):
        monkeypatch.setattr(time, "now", lambda days=days: now + timedelta(days=days, minutes=1))
        actions.remind()
        react()
    subjects = [mail["Subject"] for mail in outbox() if mail["To"] == ADDRESS]
    assert [subject.startswith("Your name does not count yet") for subject in subjects] == [False, True]


def test_mails_speak_the_language_of_the_page_and_carry_nothing_that_was_typed(outbox, react):
    made = factories.campaign(title="Take them back")
    publications.translate(made, language="ar", title="أعيدوهم إلى العمل")
    factories.sign(made, address="a@example.org", name="Buy at casino example", language="ar")
    react()
    (mail,) = outbox()
    text, html = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert "أعيدوهم إلى العمل" in mail["Subject"]
    assert "/ar/campaigns/confirm/" in text
    assert "/ar/campaigns/withdraw/" in text
    assert 'dir="rtl"' in html
    assert "/ar/campaigns/confirm/" in html
    assert "casino" not in text + html + mail["Subject"]


def test_a_title_cannot_break_out_of_mail_headers_or_html(outbox, react):
    made = factories.campaign(title="A & B <b>\r\nBcc: x@example.org")
    factories.sign(made)
    react()
    (mail,) = outbox()
    assert mail["Bcc"] is None
    assert "A & B <b>" in mail.get_body(("plain",)).get_content()
    assert "A &amp; B &lt;b&gt;" in mail.get_body(("html",)).get_content()
