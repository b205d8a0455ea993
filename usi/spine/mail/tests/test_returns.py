import os
import subprocess
import sys

import pytest

from usi.base import ids
from usi.config import env
from usi.spine.mail import actions, envelopes, reports, returns
from usi.spine.mail.models import Mail
from usi.spine.mail.tests import bounces, servers

pytestmark = pytest.mark.django_db
BACK = "bounces@unions.example"


@pytest.fixture(autouse=True)
def _back(settings):
    settings.MAIL_BOUNCES = BACK


@pytest.fixture
def told(monkeypatch):
    found = []
    monkeypatch.setattr(returns, "_listeners", {"test.": lambda mail: found.append((mail.key, mail.state, mail.refused))})
    return found


def gone_out(settings, key="test.a"):
    """Return a mail that a server has taken, and the sender on its envelope."""
    mail = actions.queue(key=key, to="target0@gov.example", subject="s", body="b")
    with servers.running(settings) as server:
        actions.deliver_due()
    mail.refresh_from_db()
    assert mail.state == "sent"
    return mail, server.senders[-1]


def test_the_envelope_names_the_mail_and_only_we_can_write_it(settings):
    mail, sender = gone_out(settings)
    assert sender.startswith("bounces+")
    assert sender.endswith("@unions.example")
    assert len(sender.partition("@")[0]) <= 64
    assert "gov" not in sender
    for header in (sender, f"<{sender.upper()}>", f"X <{sender}>", f'"a@b" <x@y>, {sender}'):
        assert envelopes.number_in(header) == mail.pk
    token = sender[len("bounces+") :].partition("@")[0]
    for place in range(len(token) - 1):
        other = "a" if token[place] != "a" else "b"
        assert envelopes.number_in(sender.replace(token, token[:place] + other + token[place + 1 :])) is None
    for wrong in ("", "bounces@unions.example", "bounces+@unions.example", sender.replace("unions", "onions"), f"x{sender}", sender.replace(token, token[:-1])):
        assert envelopes.number_in(wrong) is None


def test_without_the_setting_mails_go_out_as_before(settings):
    settings.MAIL_BOUNCES = ""
    _, sender = gone_out(settings)
    assert sender == "usi@localhost"


@pytest.mark.parametrize("form", [bounces.POSTFIX, bounces.EXCHANGE])
def test_a_mail_that_comes_back_counts_as_given_up_and_whoever_asked_is_told_once(settings, monkeypatch, told, form):
    mail, sender = gone_out(settings)
    code, said = bounces.hand_over(monkeypatch, bounces.message(form, to=sender))
    assert (code, said) == (0, f"Mail {mail.pk}: bounced, 5.1.1.")
    mail.refresh_from_db()
    assert (mail.state, mail.refused) == ("failed", True)
    assert mail.answer.startswith("5.1.1")
    assert "target0" not in mail.answer
    code, said = bounces.hand_over(monkeypatch, bounces.message(form, to=sender))
    assert code == 0
    assert "nothing changes" in said
    assert told == [("test.a", "failed", True)]


@pytest.mark.parametrize(("action", "status", "state", "refused"), [
    ("failed", "5.1.1", "failed", True), ("failed", "5.1.10", "failed", True), ("FAILED", "5.2.1 (disabled)", "failed", True),
    ("failed", "5.2.2", "failed", False), ("failed", "5.7.1", "failed", False), ("failed", "4.4.7", "failed", False), ("failed", "nonsense", "failed", False),
    ("failed", "5.1.12", "failed", False), ("delayed", "4.4.1", "delayed", False), ("", "5.1.2", "failed", True), ("", "4.2.2", "delayed", False),
])  # fmt: skip
def test_what_is_reported_is_final_or_not_and_the_address_bad_or_not(settings, monkeypatch, told, action, status, state, refused):
    mail, sender = gone_out(settings)
    code, _ = bounces.hand_over(monkeypatch, bounces.message(bounces.POSTFIX, to=sender, action=action, status=status))
    mail.refresh_from_db()
    assert (code, mail.state, mail.refused) == (0, state, refused)
    assert told == [("test.a", state, refused)]


