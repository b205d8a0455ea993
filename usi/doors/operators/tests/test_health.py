"""The two addresses for whatever watches the node."""

from datetime import timedelta

import pytest

from usi.base import time
from usi.doors.operators import actions, queries
from usi.doors.operators.models import Heartbeat

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def test_alive_asks_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/healthz")
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.storage
def test_ready_when_all_is_there(client):
    actions.beat()
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"ready": True, "database": True, "worker": True, "storage": True}


@pytest.mark.storage
def test_not_ready_before_a_worker_ever_ran(client):
    assert client.get("/readyz").status_code == 503


@pytest.mark.parametrize("age", [60, -3600])
def test_not_ready_when_the_worker_is_silent_or_the_clock_was_set_back(client, age):
    actions.beat()
    Heartbeat.objects.update(at=time.now() - timedelta(seconds=age))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["worker"] is False
    actions.beat()
    assert client.get("/readyz").status_code == 200


def test_not_ready_when_files_cannot_be_kept(client, settings, tmp_path):
    actions.beat()
    (tmp_path / "file").write_text("in the way")
    settings.MEDIA_ROOT = tmp_path / "file"
    assert client.get("/readyz").json()["storage"] is False


def test_not_ready_when_the_disk_is_full(client, monkeypatch):
    actions.beat()
    monkeypatch.setattr(queries, "LEAST_FREE_BYTES", 1 << 62)
    assert client.get("/readyz").status_code == 503


def test_a_database_that_fails_gives_no_details(client, monkeypatch):
    monkeypatch.setattr(queries, "database_answers", lambda: False)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "database": False, "worker": False, "storage": True}


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_only_reading(client, ours, path):
    assert client.post(path, headers=ours).status_code == 405
    assert client.head(path).status_code in (200, 503)


@pytest.mark.storage
def test_beats_leave_one_row():
    for _ in range(3):
        actions.beat()
    assert Heartbeat.objects.count() == 1
