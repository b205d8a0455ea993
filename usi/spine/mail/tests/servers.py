"""A real mail server on loopback that answers as it is told, to the sender, the address or the message."""

import contextlib
import socket

from aiosmtpd.controller import Controller


class Server:
    """Keeps what it took and from whom; `sender`, `rcpt` and `data` are its answers and may be changed while it runs."""

    def __init__(self, sender="250 OK", rcpt="250 OK", data="250 OK"):
        self.sender, self.rcpt, self.data, self.messages, self.senders = sender, rcpt, data, [], []

    async def handle_MAIL(self, server, session, envelope, address, options):
        if self.sender.startswith("2"):
            envelope.mail_from = address
        return self.sender

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.rcpt.startswith("2"):
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, server, session, envelope):
        if self.data.startswith("2"):
            self.messages.append((envelope.rcpt_tos, envelope.content))
            self.senders.append(envelope.mail_from)
        return self.data


@contextlib.contextmanager
def running(settings, **answers):
    """Run a server and let the node's mails go to it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    handler = Server(**answers)
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    settings.MAIL_URL = f"smtp://127.0.0.1:{port}?tls=none"
    try:
        yield handler
    finally:
        controller.stop()