def test_a_delay_is_followed_by_the_end_and_never_the_other_way_round(settings, monkeypatch, told):
    mail, sender = gone_out(settings)
    for action, status, said, state in (
        ("delayed", "4.4.1", "delayed, 4.4.1", "delayed"), ("delayed", "4.4.1", "nothing changes", "delayed"),
        ("failed", "4.4.7", "bounced, 4.4.7", "failed"), ("delayed", "4.4.1", "nothing changes", "failed"),
    ):  # fmt: skip
        assert said in bounces.hand_over(monkeypatch, bounces.message(bounces.POSTFIX, to=sender, action=action, status=status))[1]
        mail.refresh_from_db()
        assert mail.state == state
    assert [state for _key, state, _refused in told] == ["delayed", "failed"]


def test_whoever_asked_is_told_of_a_refusal_in_the_conversation_too(settings, told):
    actions.queue(key="test.a", to="target0@gov.example", subject="s", body="b")
    actions.queue(key="other", to="target0@gov.example", subject="s", body="b")
    with servers.running(settings, rcpt="550 5.1.1 no such user"):
        actions.deliver_due()
    assert told == [("test.a", "failed", True)]


def unchanged(monkeypatch, content, mail, code=65):
    found, said = bounces.hand_over(monkeypatch, content)
    assert found == code, said
    assert said.startswith("Nothing changes: ")
    assert len(said.splitlines()) == 1
    assert "target0" not in said
    assert "@" not in said
    mail.refresh_from_db()
    assert mail.state == "sent"


@pytest.mark.parametrize("form", [bounces.OUT_OF_OFFICE, bounces.READ_RECEIPT])
def test_an_answer_of_a_machine_is_no_bounce(settings, monkeypatch, told, form):
    mail, sender = gone_out(settings)
    unchanged(monkeypatch, bounces.message(form, to=sender), mail)
    assert told == []


@pytest.mark.parametrize(("action", "status"), [("delivered", "2.0.0"), ("relayed", "5.1.1"), ("expanded", "2.1.5"), ("", "2.0.0"), ("", ""), ("x" * 99, "no")])
def test_good_news_is_no_bounce(settings, monkeypatch, action, status):
    mail, sender = gone_out(settings)
    unchanged(monkeypatch, bounces.message(bounces.POSTFIX, to=sender, action=action, status=status), mail)


def test_a_report_on_no_mail_of_ours_changes_nothing(settings, monkeypatch):
    mail, sender = gone_out(settings)
    token = sender[len("bounces+") :].partition("@")[0]
    for to in ("usi@localhost", BACK, sender.replace(token, "a" * 29), sender.replace(token, token[:-3] + "aaa"), f"bounces+{mail.pk}@unions.example"):
        unchanged(monkeypatch, bounces.message(bounces.POSTFIX, to=to), mail)
    # A token that stands in the letter that was sent back, or in the report, but to which the report did not go.
    forged = bounces.message(bounces.POSTFIX, to=BACK).replace(b"Dear Minister", sender.encode())
    unchanged(monkeypatch, forged, mail)


def test_a_mail_that_is_not_here_any_more_is_no_fault(settings, monkeypatch):
    code, said = bounces.hand_over(monkeypatch, bounces.message(bounces.POSTFIX, to=envelopes.sender(ids.new())))
    assert code == 0
    assert "nothing changes" in said


NESTED = b"Content-Type: multipart/report; boundary=b\r\n\r\n" + b"--b\r\nContent-Type: message/rfc822\r\n\r\n" * 5000


@pytest.mark.parametrize("junk", [
    b"", b"\n", bytes(range(256)) * 100, os.urandom(5000), b"\xff\xfe" * 2000, b"To: \xff\xfe" + b"\x00" * 500, b"To: " + b"bounces+" * 60_000, NESTED,
    b"To: =?utf-8?q?=00?=\r\nContent-Type: multipart/report\r\n\r\nx", b"Content-Type: multipart/report; boundary=\r\n\r\n--\r\n",
])  # fmt: skip
@pytest.mark.parametrize("addressed", [True, False])
def test_junk_changes_nothing_and_says_so_in_one_line(settings, monkeypatch, junk, addressed):
    mail, sender = gone_out(settings)
    unchanged(monkeypatch, (b"To: " + sender.encode() + b"\r\n" if addressed else b"") + junk, mail)


