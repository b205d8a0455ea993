"""A running node whose database or disk takes nothing: reading goes on, nothing is half written, and it recovers by itself."""

import contextlib
import http.cookiejar
import io
import re
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from html import unescape

import polib
import pytest
from PIL import Image

from tests.node import ROOT, Node

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not sys.platform.startswith("linux"), reason="mounts a small disk")]
HOLD = "import sqlite3, sys; lock = sqlite3.connect(sys.argv[1], isolation_level=None); lock.execute('BEGIN IMMEDIATE'); print('held', flush=True); sys.stdin.read()"
HEADING = next(entry.msgstr for entry in polib.pofile(str(ROOT / "locale/el/LC_MESSAGES/django.po")) if entry.msgid == "We cannot save anything just now")


class Disk:
    """A disk of its own for the node, which can be made full and given room again; None where mounting is not allowed."""

    def __init__(self, folder):
        self.folder = folder
        self.mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1g,mode=700", "tmpfs", folder], capture_output=True, check=False).returncode == 0

    def resize(self, size):
        subprocess.run(["mount", "-o", f"remount,size={size}", self.folder], check=True)

    def fill(self):
        """Leave no room at all; the room that the write-ahead log holds is given back first."""
        with sqlite3.connect(self.folder / "usi.sqlite3", timeout=20) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        database.close()
        for _ in range(20):
            used = int(subprocess.run(["df", "--output=used", "-B1", self.folder], capture_output=True, text=True, check=True).stdout.split()[1])
            try:
                return self.resize(used)
            except subprocess.CalledProcessError:
                # The node wrote something between our look and our hand.
                continue
        raise AssertionError("the disk cannot be filled")

    def close(self):
        if self.mounted:
            subprocess.run(["umount", "-l", self.folder], check=True)


class Reader:
    """A browser without a window: keeps cookies, follows redirects."""

    def __init__(self, node):
        self.node = node
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))

    def ask(self, path, data=None, kind="application/x-www-form-urlencoded"):
        request = urllib.request.Request(self.node.url + path, data=data, headers={"Origin": self.node.url, "Content-Type": kind})
        try:
            with self.opener.open(request, timeout=60) as answer:
                return answer.status, answer.headers, unescape(answer.read().decode())
        except urllib.error.HTTPError as error:
            return error.code, error.headers, unescape(error.read().decode())

    def sign(self, address):
        form = {"name": "Μαρία Παπαδοπούλου", "email": address, "country": "GR"}
        return self.ask(f"{self.node.campaign}sign/", urllib.parse.urlencode(form).encode())

    def upload(self, alt):
        picture = io.BytesIO()
        Image.effect_noise((1200, 900), 90).convert("RGB").save(picture, "PNG")
        mark = uuid.uuid4().hex
        parts = [f'--{mark}\r\nContent-Disposition: form-data; name="alt"\r\n\r\n{alt}\r\n--{mark}\r\nContent-Disposition: form-data; name="picture"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n'.encode(), picture.getvalue(), f"\r\n--{mark}--\r\n".encode()]
        return self.ask("/el/account/profile/picture/", b"".join(parts), f"multipart/form-data; boundary={mark}")


@pytest.fixture(scope="module")
def faulty(tmp_path_factory):
    """Return a node on a small disk of its own, with orders for its SQLite connections."""
    folder, orders = tmp_path_factory.mktemp("disk"), tmp_path_factory.mktemp("orders") / "orders"
    disk = Disk(folder)
    running = Node(folder, USI_TEST_ORDERS=str(orders), PYTHONPATH=str(ROOT / "tests" / "faulty"))
    try:
        running.wait()
        running.disk, running.orders = disk, orders
        running.campaign = re.search(r'href="(/el/campaigns/\d+/)"', Reader(running).ask("/el/campaigns/")[2]).group(1)
        yield running
    finally:
        if disk.mounted:
            disk.resize("1g")
        running.stop()
        disk.close()


@pytest.fixture(scope="module")
def member(faulty):
    """Return somebody who is signed in."""
    reader = Reader(faulty)
    status, _, page = reader.ask("/el/account/login/", b"login=member%40demo.example&password=solidarity-demo")
    assert (status, "/el/account/logout/" in page or "account/profile" in page or "/el/home/" in page) == (200, True)
    return reader


def until(true, seconds=20):
    deadline = time.monotonic() + seconds
    while not true() and time.monotonic() < deadline:
        time.sleep(0.2)
    return true()


