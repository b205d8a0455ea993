"""A real node in processes of its own, filled with the demonstration."""

import contextlib
import email
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from email import policy
from pathlib import Path

from tests import once

ROOT = Path(__file__).parents[1]
UNSETTLED = (
    "SELECT COUNT(*) FROM journal_entry WHERE dispatched_at IS NULL", "SELECT COUNT(*) FROM mail_mail WHERE state = 'waiting'",
    "SELECT COUNT(*) FROM campaigns_change", "SELECT NOT EXISTS (SELECT 1 FROM search_index WHERE built_at IS NOT NULL AND building IS NULL)",
)  # fmt: skip


def demonstration() -> Path:
    """Return a folder with a filled node that nobody runs; `python -m tests.node` makes it beforehand."""
    return once.folder("demonstration", _fill)


def _fill(folder: Path) -> None:
    first = Node(folder, fill=True)
    try:
        first.wait()
        first.settle()
    finally:
        first.stop()


class Node:
    """A running node."""

    def __init__(self, data: Path, *, fill: bool = False, **more: str) -> None:
        """Start one with its data in a folder, filled from the demonstration that is ready, or anew; `more` goes into its environment."""
        if not fill:
            shutil.copytree(demonstration(), data, dirs_exist_ok=True)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url, self.data = f"http://localhost:{self.port}", data
        environment = {name: value for name, value in os.environ.items() if not name.startswith("USI_")}
        environment |= {"USI_DEMO": "on", "USI_DATA": str(data), "USI_URL": self.url, "USI_PORT": str(self.port), "USI_PAGE_CACHE_SECONDS": "0"} | more
        self.log = (data / "log").open("wb")
        self.process = subprocess.Popen([Path(sys.executable).parent / "usi", "run"], env=environment, cwd=ROOT, stdout=self.log, stderr=self.log)

    def wait(self) -> None:
        deadline = time.monotonic() + 240
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(f"{self.url}/en/", timeout=5) as answer:
                    if answer.status == 200:
                        return
            except OSError:
                time.sleep(0.3)
        raise RuntimeError((self.data / "log").read_text("utf-8", "replace"))

    def settle(self) -> None:
        """Wait until the worker has done all that the demonstration asks of it, so that no copy of the node does it again."""
        deadline = time.monotonic() + 240
        while any(self.count(statement) for statement in UNSETTLED):
            if time.monotonic() > deadline:
                raise RuntimeError("The worker did not come to rest.")
            time.sleep(0.5)

    def count(self, statement: str) -> int:
        """Return the number that a statement asks of the node's SQLite database."""
        with contextlib.closing(sqlite3.connect(f"file:{self.data / 'usi.sqlite3'}?mode=ro", uri=True, timeout=20)) as database:
            return int(database.execute(statement).fetchone()[0])

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(30)
        self.log.close()

    def mails(self) -> list:
        paths = sorted((self.data / "outbox").glob("*.eml"), key=lambda path: path.stem)
        return [email.message_from_bytes(path.read_bytes(), policy=policy.default) for path in paths]

    def mail_to(self, address: str, *, after: int = 0, seconds: float = 20) -> str:
        """Return the plain text of the newest mail to an address, waiting for the worker."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            found = [mail for mail in self.mails() if mail["To"] == address]
            if len(found) > after:
                return found[-1].get_body(preferencelist=("plain",)).get_content()
            time.sleep(0.3)
        raise AssertionError(f"no mail to {address}")

    def link(self, text: str) -> str:
        """Return the first link of a mail that leads to this node."""
        return re.search(rf"{re.escape(self.url)}\S+", text).group(0)


if __name__ == "__main__":
    demonstration()
