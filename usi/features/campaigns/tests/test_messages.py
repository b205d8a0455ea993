from datetime import timedelta

import pytest

from usi.base import time
from usi.features.campaigns import actions, queries, sealing
from usi.features.campaigns.models import SupportMessage
from usi.features.campaigns.tests import factories, helpers
from usi.spine.journal.models import Entry
from usi.spine.media.images import PictureRefused
from usi.spine.media.models import Picture
from usi.spine.publications import actions as publications

pytestmark = [pytest.mark.django_db, pytest.mark.storage]
ADDRESS = "Rosa.Canary@Example.org"


def decide(made, row, verb, *, node=False, reason="spam"):
    return actions.decide_message(made, number=row.pk, verb=verb, by=made.author, for_node=node, reason=reason)


def states(made, state):
    return [row.text for row in queries.messages(made.pk, states=[state]).items]


def test_the_words_of_a_signature_wait_for_an_officer_once_it_is_confirmed():
    made = factories.campaign()
    row = factories.sign(made, address=ADDRESS, words="Hold on", workplace="Port", language="el")
    assert not SupportMessage.objects.exists()
    factories.confirm(row)
    factories.confirm(row)
    row.refresh_from_db()
    message = SupportMessage.objects.get()
    assert row.words == ""
    assert (message.text, message.text_language, message.name, message.workplace, message.country) == ("Hold on", "el", "Rosa Maria", "Port", "GR")
    assert (message.state, message.signature_id, message.show_name) == ("waiting", row.pk, True)
    assert queries.newest_messages(made.pk) == []
    decide(made, message, "show")
    assert [each.text for each in queries.newest_messages(made.pk)] == ["Hold on"]


def test_a_message_goes_and_follows_with_its_signature():
    made = factories.campaign()
    row = factories.confirm(factories.sign(made, words="Hold on"))
    other = factories.confirm(factories.sign(made, words="Mine stays"))
    secret = sealing.token(row.pk)
    actions.correct(token=secret, name="Rosa M.", country="TN", workplace="Port", show_name=False)
    message = SupportMessage.objects.get(signature=row)
    assert (message.name, message.country, message.show_name) == ("Rosa M.", "TN", False)
    actions.withdraw(token=secret)
    assert [each.signature_id for each in SupportMessage.objects.all()] == [other.pk]


def test_a_message_reaches_the_officers_only_once_confirmed():
    made = helpers.campaign()
    row = helpers.write(made, text="Hold on")
    assert states(made, "waiting") == states(made, "unconfirmed") == []
    assert queries.messages_waiting(made.pk) == 0
    with pytest.raises(actions.NotNow):
        decide(made, row, "show")
    helpers.confirm_message(row)
    helpers.confirm_message(row)
    assert states(made, "waiting") == ["Hold on"]
    assert queries.messages_waiting(made.pk) == 1


def test_every_decision_can_be_reversed_and_is_in_the_journal():
    made = helpers.campaign()
    row = helpers.confirm_message(helpers.write(made))
    for verb, state in (("refuse", "refused"), ("show", "shown"), ("hide", "refused"), ("show", "shown")):
        assert decide(made, row, verb).state == state
        with pytest.raises(actions.NotNow):
            decide(made, row, "refuse" if state != "waiting" else "hide")
    entries = Entry.objects.filter(subject_type="supportmessage").order_by("number")
    assert [(entry.verb, entry.data["reason"]) for entry in entries] == [
        ("campaign.message_refused", "spam"), ("campaign.message_shown", ""),
        ("campaign.message_refused", "spam"), ("campaign.message_shown", ""),
    ]  # fmt: skip
    assert all(entry.by_id == made.author_id for entry in entries)


def test_a_refusal_needs_a_reason_of_those_there_are():
    made = helpers.campaign()
    row = helpers.confirm_message(helpers.write(made))
    for reason in ("", "because"):
        with pytest.raises(ValueError):
            decide(made, row, "refuse", reason=reason)
    row.refresh_from_db()
    assert row.state == "waiting"


def test_what_the_nodes_moderators_hide_only_they_show_again():
    made = helpers.campaign()
    row = helpers.confirm_message(helpers.write(made))
    for verb in ("show", "hide", "refuse"):
        with pytest.raises(actions.NotNow):
            decide(made, row, verb, node=True)
    decide(made, row, "show")
    assert decide(made, row, "hide", node=True).state == "hidden"
    with pytest.raises(actions.NotNow):
        decide(made, row, "show")
    assert decide(made, row, "show", node=True).state == "shown"


def test_messages_of_another_campaign_are_out_of_reach():
    one, other = helpers.campaign(), helpers.campaign()
    row = helpers.confirm_message(helpers.write(other))
    with pytest.raises(actions.NotNow):
        decide(one, row, "show")
    with pytest.raises(actions.NotNow):
        actions.thank(one, number=row.pk, by=one.author, thanks="Thanks", language="en")


