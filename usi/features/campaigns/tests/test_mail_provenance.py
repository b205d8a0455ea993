"""A mail that shows a campaign in a translation says where the words come from; one that shows the original says nothing of the kind."""

import pytest
from django.utils import translation

from usi.features.campaigns import actions, calendars, change_mails, digest_mails, letter_mails, notes, sealing, update_mails
from usi.features.campaigns.mails import Letters
from usi.features.campaigns.models import Subscription, Target, Update
from usi.features.campaigns.tests import factories, helpers, letter_factories
from usi.spine.publications import actions as publications

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    made = helpers.campaign(language="el", title="Πάρτε τους πίσω")
    letter_factories.target(made)
    actions.save_model_letter(made, by=made.author, language="el", subject="Θέμα", body="Κύριε Υπουργέ")
    publications.translate(made, language="en", title="Take them back", summary="x", state="machine")
    return made


def signature(made, language):
    return Letters().write(factories.sign(made, language=language))


def pledge(made, language):
    return notes.pledge(helpers.pledge(made, helpers.action(made), language=language))


def message(made, language):
    row = helpers.write(made)
    row.language = language
    return notes.message(row)


def letter(made, language):
    row = letter_factories.write(made, list(Target.objects.filter(campaign_id=made.pk)))
    row.language = language
    return letter_mails.to_writer(row)


def moved(made, language):
    action = helpers.action(made)
    return change_mails.moved(action, helpers.pledge(made, action, language=language), occasion=1)


def digest(made, language):
    return digest_mails.to_target(letter_factories.target(made, language=language), made, turn=1)


@pytest.mark.parametrize("mail", [signature, pledge, message, letter, moved, digest])
def test_a_mail_about_a_campaign_says_where_its_words_come_from(made, mail):
    read, original = mail(made, "en"), mail(made, "el")
    for text in (read.body, read.html):
        assert "Take them back" in text
        assert text.count("A machine translated this from Greek; nobody has checked it.") == 1
    for text in (original.body, original.html):
        assert "Πάρτε τους πίσω" in text
        assert "μηχαν" not in text


def test_a_calendar_says_it_too(made):
    action = helpers.action(made)
    with translation.override("en"):
        assert b"A machine translated this" in calendars.of(action, made, language="en").replace(b"\r\n ", b"")
    with translation.override("el"):
        assert "μηχαν".encode() not in calendars.of(action, made, language="el").replace(b"\r\n ", b"")


def test_what_an_action_is_called_is_said_in_the_language_of_the_mail_and_the_calendar(made):
    action = helpers.action(made, title="Περιφρούρηση", description="Στην πύλη")
    said = {f"actions.{action.pk}.title": "Picket", f"actions.{action.pk}.description": "At the gate"}
    publications.translate(made, language="en", title="Take them back", summary="x", pieces=said, state="checked")
    mail = change_mails.moved(action, helpers.pledge(made, action, language="en"), occasion=1)
    for text in (mail.subject, mail.body, mail.html):
        assert "Picket" in text
        assert "Περιφρούρηση" not in text
    with translation.override("en"):
        event = calendars.of(action, made, language="en").replace(b"\r\n ", b"")
    assert b"SUMMARY;LANGUAGE=en:Picket" in event
    assert b"At the gate" in event
    assert "Περιφρούρηση" in change_mails.moved(action, helpers.pledge(made, action, language="el"), occasion=2).subject


def test_why_news_is_urgent_is_said_in_the_language_of_the_mail(made):
    words = actions.Words(title="Νέα", summary="", body="Κείμενο", language="el", urgent_reason="Σήμερα κρίνεται")
    update = actions.write_update(made, by=made.author, words=words)
    publications.translate(update, language="en", title="News", body="Text", pieces={"urgent": "It is decided today"}, state="checked")
    row = Subscription(organisation=made.author, address=sealing.seal("a@example.org"), token_key=b"x" * 32, language="en")
    mail = update_mails.Letters(Update.objects.get(pk=update.pk)).write(row)
    assert "It is decided today" in mail.body
    assert "Σήμερα" not in mail.html
