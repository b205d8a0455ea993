import socket

import pytest
from aiosmtpd.controller import Controller

from usi.spine.mail import actions
from usi.spine.mail.models import Mail
from usi.spine.mail.tests import servers

pytestmark = pytest.mark.django_db


class Server:
    def __init__(self, answer="250 OK"):
        self.answer, self.messages = answer, []

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.answer.startswith("5"):
            return self.answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.messages.append((envelope.rcpt_tos, envelope.content))
        return self.answer


@pytest.fixture
def smtp(settings):
    running = []

    def start(answer="250 OK"):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        handler = Server(answer)
        controller = Controller(handler, hostname="127.0.0.1", port=port)
        controller.start()
        running.append(controller)
        settings.MAIL_URL = f"smtp://127.0.0.1:{port}?tls=none"
        return handler

    yield start
    for controller in running:
        controller.stop()


def test_a_mail_goes_out_through_a_real_server_with_text_and_html(smtp):
    server = smtp()
    actions.queue(key="a", to="maria@example.org", subject="Γεια\nBcc: x", body="Κείμενο", html="<p>Κείμενο</p>")
    assert actions.deliver_due() == 1
    (to, content), = server.messages
    assert to == ["maria@example.org"]
    assert b"text/plain" in content
    assert b"text/html" in content
    assert b"\nBcc:" not in content
    row = Mail.objects.get()
    assert row.state == "sent"
    assert bytes(row.sealed) == b""


def test_the_same_occasion_is_mailed_once(smtp):
    server = smtp()
    for _ in range(3):
        actions.queue(key="once", to="maria@example.org", subject="s", body="b")
    actions.deliver_due()
    actions.deliver_due()
    assert len(server.messages) == 1


def test_a_bounce_is_settled_and_keeps_no_address(smtp):
    smtp("550 no such user maria@example.org")
    actions.queue(key="a", to="maria@example.org", subject="s", body="b")
    actions.deliver_due()
    row = Mail.objects.get()
    assert row.state == "failed"
    assert "maria" not in row.answer
    assert bytes(row.sealed) == b""


def test_a_server_that_is_away_is_tried_again_later(settings):
    settings.MAIL_URL = "smtp://127.0.0.1:9?tls=none"
    actions.queue(key="a", to="maria@example.org", subject="s", body="b")
    actions.deliver_due()
    row = Mail.objects.get()
    assert (row.state, row.attempts) == ("waiting", 1)
    assert b"maria" not in bytes(row.sealed)


@pytest.mark.parametrize("hidden", ["=?utf-8?b?eA0KQmNjOiB2?=", "=?utf-8?q?x=0D=0ABcc:_v?=", "x\r\nBcc: v", "=?utf-8?B?eA0KQmNjOiB2?= =?utf-8?b?eA0KQmNjOiB2?="])
def test_no_header_is_slipped_in_through_an_encoded_word(smtp, hidden):
    server = smtp()
    actions.queue(key="a", to="maria@example.org", subject=hidden, body="b", headers={"X-Note": hidden})
    actions.deliver_due()
    ((to, content),) = server.messages
    assert b"\nbcc" not in content.lower()
    assert to == ["maria@example.org"]


def test_a_node_that_its_mail_server_does_not_let_in_loses_no_mail(settings):
    actions.queue(key="a", to="maria@example.org", subject="s", body="b")
    with servers.running(settings, sender="550 who are you"):
        actions.deliver_due()
    assert Mail.objects.get().state == "waiting"


def test_mail_goes_to_a_domain_in_any_script(smtp):
    server = smtp()
    actions.queue(key="a", to="maria@παράδειγμα.gr", subject="s", body="b")
    actions.deliver_due()
    assert server.messages[0][0] == ["maria@xn--hxajbheg2az3al.gr"]
