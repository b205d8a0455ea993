"""Letters, counts and updates whose mails come back after a server has taken them."""

import email
from datetime import timedelta
from email import policy

import pytest

from usi.features.campaigns import actions, queries
from usi.features.campaigns.models import Digest, Signature, Subscription, Target, TargetLetter
from usi.features.campaigns.tests import factories, news_helpers
from usi.features.campaigns.tests import letter_factories as letters
from usi.features.campaigns.tests.helpers import officer
from usi.spine.journal.models import Entry
from usi.spine.mail import actions as mail
from usi.spine.mail.tests import bounces, servers

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


@pytest.fixture
def smtp(settings):
    settings.MAIL_BOUNCES = "bounces@unions.example"
    with servers.running(settings) as server:
        yield server


@pytest.fixture
def back(monkeypatch):
    """Let a mail come back that went out under this sender, and the worker look at it."""

    def come(sender, form=bounces.POSTFIX, **said):
        code, line = bounces.hand_over(monkeypatch, bounces.message(form, to=sender, **said))
        assert code == 0, line
        work()

    return come


def work():
    """Do what the worker does of letters, until nothing is due."""
    while any([actions.post_letters(), mail.deliver_due(), actions.settle_letters()]):
        pass


def states(found):
    return sorted(TargetLetter.objects.filter(target=found).values_list("state", flat=True))


def sent(count, **post):
    """Return an open campaign, its target and so many letters that its mail server has taken."""
    made, (one,) = letters.campaign(post={"hourly": 100} | post)
    for _ in range(count):
        letters.sent(made, [one])
    work()
    assert states(one) == ["accepted"] * count
    return made, one


@pytest.mark.parametrize("form", [bounces.POSTFIX, bounces.EXCHANGE])
def test_a_letter_that_comes_back_from_a_bad_address_goes_on_paper_and_all_others_with_it(smtp, clock, back, form, client, signed_in):
    made, one = sent(1, hourly=1)
    letters.sent(made, [one])
    back(smtp.senders[0], form)
    one.refresh_from_db()
    assert (one.state, states(one)) == ("paper", ["printed", "printed"])
    assert one.answer.startswith("5.1.1")
    assert "target0" not in one.answer
    (row,) = queries.numbers(made.pk)
    assert (row.accepted, row.bounced, row.printed) == (0, 1, 2)
    assert Entry.objects.get(verb="campaign.target_refuses_mail").data == {"target": one.pk, "letters": 1}
    letters.sent(made, [one])
    assert states(one) == ["printed"] * 3
    signed_in(officer(made))
    page = factories.html(client.get(factories.url("letters", made.pk)))
    assert '<dt>Refused by the mail server</dt><dd class="num">1</dd>' in page
    assert "On paper" in page


def test_one_letter_that_comes_back_goes_on_paper_alone_and_three_on_end_turn_the_target(smtp, clock, back):
    made, one = sent(3)
    back(smtp.senders[0], status="5.7.1", said="550 5.7.1 looks like spam")
    one.refresh_from_db()
    assert (one.state, states(one)) == ("mail", ["accepted", "accepted", "printed"])
    for sender in smtp.senders[1:]:
        back(sender, status="5.7.1", said="550 5.7.1 looks like spam")
    one.refresh_from_db()
    assert (one.state, one.bounces, states(one)) == ("paper", 3, ["printed"] * 3)
    assert actions.make_batch(one, by=made.author) == 3


def test_letters_that_come_back_between_others_that_arrive_do_not_turn_the_target(smtp, clock, back):
    made, one = sent(7)
    for sender in smtp.senders[:6:2]:
        back(sender, status="5.2.2", said="552 mailbox full")
    one.refresh_from_db()
    assert (one.state, states(one)) == ("mail", ["accepted"] * 4 + ["printed"] * 3)