def reads(node, reader):
    """Whether reading goes on, for strangers and members."""
    return {Reader(node).ask(path)[0] for path in ("/el/", "/ar/news/", node.campaign, "/en/organisations/")} | {reader.ask("/el/home/")[0]} == {200}


def rows(node, statement):
    database = sqlite3.connect(f"file:{node.data / 'usi.sqlite3'}?mode=ro", uri=True, timeout=20)
    try:
        return database.execute(statement).fetchone()[0]
    finally:
        database.close()


def files(node):
    return sorted(path for path in (node.data / "media").rglob("*") if path.is_file())


def state(node):
    """Return what a refused write must leave alone, once the worker has reacted to all that happened before."""
    assert until(lambda: rows(node, "SELECT COUNT(*) FROM journal_entry WHERE dispatched_at IS NULL") == 0, 60)
    return [rows(node, f"SELECT COUNT(*) FROM {table}") for table in ("campaigns_signature", "mail_mail", "media_picture")], files(node)


def refused_politely(answer, *typed):
    status, headers, page = answer
    assert status == 503, page[:2000]
    assert int(headers["Retry-After"]) > 0
    assert '<html lang="el"' in page
    assert HEADING in page
    assert [text for text in typed if text not in page] == []


def accepts(node, member, address):
    """Whether everything works again, down to the worker's mail."""
    assert until(lambda: Reader(node).sign(address)[0] == 200)
    assert "http" in node.mail_to(address, seconds=40)
    assert Reader(node).ask("/healthz")[0] == 200
    assert until(lambda: Reader(node).ask("/readyz")[0] == 200, 40), Reader(node).ask("/readyz")[2]
    return True


def test_a_full_disk_refuses_and_keeps_nothing_half(faulty, member):
    if not faulty.disk.mounted:
        pytest.skip("mounting a small disk is not allowed here")
    before = state(faulty)
    faulty.disk.fill()
    try:
        refused_politely(Reader(faulty).sign("full@example.org"), "Μαρία Παπαδοπούλου", "full@example.org")
        refused_politely(member.upload("Απεργία στο λιμάνι"), "Απεργία στο λιμάνι")
        assert reads(faulty, member)
        assert state(faulty) == before
    finally:
        faulty.disk.resize("1g")
    assert accepts(faulty, member, "full@example.org")
    assert member.upload("Απεργία στο λιμάνι")[0] == 200
    assert len(files(faulty)) > len(before[1])


def test_a_read_only_database_refuses_and_goes_on_reading(faulty, member):
    before = state(faulty)
    faulty.orders.write_text("PRAGMA query_only=1")
    try:
        refused_politely(Reader(faulty).sign("readonly@example.org"), "Μαρία Παπαδοπούλου", "readonly@example.org")
        refused_politely(member.upload("Πανό"), "Πανό")
        assert reads(faulty, member)
        assert state(faulty) == before
    finally:
        faulty.orders.write_text("PRAGMA query_only=0")
    assert accepts(faulty, member, "readonly@example.org")


def test_a_database_that_may_not_grow_refuses_and_goes_on_reading(faulty, member):
    with contextlib.closing(sqlite3.connect(faulty.data / "usi.sqlite3", timeout=20)) as database:
        database.execute("VACUUM")
    faulty.orders.write_text("PRAGMA max_page_count=1")
    try:
        # There may be some room in its pages: what is taken is whole, and at some point nothing is.
        for number in range(80):
            before, answer = state(faulty), Reader(faulty).sign(f"page{number}@example.org")
            if answer[0] != 200:
                break
        refused_politely(answer, "Μαρία Παπαδοπούλου", f"page{number}@example.org")
        assert state(faulty) == before
        assert reads(faulty, member)
    finally:
        faulty.orders.write_text("PRAGMA max_page_count=1073741823")
    assert accepts(faulty, member, f"page{number}@example.org")


def test_a_lock_held_longer_than_the_node_waits(faulty, member):
    before = state(faulty)
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(faulty.data / "usi.sqlite3")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    answers = []
    try:
        assert holder.stdout.readline().strip() == "held"
        waiting = [threading.Thread(target=lambda who=who: answers.append(who())) for who in (lambda: Reader(faulty).sign("locked@example.org"), lambda: member.upload("Πλατεία"))]
        for thread in waiting:
            thread.start()
        while any(thread.is_alive() for thread in waiting):
            assert reads(faulty, member)
            time.sleep(0.5)
        for answer in answers:
            refused_politely(answer)
        assert state(faulty) == before
    finally:
        holder.communicate("")
    assert accepts(faulty, member, "locked@example.org")
