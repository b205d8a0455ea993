"""Mails to whoever pledged: few, in the language of the page, with nothing in them that was typed."""

from datetime import timedelta

import pytest

from usi.base import time
from usi.features.campaigns import actions
from usi.features.campaigns.models import Signature
from usi.features.campaigns.tests import factories, helpers
from usi.features.campaigns.tests.factories import ADDRESS
from usi.spine.publications import actions as publications

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


def test_whatever_it_is_about_an_address_gets_five_mails_for_a_campaign_and_then_silence(monkeypatch, outbox, react):
    made, now = helpers.campaign(days=10), time.now()
    picket = helpers.action(made)
    for minutes in range(0, 12 * 20, 20):
        monkeypatch.setattr(time, "now", lambda minutes=minutes: now + timedelta(minutes=minutes))
        helpers.pledge(made, picket, address=ADDRESS)
        helpers.write(made, address=ADDRESS)
        factories.sign(made, address=ADDRESS)
        react()
    assert len(outbox()) == 5
    other = helpers.campaign(days=10)
    helpers.pledge(other, helpers.action(other), address=ADDRESS)
    react()
    assert len(outbox()) == 6


def test_whoever_does_not_confirm_is_reminded_once(monkeypatch, outbox, react):
    made, now = helpers.campaign(days=20), time.now()
    picket = helpers.action(made, days=None)
    helpers.pledge(made, picket, address=ADDRESS)
    helpers.confirm_pledge(helpers.pledge(made, picket))
    react()
    assert actions.remind_links() == 0
    for days in (3, 4, 5, 9):
        monkeypatch.setattr(time, "now", lambda days=days: now + timedelta(days=days, minutes=1))
        actions.remind_links()
        react()
    subjects = [mail["Subject"] for mail in outbox() if mail["To"] == ADDRESS]
    assert [subject.startswith("Your pledge does not count yet") for subject in subjects] == [False, True]


def test_whoever_pledges_again_is_told_that_it_counts(monkeypatch, outbox, react):
    made, now = helpers.campaign(), time.now()
    picket = helpers.action(made)
    helpers.confirm_pledge(helpers.pledge(made, picket, address=ADDRESS))
    react()
    monkeypatch.setattr(time, "now", lambda: now + timedelta(minutes=11))
    helpers.pledge(made, picket, address=ADDRESS)
    react()
    assert [mail["Subject"].split(":")[0] for mail in outbox()] == ["You have already pledged"]


def test_mails_carry_nothing_that_was_typed_and_speak_the_language_of_the_page(outbox, react):
    made = helpers.campaign(title="Take them back")
    publications.translate(made, language="ar", title="أعيدوهم إلى العمل")
    helpers.pledge(made, helpers.action(made), name="Buy at casino example", workplace="casino", language="ar")
    react()
    (mail,) = outbox()
    text, html = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert "أعيدوهم إلى العمل" in mail["Subject"]
    assert "/ar/campaigns/pledge/confirm/" in text
    assert "/ar/campaigns/pledge/withdraw/" in html
    assert 'dir="rtl"' in html
    assert "casino" not in text + html + mail["Subject"]


def test_a_signature_is_not_held_up_by_what_pledges_have_nothing_to_do_with(outbox, react):
    made = helpers.campaign()
    for number in range(3):
        factories.sign(made, address=f"{number}@example.org")
    react()
    assert len(outbox()) == 3
    assert set(Signature.objects.values_list("letters", flat=True)) == {1}
