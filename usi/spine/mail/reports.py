"""Reads what mail servers report of the delivery of a mail (RFC 3464). Whatever comes in may be forged, broken or huge."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message

from usi.base import text
from usi.spine.mail import envelopes

MOST_BYTES = 1_000_000
_ADDRESSED = ("To", "Delivered-To", "X-Original-To", "Envelope-To")
_STATUS = re.compile(r"\s*([245]\.\d{1,3}\.\d{1,3})(?![.\d])")
# RFC 3463: no such mailbox or host, a wrong address, moved away, takes no mail, switched off. "Full" or "looks like spam" may pass.
_NOWHERE = re.compile(r"(?:\d{3}[ -])?5\.(?:1\.(?:1|2|3|6|10)|2\.1)(?![.\d])")


class NoReport(Exception):
    """A message is no report on the delivery of one of our mails; the text says why and quotes nothing of it."""


@dataclass(frozen=True)
class Report:
    """What a server says of the mail `number`: given up (`final`) or not delivered yet. `answer` begins with the status (RFC 3463)."""

    number: int
    final: bool
    answer: str

    @property
    def status(self) -> str:
        """Three numbers with dots, the first of them 4 or 5 as a rule."""
        return self.answer.split(" ", 1)[0]


def read(content: bytes) -> Report:
    """Return what a message reports.

    :raises NoReport: if it reports nothing, or is not about a mail of this node
    """
    if len(content) > MOST_BYTES:
        raise NoReport(f"the message is larger than {MOST_BYTES // 1000} KB")
    try:
        return _read(message_from_bytes(content))
    except NoReport:
        raise
    except Exception as error:
        # The library was not made for enemies: nesting, for example, it follows until the stack ends.
        raise NoReport(f"the message cannot be read ({type(error).__name__})") from None


def _read(message: Message) -> Report:
    headers = (str(value) for name in _ADDRESSED for value in message.get_all(name, []))
    number = next((found for header in headers if (found := envelopes.number_in(header)) is not None), None)
    if number is None:
        raise NoReport("the message names no mail of this node")
    parts = message.get_payload() if message.get_content_type() == "multipart/report" else []
    blocks = [
        block
        for part in parts if isinstance(part, Message) and part.get_content_type() == "message/delivery-status"
        for block in part.get_payload() if isinstance(block, Message)
    ]  # fmt: skip
    said = [report for block in blocks if (report := _verdict(number, block)) is not None]
    if not said:
        raise NoReport("the message says of no mail that it was refused or delayed")
    return next((report for report in said if report.final), said[0])


def _verdict(number: int, block: Message) -> Report | None:
    """Return what a block says of its recipient: nothing where the mail arrived, or where it is about the whole message."""
    action, status = text.line(str(block.get("Action", ""))).lower(), _STATUS.match(str(block.get("Status", "")))
    if action not in ("failed", "delayed"):
        if action in ("delivered", "relayed", "expanded") or status is None or status[1][0] == "2":
            return None
        action = "failed" if status[1][0] == "5" else "delayed"
    final = action == "failed"
    code = status[1] if status and status[1][0] != "2" else "5.0.0" if final else "4.0.0"
    words = str(block.get("Diagnostic-Code", "")).partition(";")[2]
    return Report(number, final, without_addresses(f"{code} {words}"))


def without_addresses(answer: str) -> str:
    """Return what a server said in one line of 200 characters. The address that it may repeat must not stay in the clear."""
    return re.sub(r"\S+@\S+", "…", text.line(answer[:2000]))[:200]


def is_nowhere(answer: str) -> bool:
    """Whether an answer says of the address itself that no mail will ever arrive there."""
    return _NOWHERE.match(answer) is not None
