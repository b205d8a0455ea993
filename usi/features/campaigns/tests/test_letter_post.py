import email
from datetime import UTC, datetime
from email import policy

import pytest

from usi.features.campaigns import actions, queries
from usi.features.campaigns.models import Target, TargetLetter
from usi.features.campaigns.tests import letter_factories as letters
from usi.spine.journal.models import Entry
from usi.spine.mail import actions as mail
from usi.spine.mail.tests import servers
from usi.spine.publications import actions as publications

pytestmark = pytest.mark.django_db


@pytest.fixture
def smtp(settings):
    with servers.running(settings) as server:
        yield server


def work():
    """Do what the worker does of letters, until nothing is due."""
    while any([actions.post_letters(), mail.deliver_due(), actions.settle_letters()]):
        pass


def states(found):
    return sorted(TargetLetter.objects.filter(target=found).values_list("state", flat=True))


def parsed(server):
    return [email.message_from_bytes(content, policy=policy.default) for _, content in server.messages]


def test_a_letter_is_accepted_and_is_answered_to_its_writer(smtp, clock):
    made, (one,) = letters.campaign()
    letters.sent(made, [one], address="rosa@example.org", subject="Πίσω στη δουλειά", body="Κύριε υπουργέ")
    work()
    assert states(one) == ["accepted"]
    (message,) = parsed(smtp)
    assert smtp.messages[0][0] == ["target0@gov.example"]
    assert message["Reply-To"] == "Rosa Maria <rosa@example.org>"
    assert "rosa" not in message["From"]
    assert message["Subject"] == "Πίσω στη δουλειά"
    text = message.get_body(("plain",)).get_content()
    for piece in ("Κύριε υπουργέ", "Rosa Maria", "Dockers' Union", "Italy", f"/campaigns/{made.pk}/"):
        assert piece in text
    assert Target.objects.get().state == "mail"


def test_a_letter_put_off_is_tried_again_and_accepted_at_last(smtp, clock):
    made, (one,) = letters.campaign()
    letters.sent(made, [one])
    smtp.rcpt = "451 greylisted, target0@gov.example come back"
    work()
    assert states(one) == ["deferred"]
    one.refresh_from_db()
    assert one.answer.startswith("451")
    assert "target0" not in one.answer
    smtp.rcpt = "250 OK"
    clock.forward(minutes=5)
    work()
    assert states(one) == ["accepted"]
    assert len(smtp.messages) == 1


def test_a_refused_address_turns_the_target_to_paper_at_once_and_loses_nothing(smtp, clock):
    made, (one,) = letters.campaign(post={"hourly": 2})
    for _ in range(4):
        letters.sent(made, [one])
    smtp.rcpt = "550 no such user"
    work()
    one.refresh_from_db()
    assert one.state == "paper"
    assert states(one) == ["printed"] * 4
    (row,) = queries.numbers(made.pk)
    assert (row.written, row.printed, row.bounced, row.accepted) == (4, 4, 2, 0)
    assert Entry.objects.filter(verb="campaign.target_refuses_mail").count() == 1
    letters.sent(made, [one])
    assert states(one) == ["printed"] * 5
    clock.forward(hours=3)
    work()
    assert smtp.messages == []


def test_one_refused_letter_goes_on_paper_and_the_next_by_mail(smtp, clock):
    made, (one,) = letters.campaign(post={"hourly": 1})
    for _ in range(2):
        letters.sent(made, [one])
    smtp.data = "554 looks like spam"
    work()
    smtp.data = "250 OK"
    clock.forward(hours=1)
    work()
    one.refresh_from_db()
    assert (one.state, one.bounces, states(one)) == ("mail", 0, ["accepted", "printed"])


def test_three_refused_on_end_turn_the_target_to_paper(smtp, clock):
    made, (one,) = letters.campaign(post={"hourly": 1})
    for _ in range(5):
        letters.sent(made, [one])
    smtp.data = "554 no"
    for _ in range(5):
        work()
        clock.forward(hours=1)
    one.refresh_from_db()
    assert (one.state, one.bounces) == ("paper", 3)
    assert states(one) == ["printed"] * 5


def test_a_corrected_address_gets_all_that_was_not_handed_over(smtp, clock):
    made, (one,) = letters.campaign()
    for _ in range(3):
        letters.sent(made, [one])
    smtp.rcpt = "550 no such user"
    work()
    assert actions.make_batch(one, by=made.author) == 3
    smtp.rcpt = "250 OK"
    letters.sent(made, [one])
    actions.correct_address(one, by=made.author, address="right@gov.example", note="There was a slip in it")
    clock.forward(hours=1)
    work()
    assert states(one) == ["accepted"] * 4
    assert {to[0] for to, _ in smtp.messages} == {"right@gov.example"}
    assert len({message["Message-ID"] for message in parsed(smtp)}) == 4


def test_a_mail_server_of_the_node_that_is_away_is_no_answer_of_the_target(settings, clock):
    settings.MAIL_URL = "smtp://127.0.0.1:9?tls=none"
    made, (one,) = letters.campaign()
    letters.sent(made, [one])
    for _ in range(40):
        work()
        clock.forward(hours=2)
    one.refresh_from_db()
    assert (one.state, one.bounces) == ("mail", 0)
    assert states(one)[0] in {"queued", "handed", "deferred"}
    with servers.running(settings) as server:
        for _ in range(10):
            clock.forward(hours=12)
            work()
        assert len(server.messages) == 1
    assert states(one) == ["accepted"]


