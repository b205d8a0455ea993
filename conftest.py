"""What every test stands on: a journal that flushing tests may empty."""

import gc

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase

from usi.base import limits, reading

_flush = TransactionTestCase._fixture_teardown


def _flush_with_open_journal(self):
    from usi.spine.journal import guards

    with connection.schema_editor() as editor:
        guards.remove(None, editor)
    _flush(self)
    with connection.schema_editor() as editor:
        guards.install(None, editor)


TransactionTestCase._fixture_teardown = _flush_with_open_journal


def pytest_collection_finish():
    """Leave alone what stays until the end: looking through it again and again takes a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(autouse=True)
def _no_limits_left_over():
    """Start every test with no tries counted."""
    cache.clear()
    limits.forget()


@pytest.fixture(autouse=True)
def _no_languages_left_over():
    """Start every test not knowing what there is to read: with a page cache it is remembered for a minute."""
    reading._there = (0.0, frozenset())


@pytest.fixture(autouse=True)
def _english():
    """Start every test in English: a request leaves its language behind in the thread."""
    from django.utils import translation

    with translation.override("en"):
        yield


@pytest.fixture
def react(db, django_capture_on_commit_callbacks):
    """Return a function that does what the worker would: every reaction due, then what it looks after every second."""
    from django.utils.module_loading import autodiscover_modules

    from usi.base.queue import pulses
    from usi.spine.journal import actions as journal

    autodiscover_modules("tasks")

    def run():
        while journal.sweep(older_than_seconds=-60):
            pass
        # What one of them makes due another may have to do.
        while any([work() for work in pulses()]):
            pass

    return run


@pytest.fixture
def outbox(settings, tmp_path):
    """Return a function that lists the mails delivered so far, parsed, oldest first."""
    import email
    from email import policy

    settings.OUTBOX = tmp_path / "outbox"
    settings.MAIL_URL = "folder:"
    # Django's test runner puts another one in its place.
    settings.EMAIL_BACKEND = "usi.spine.mail.backend.QueueBackend"

    def read():
        return [email.message_from_bytes(path.read_bytes(), policy=policy.default) for path in sorted(settings.OUTBOX.glob("*.eml"))]

    return read


@pytest.fixture
def ours():
    """Return the headers that a browser sends with a form of our own."""
    return {"Origin": "http://testserver"}


@pytest.fixture
def signed_in(client):
    """Return a function that signs a person in and gives the client."""

    def sign_in(person):
        client.force_login(person.account, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in