def test_a_letter_reported_as_delayed_is_put_off_until_more_is_known(smtp, clock, back):
    made, one = sent(2)
    for sender in smtp.senders:
        back(sender, action="delayed", status="4.4.1", said="421 connection timed out")
    one.refresh_from_db()
    assert (one.state, states(one)) == ("mail", ["deferred", "deferred"])
    assert one.answer.startswith("4.4.1")
    (row,) = queries.numbers(made.pk)
    assert (row.deferred, row.bounced) == (2, 0)
    clock.forward(days=4)
    back(smtp.senders[0], action="failed", status="4.4.7", said="421 given up")
    assert states(one) == ["deferred", "printed"]
    # Of the other nobody says more: mail servers give up within five days and say so.
    clock.forward(days=4)
    work()
    assert states(one) == ["accepted", "printed"]
    assert len(smtp.messages) == 2


def test_a_report_that_comes_before_the_letter_is_settled_counts_as_well(smtp, clock, monkeypatch):
    made, (one,) = letters.campaign()
    letters.sent(made, [one])
    actions.post_letters()
    mail.deliver_due()
    bounces.hand_over(monkeypatch, bounces.message(bounces.POSTFIX, to=smtp.senders[0], action="delayed", status="4.4.1"))
    work()
    assert states(one) == ["deferred"]


def test_what_comes_back_from_an_address_corrected_since_goes_to_the_right_one(smtp, clock, back):
    made, one = sent(2)
    clock.forward(hours=2)
    actions.correct_address(one, by=made.author, address="right@gov.example", note="There was a slip in it")
    clock.forward(hours=2)
    back(smtp.senders[0])
    one.refresh_from_db()
    assert (one.state, one.bounces, states(one)) == ("mail", 0, ["accepted", "accepted"])
    assert [to for to, _ in smtp.messages][2:] == [["right@gov.example"]]
    back(smtp.senders[2])
    one.refresh_from_db()
    assert (one.state, states(one)) == ("paper", ["accepted", "printed"])


def test_a_letter_delivered_on_paper_or_erased_stays_so(smtp, clock, back):
    made, one = sent(1)
    factories.close(made, days=-62)
    actions.erase()
    back(smtp.senders[0])
    assert states(one) in (["unsent"], ["printed"])
    assert TargetLetter.objects.get().writing_id is None


def test_a_count_that_comes_back_from_a_bad_address_puts_letters_on_paper(smtp, clock, back):
    made, one = sent(1)
    factories.confirm(factories.sign(made))
    actions.set_digest(made, by=made.author, active=True)
    Digest.objects.update(sent_at=clock.now - timedelta(days=8))
    assert actions.send_digests() == 1
    work()
    back(smtp.senders[-1], status="5.2.2")
    assert Target.objects.get().state == "mail"
    Digest.objects.update(sent_at=clock.now - timedelta(days=8))
    factories.confirm(factories.sign(made))
    assert actions.send_digests() == 1
    work()
    back(smtp.senders[-1])
    assert Target.objects.get().state == "paper"


@pytest.mark.parametrize("way", ["report", "conversation"])
def test_news_to_an_address_that_does_not_exist_ends(smtp, back, way):
    made = factories.campaign()
    for name in ("gone", "full"):
        news_helpers.reader(made, address=f"{name}@example.org")
    mail.deliver_due()
    smtp.messages.clear()
    smtp.senders.clear()
    news_helpers.released(made)
    news_helpers.mail_all()
    if way == "conversation":
        smtp.rcpt = "550 5.1.1 no such user"
    mail.deliver_due()
    senders = {email.message_from_bytes(content, policy=policy.default)["To"]: sender for sender, (_to, content) in zip(smtp.senders, smtp.messages, strict=True)}
    if way == "report":
        back(senders["gone@example.org"])
        back(senders["full@example.org"], status="5.2.2")
        assert news_helpers.readers(made) == ["full@example.org"]
    else:
        assert news_helpers.readers(made) == []
    ended = Subscription.objects.exclude(ended_at=None)
    assert {bytes(row.address) for row in ended} == {b""}
    # Nobody's signature is lost by it.
    assert Signature.objects.filter(state="confirmed").count() == 2
    assert Signature.objects.filter(news=True).count() == (1 if way == "report" else 0)


def test_a_server_that_knows_the_node_for_a_spammer_ends_nobodys_news(smtp):
    made = factories.campaign()
    news_helpers.reader(made)
    news_helpers.released(made)
    news_helpers.mail_all()
    smtp.rcpt = "550 5.7.606 access denied, banned sending IP"
    mail.deliver_due()
    assert len(news_helpers.readers(made)) == 1
