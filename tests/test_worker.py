"""Killing the worker at any moment loses nothing and doubles nothing."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.node import ROOT, Node

pytestmark = pytest.mark.slow

MAILS, ARTICLES = 40, 15
WORK = f"""
from usi.spine.mail import actions as mail
from usi.spine.organisations.tests import factories
from usi.spine.publications.tests.factories import publication
union = factories.organisation()
for n in range({MAILS}):
    mail.queue(key=f"kill-{{n}}", to=f"reader{{n}}@example.org", subject=f"Mail {{n}}", body="b")
    if n < {ARTICLES}:
        publication(author=union.actor, title=f"Kill {{n}}")
"""


def workers(root: int) -> list[int]:
    """Return the process ids of the node's workers."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
                command = (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if parent == root and b"worker" in command:
                found.append(int(entry.name))
    return found


def rows(node: Node, statement: str):
    with sqlite3.connect(f"file:{node.data / 'usi.sqlite3'}?mode=ro", uri=True, timeout=20) as database:
        return database.execute(statement).fetchall()


@pytest.fixture
def own_node(tmp_path):
    running = Node(tmp_path)
    try:
        running.wait()
        yield running
    finally:
        running.stop()


def test_a_worker_killed_again_and_again_settles_everything_once(own_node):
    environment = os.environ | {"USI_DEMO": "on", "USI_DATA": str(own_node.data), "USI_URL": own_node.url, "DJANGO_SETTINGS_MODULE": "usi.config.settings"}
    environment.pop("USI_TESTING", None)
    usi = Path(sys.executable).parent / "usi"
    work = subprocess.Popen([usi, "shell", "-c", WORK], env=environment, cwd=ROOT, stdout=subprocess.DEVNULL)
    killed, rng = 0, random.Random(5)
    while work.poll() is None or killed < 4:
        for number in workers(own_node.process.pid):
            os.kill(number, signal.SIGKILL)
            killed += 1
        time.sleep(rng.uniform(0.3, 2.5))
        assert killed < 60
    assert work.returncode == 0

    deadline = time.monotonic() + 150
    while time.monotonic() < deadline:
        waiting = rows(own_node, "SELECT COUNT(*) FROM mail_mail WHERE state = 'waiting'")[0][0]
        undone = rows(own_node, "SELECT COUNT(*) FROM journal_entry WHERE dispatched_at IS NULL")[0][0]
        if waiting == 0 and undone == 0:
            break
        time.sleep(1)
    assert (waiting, undone) == (0, 0)
    subjects = sorted(str(mail["Subject"]) for mail in own_node.mails() if str(mail["To"]).startswith("reader"))
    assert subjects == sorted(f"Mail {n}" for n in range(MAILS))
    shared = rows(own_node, "SELECT p.publication_id, COUNT(*) FROM publications_placement p JOIN publications_publication u ON u.id = p.publication_id WHERE p.reason = 'share' AND u.title LIKE 'Kill %' GROUP BY 1")
    assert sorted(count for _, count in shared) == [1] * ARTICLES
    verdict = subprocess.run([usi, "journal", "verify"], env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert verdict.returncode == 0, verdict.stdout + verdict.stderr
