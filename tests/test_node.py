"""A running node, treated badly."""

import contextlib
import http.client
import socket
import sqlite3
import time
import urllib.error
import urllib.request

import pytest

pytestmark = pytest.mark.slow


def post(node, path, data=b"", headers=None):
    request = urllib.request.Request(node.url + path, data=data, headers={"Origin": node.url} | (headers or {}))
    try:
        with urllib.request.urlopen(request, timeout=40) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def post_much(node, path, size):
    """Return the status of a POST that is refused by its length, which a server may do before it has read to the end."""
    connection = http.client.HTTPConnection("localhost", node.port, timeout=40)
    connection.putrequest("POST", path)
    for name, value in {"Origin": node.url, "Content-Type": "application/x-www-form-urlencoded", "Content-Length": size}.items():
        connection.putheader(name, str(value))
    connection.endheaders()
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        connection.send(b"name=" + b"x" * (size - 5))
    return connection.getresponse().status


def alive(node):
    with urllib.request.urlopen(f"{node.url}/en/", timeout=10) as answer:
        return answer.status == 200


def campaign(node):
    import re

    with urllib.request.urlopen(f"{node.url}/en/campaigns/", timeout=10) as answer:
        return re.search(r'href="(/en/campaigns/\d+/)"', answer.read().decode()).group(1)


def test_an_upload_cut_half_way_leaves_nothing_and_the_node_goes_on(node):
    before = sorted((node.data / "media").rglob("*"))
    with socket.create_connection(("127.0.0.1", node.port)) as line:
        line.sendall(f"POST /en/news/1/picture/ HTTP/1.1\r\nHost: localhost:{node.port}\r\nOrigin: {node.url}\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 900000\r\n\r\n--x\r\nContent-Disposition: form-data; name=\"picture\"; filename=\"a.png\"\r\n\r\nPNG".encode())
        time.sleep(0.3)
    time.sleep(0.5)
    assert sorted((node.data / "media").rglob("*")) == before
    assert alive(node)


def test_a_locked_database_answers_503_and_loses_nothing(node):
    address = campaign(node)
    lock = sqlite3.connect(node.data / "usi.sqlite3", isolation_level=None)
    lock.execute("BEGIN IMMEDIATE")
    try:
        status, page = post(node, address + "sign/", b"name=Maria&email=locked%40example.org&country=GR")
        assert status == 503
        assert alive(node)
    finally:
        lock.execute("ROLLBACK")
        lock.close()
    status, _ = post(node, address + "sign/", b"name=Maria&email=locked%40example.org&country=GR")
    assert status == 200
    assert "locked@example.org" in str([mail["To"] for mail in node.mails()]) or node.mail_to("locked@example.org")


def test_what_is_too_big_is_refused(node):
    assert post_much(node, campaign(node) + "sign/", 3_000_000) == 413
    assert alive(node)


@pytest.mark.parametrize("raw", [b"\x00\xff\xfe", b"name=%00%ED%A0%80&email=%FF&country=%E2%80%AE", b"&&&===", b"a=1&" * 3000])
def test_rubbish_is_answered_not_crashed_on(node, raw):
    status, page = post(node, campaign(node) + "sign/", raw, {"Content-Type": "application/x-www-form-urlencoded"})
    assert status in (200, 400, 413)
    assert alive(node)


def test_no_log_holds_an_address(node):
    node.log.flush()
    log = (node.data / "log").read_text("utf-8", "replace")
    assert "127.0.0.1" not in log.replace(f"127.0.0.1:{node.port}", "")
    assert "example.org" not in log