def test_a_report_that_says_nothing_that_can_be_read_changes_nothing(settings, monkeypatch):
    mail, sender = gone_out(settings)
    whole = bounces.message(bounces.POSTFIX, to=sender)
    for broken in (
        whole.replace(b"message/delivery-status", b"application/octet-stream"), whole.replace(b"multipart/report", b"multipart/mixed"),
        whole.partition(b"Reporting-MTA")[0], whole.replace(b"Action: failed", b"\xff\x00: \xff").replace(b"Status: 5.1.1", b"Status: \xff"),
    ):  # fmt: skip
        unchanged(monkeypatch, broken, mail)


def test_a_message_that_is_too_large_changes_nothing(settings, monkeypatch):
    mail, sender = gone_out(settings)
    whole = bounces.message(bounces.POSTFIX, to=sender)
    unchanged(monkeypatch, whole + b"x" * reports.MOST_BYTES, mail)


def test_what_servers_say_is_kept_in_one_short_line_without_addresses(settings, monkeypatch):
    mail, sender = gone_out(settings)
    said = "550 <b>5.1.1</b> rosa@example.org \x1b[31m" + "x" * 5000
    bounces.hand_over(monkeypatch, bounces.message(bounces.POSTFIX, to=sender, said=said))
    mail.refresh_from_db()
    assert mail.answer.startswith("5.1.1 550 <b>5.1.1</b> …")
    assert len(mail.answer) == 200
    assert "\x1b" not in mail.answer


def test_without_the_setting_the_mail_server_is_asked_to_keep_the_message(settings, monkeypatch):
    mail, sender = gone_out(settings)
    settings.MAIL_BOUNCES = ""
    code, said = bounces.hand_over(monkeypatch, bounces.message(bounces.POSTFIX, to=sender))
    assert code == 75
    assert "USI_MAIL_BOUNCES is not set" in said


@pytest.mark.parametrize("value", ["bounces", "a+b@unions.example", "@unions.example", f"{'x' * 31}@unions.example", "a@b c", "Ü@unions.example", "a@b\nc"])
def test_an_address_to_which_no_token_can_be_added_is_refused(value):
    with pytest.raises(env.SettingError, match="USI_MAIL_BOUNCES"):
        env.address("USI_MAIL_BOUNCES", {"USI_MAIL_BOUNCES": value})
    assert env.address("USI_MAIL_BOUNCES", {}) == ""
    assert env.address("USI_MAIL_BOUNCES", {"USI_MAIL_BOUNCES": BACK}) == BACK


def test_a_mail_that_came_back_before_it_was_noted_as_sent_stays_given_up(settings, monkeypatch):
    mail = actions.queue(key="test.a", to="target0@gov.example", subject="s", body="b")
    sender = envelopes.sender(mail.pk)
    mark = actions._mark_sent

    def late(numbers):
        bounces.hand_over(monkeypatch, bounces.message(bounces.POSTFIX, to=sender))
        mark(numbers)

    monkeypatch.setattr(actions, "_mark_sent", late)
    with servers.running(settings):
        actions.deliver_due()
    assert Mail.objects.get().state == "failed"


@pytest.mark.slow
def test_a_hundred_megabytes_through_a_pipe_are_read_to_the_end_in_little_memory(tmp_path):
    # What rusage calls the largest is inherited from whoever started the process.
    largest = "next(line for line in open('/proc/self/status') if line.startswith('VmHWM')).split()[1]"
    code = f"from usi.config.console import main\ntry: main()\nfinally: print({largest})"
    environment = os.environ | {"USI_DATA": str(tmp_path), "USI_DEMO": "on", "USI_MAIL_BOUNCES": BACK}
    command = [sys.executable, "-c", f"import sys; sys.argv = ['usi', 'mail', 'bounce']\n{code}"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)
    for _ in range(100):
        process.stdin.write(b"x" * 1_000_000)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 65
    assert err.decode().splitlines() == ["CommandError: Nothing changes: the message is larger than 1000 KB."]
    assert int(out.split()[-1]) < 200 * 1024
