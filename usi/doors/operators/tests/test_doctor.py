"""The doctor names what is wrong and how to mend it, one line each, without telling secrets."""

import socket

import pytest
from django.db import DatabaseError, connection

from usi.doors.operators import actions, examination, queries
from usi.doors.operators.tests.processes import free_port, usi
from usi.spine.mail.tests import servers

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def healthy(settings, tmp_path):
    """Set what a real node would have."""
    settings.URL, settings.DEMO, settings.TESTING = "https://unions.example", False, False
    settings.DATA, settings.MEDIA_ROOT, settings.STATIC_ROOT = tmp_path, tmp_path / "media", tmp_path / "static"
    settings.SECRET_KEY, settings.FIELD_KEY = "abcdefghijklmnopqrstuvwxyz" * 2, "zyxwvutsrqponmlkjihgfedcba" * 2
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "staticfiles.json").write_text("{}")
    actions.beat()


def found(name):
    return next(finding for finding in examination.examine() if finding.name == name)


@pytest.fixture
def mail_server():
    """Return the address of a mail server that wants a password, and the passwords it was given."""
    from aiosmtpd.controller import Controller
    from aiosmtpd.smtp import AuthResult

    given = []

    def check(server, session, envelope, mechanism, data):
        given.append(data.password)
        return AuthResult(success=data.password == b"right word", handled=False)

    port = free_port()
    controller = Controller(object(), hostname="127.0.0.1", port=port, authenticator=check, auth_require_tls=False)
    controller.start()
    yield port, given
    controller.stop()


@pytest.mark.storage
def test_nothing_is_wrong_with_a_healthy_node(settings, mail_server):
    settings.MAIL_URL = f"smtp://usi:right%20word@127.0.0.1:{mail_server[0]}?tls=none"
    assert [finding for finding in examination.examine() if finding.wrong] == []
    assert mail_server[1] == [b"right word"]


def test_a_wrong_mail_password_is_named_and_not_told(settings, mail_server):
    settings.MAIL_URL = f"smtp://usi:wrong@127.0.0.1:{mail_server[0]}?tls=none"
    finding = found("mail")
    assert "password" in finding.wrong
    assert "USI_MAIL_URL" in finding.mend
    assert "smtp://usi:wrong" not in str(finding)


@pytest.mark.parametrize(("answer", "wrong"), [("250 OK", False), ("550 not your address", True)])
def test_whether_mails_can_go_out_under_the_address_where_they_come_back(settings, answer, wrong):
    settings.MAIL_BOUNCES = "bounces@unions.example"
    with servers.running(settings, sender=answer) as server:
        finding = found("mail")
        assert server.messages == []
    assert bool(finding.wrong) is wrong
    if wrong:
        assert "USI_MAIL_BOUNCES" in finding.wrong
        assert "bounces+…@unions.example" in finding.mend


def test_a_mail_server_that_is_not_there(settings):
    settings.MAIL_URL = f"smtp://usi:wrong@127.0.0.1:{free_port()}?tls=none"
    assert "cannot be used" in found("mail").wrong


def test_a_server_that_speaks_no_mail_is_named(settings, monkeypatch):
    monkeypatch.setattr("usi.spine.mail.transports.TIMEOUT_SECONDS", 0.5)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(1)
        settings.MAIL_URL = f"smtp://127.0.0.1:{silent.getsockname()[1]}?tls=none"
        assert "cannot be used" in found("mail").wrong


def test_mail_into_a_folder_is_for_the_demonstration_only(settings):
    settings.MAIL_URL = "folder:"
    assert found("mail").wrong
    settings.DEMO = True
    assert not found("mail").wrong


@pytest.mark.parametrize(
    ("url", "part"),
    [("http://unions.example", "not encrypted"), ("unions.example", "not an address"), ("https://unions.example/usi", "has a path")],
)
def test_a_wrong_address(settings, url, part):
    settings.URL = url
    assert part in found("address").wrong


def test_a_demonstration_in_public(settings):
    settings.DEMO = True
    assert "USI_DEMO=off" in found("demonstration").mend


def test_secrets_that_are_none(settings):
    settings.FIELD_KEY = settings.SECRET_KEY
    assert "the same" in found("secrets").wrong
    settings.FIELD_KEY = "x" * 60
    assert "USI_FIELD_KEY" in found("secrets").wrong
    assert "xxx" not in str(found("secrets"))


def test_a_database_that_cannot_be_used_hides_nothing_else(settings, monkeypatch):
    def fail(*args, **kwargs):
        raise DatabaseError("cannot write\nhere")

    monkeypatch.setattr(connection, "cursor", fail)
    findings = {finding.name: finding for finding in examination.examine()}
    assert findings["database"].wrong == "cannot write here"
    assert not findings["storage"].wrong


def test_waiting_migrations_are_counted(monkeypatch):
    monkeypatch.setattr(queries, "waiting_migrations", lambda: ["mail.0007_more"])
    assert "mail.0007_more" in found("migrations").wrong


def test_storage_that_takes_nothing(settings, tmp_path):
    (tmp_path / "media").write_text("in the way")
    assert found("storage").wrong


def test_static_files_that_are_missing(settings, tmp_path):
    (tmp_path / "static" / "staticfiles.json").unlink()
    assert "collectstatic" in found("static files").mend


def test_a_worker_that_never_ran():
    from usi.doors.operators.models import Heartbeat

    Heartbeat.objects.all().delete()
    assert found("worker").wrong == "has never run here"


def test_redis_that_is_not_there(settings):
    settings.REDIS_URL = f"redis://127.0.0.1:{free_port()}/0"
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": settings.REDIS_URL}}
    assert "Redis cannot be used" in found("cache").wrong


def test_the_command_says_it_line_by_line(tmp_path):
    usi(tmp_path, "migrate", "-v0")
    done = usi(tmp_path, "doctor", check=False, USI_URL="https://unions.example")
    lines = done.stdout.splitlines()
    assert done.returncode == 1
    assert all(line.startswith(("ok     ", "wrong  ")) for line in lines)
    assert "ok     database: SQLite" in lines
    assert any(line.startswith("wrong  worker: has never run here. Start it") for line in lines)
    assert "0123456789" not in done.stdout + done.stderr


def test_without_settings_the_command_names_all_that_are_missing(tmp_path):
    done = usi(tmp_path, "doctor", check=False, USI_SECRET_KEY="", USI_MAIL_URL="", USI_PORT="many")
    assert done.returncode == 1
    assert [name for name in ("USI_SECRET_KEY", "USI_MAIL_URL", "USI_PORT") if name not in done.stderr] == []
    assert "USI_FIELD_KEY" not in done.stderr