def test_thanks_stand_under_what_is_shown_and_nowhere_else():
    made = helpers.campaign()
    row = helpers.confirm_message(helpers.write(made))
    with pytest.raises(actions.NotNow):
        actions.thank(made, number=row.pk, by=made.author, thanks="Thanks", language="en")
    decide(made, row, "show")
    with pytest.raises(ValueError):
        actions.thank(made, number=row.pk, by=made.author, thanks="x" * 301, language="en")
    assert actions.thank(made, number=row.pk, by=made.author, thanks="Ευχαριστούμε", language="el").thanked_at
    assert actions.thank(made, number=row.pk, by=made.author, thanks="", language="el").thanks_language == ""


def test_a_sender_is_told_the_reason_but_not_before_the_officer_could_reverse_it(monkeypatch, outbox, react):
    made, now = helpers.campaign(title="Take them back"), time.now()
    row = helpers.confirm_message(helpers.write(made, text="Secret words", address=ADDRESS))
    slip = helpers.confirm_message(helpers.write(made))
    react()
    decide(made, row, "refuse", reason="names")
    decide(made, slip, "refuse")
    react()
    assert outbox() == []
    decide(made, slip, "show")
    monkeypatch.setattr(time, "now", lambda: now + timedelta(minutes=11))
    react()
    (mail,) = outbox()
    body = mail.get_body(("plain",)).get_content()
    assert (mail["To"], mail["Subject"]) == (ADDRESS, "Your message is not shown: Take them back")
    assert "names or shows someone who has not agreed" in body
    assert "Secret words" not in body


def test_mails_carry_nothing_that_was_typed(outbox, react):
    made = helpers.campaign()
    helpers.write(made, text="Win at casino", name="casino", workplace="casino", upload=helpers.picture(), alt="casino", language="el")
    react()
    (mail,) = outbox()
    parts = [mail.get_body((kind,)).get_content() for kind in ("plain", "html")]
    assert "/campaigns/support/confirm/" in parts[0]
    assert "casino" not in "".join(parts) + mail["Subject"]


def test_a_button_sends_only_what_its_page_showed():
    made = helpers.campaign()
    row = helpers.write(made, text="one", address=ADDRESS)
    mark = queries.message_mark(row)
    helpers.write(made, text="something nasty", address=ADDRESS)
    with pytest.raises(actions.Changed):
        actions.confirm_message(token=sealing.token(row.pk, "message"), seen=mark)
    assert SupportMessage.objects.get().state == "unconfirmed"


@pytest.mark.parametrize("state", ["draft", "closed", "withdrawn", "hidden", "not asked"])
def test_only_an_open_campaign_that_asks_for_it_takes_messages(state):
    made = helpers.campaign(asks=["sign"] if state == "not asked" else helpers.EVERYTHING, out=state != "draft")
    waiting = None if state in ("draft", "not asked") else helpers.write(made)
    if state == "closed":
        factories.close(made)
    if state == "withdrawn":
        publications.move(made, to="withdrawn", by=None, reason="because")
    if state == "hidden":
        publications.moderate(made, to="hidden", by=None)
    with pytest.raises(actions.Closed):
        helpers.write(made, upload=helpers.picture(), alt="A red field")
    if waiting:
        with pytest.raises(actions.Closed):
            helpers.confirm_message(waiting)
        assert actions.withdraw_message(token=sealing.token(waiting.pk, "message")).state == "withdrawn"
    assert not Picture.objects.exists()


@pytest.mark.parametrize("change", [
    {"text": ""}, {"text": "\u2060 \u202e"}, {"text": "x" * 501}, {"name": ""}, {"country": "XX"}, {"address": "no address"},
])
def test_what_makes_no_sense_is_refused_and_leaves_no_picture(change):
    made = helpers.campaign()
    with pytest.raises(ValueError):
        helpers.write(made, upload=helpers.picture(), alt="A red field", **change)
    assert not SupportMessage.objects.exists()
    assert not Picture.objects.exists()


def test_a_picture_without_words_for_it_is_refused():
    made = helpers.campaign()
    with pytest.raises(PictureRefused):
        helpers.write(made, upload=helpers.picture())
    assert not SupportMessage.objects.exists()


@pytest.mark.parametrize("token", ["x", "", "a" * 5000, "\x00"])
def test_guessed_links_open_nothing(token):
    row = helpers.write(helpers.campaign())
    for guess in (token, sealing.token(row.pk), sealing.token(row.pk, "pledge")):
        with pytest.raises(actions.UnknownLink):
            actions.confirm_message(token=guess, seen="")
        with pytest.raises(actions.UnknownLink):
            actions.withdraw_message(token=guess)