def test_letters_go_out_only_while_their_target_works(smtp, clock):
    clock.now = datetime(2026, 11, 27, 15, 30, tzinfo=UTC)  # Friday, half past five in Athens
    made, (one,) = letters.campaign(post={"opens": 9, "shuts": 17})
    letters.sent(made, [one])
    work()
    assert states(one) == ["queued"]
    clock.now = datetime(2026, 11, 30, 6, 59, tzinfo=UTC)
    work()
    assert states(one) == ["queued"]
    clock.now = datetime(2026, 11, 30, 7, 0, tzinfo=UTC)
    work()
    assert states(one) == ["accepted"]


def test_in_batches_no_more_than_the_cap_goes_out_in_any_hour(smtp, clock):
    made, (one,) = letters.campaign(post={"hourly": 3})
    for _ in range(7):
        letters.sent(made, [one])
    for minutes, gone in ((0, 3), (59, 3), (1, 6), (30, 6), (30, 7)):
        clock.forward(minutes=minutes)
        work()
        assert len(smtp.messages) == gone


def test_one_by_one_letters_are_spread_over_the_hour(smtp, clock):
    made, (one,) = letters.campaign(post={"hourly": 3, "pace": "each"})
    for _ in range(4):
        letters.sent(made, [one])
    for minutes, gone in ((0, 1), (19, 1), (1, 2), (20, 3), (20, 4)):
        clock.forward(minutes=minutes)
        work()
        assert len(smtp.messages) == gone


def test_a_changed_pace_does_not_undo_the_cap(smtp, clock):
    made, (one,) = letters.campaign(post={"hourly": 2})
    for _ in range(4):
        letters.sent(made, [one])
    work()
    actions.change_target(one, by=made.author, who=letters.who(), post=actions.Post(hourly=2, pace="each", opens=0, shuts=24))
    clock.forward(minutes=30)
    work()
    assert len(smtp.messages) == 2


@pytest.mark.parametrize("state", ["hidden", "withdrawn", "ended"])
def test_letters_of_a_campaign_that_is_gone_or_over_stay(smtp, clock, state):
    made, (one,) = letters.campaign()
    letters.sent(made, [one])
    if state == "hidden":
        publications.moderate(made, to="hidden", by=None)
    elif state == "withdrawn":
        publications.move(made, to="withdrawn", by=None, reason="because")
    else:
        from usi.features.campaigns.models import Campaign

        Campaign.objects.filter(pk=made.pk).update(outcome="won", outcome_on=clock.now.date(), ended_at=clock.now, heard="yes")
    work()
    assert (states(one), smtp.messages) == (["queued"], [])


@pytest.mark.parametrize("name", [
    "Rosa\r\nBcc: victim@example.com", 'Rosa" <victim@example.com>, "x', "Rosa <victim@example.com>", "Rosa\x00Maria", "Rosa, Maria; x:",
    "=?utf-8?q?x=0d=0aBcc=3a_victim?=", "روزا ماريا", "罗莎", "x" * 120, "Rosa\u2028Bcc: v@example.com",
])  # fmt: skip
@pytest.mark.parametrize("subject", ["Take them back\r\nBcc: victim@example.com\r\n\r\nText", "=?utf-8?b?eA0KQmNjOiB2?=", "ש" * 150])
def test_no_header_can_be_slipped_in(smtp, clock, name, subject):
    made, (one,) = letters.campaign()
    letters.sent(made, [one], name=name, subject=subject, address="rosa@example.org", body="\n.\r\nBcc: victim@example.com\n" + "x" * 4900)
    work()
    ((to, content),) = smtp.messages
    assert to == ["target0@gov.example"]
    head = content.partition(b"\r\n\r\n")[0]
    assert b"\nbcc" not in head.lower()
    message = email.message_from_bytes(content, policy=policy.default)
    assert message["Bcc"] is None
    assert [address.addr_spec for address in message["Reply-To"].addresses] == ["rosa@example.org"]
    assert [key.lower() for key in message].count("subject") == 1


@pytest.mark.parametrize(("address", "answered"), [
    ("rosa+union@example.org", "rosa+union@example.org"),
    ('"rosa maria"@example.org', '"rosa maria"@example.org'),
    ("rosa@bücher.example", "rosa@xn--bcher-kva.example"),
    ("rosa.m@παράδειγμα.gr", "rosa.m@xn--hxajbheg2az3al.gr"),
])  # fmt: skip
def test_answers_reach_every_kind_of_address(smtp, clock, address, answered):
    made, (one,) = letters.campaign(post={"address": "minister@bücher.example"})
    letters.sent(made, [one], address=address)
    work()
    ((to, _content),) = smtp.messages
    assert to == ["minister@xn--bcher-kva.example"]
    assert [found.addr_spec for found in parsed(smtp)[0]["Reply-To"].addresses] == [answered]


def test_the_pulse_asks_little_while_nothing_is_due(django_assert_max_num_queries):
    made, (one,) = letters.campaign()
    with django_assert_max_num_queries(1):
        actions.post_letters()
    with django_assert_max_num_queries(3):
        actions.settle_letters()
