"""The process tree: it starts, answers, and no death of any part leaves anything behind."""

import json
import os
import shutil
import signal
import socket
import sys
import time
from pathlib import Path

import pytest

from usi.doors.operators.tests import processes
from usi.doors.operators.tests.processes import alive, free_port, is_free, until, usi

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """Return a data folder with an empty database in it."""
    return processes.prepared(tmp_path_factory.mktemp("prepared") / "data")


@pytest.fixture
def start(prepared, tmp_path):
    """Return a function that starts a node on a copy of the prepared folder."""
    started = []

    def make(**more):
        data = tmp_path / f"data{len(started)}"
        shutil.copytree(prepared, data)
        started.append(processes.Running(data, **more))
        return started[-1]

    yield make
    for running in started:
        running.end()


@pytest.fixture(scope="module")
def running(prepared, tmp_path_factory):
    """Return a node that several tests share, with the seconds of work that its start took."""
    data = tmp_path_factory.mktemp("shared") / "data"
    shutil.copytree(prepared, data)
    node = processes.Running(data).wait()
    node.seconds = sum(map(processes.seconds_worked, [node.process.pid, *processes.descendants(node.child("operators.web"))]))
    yield node
    node.end()


def test_a_second_start_is_ready_in_five_seconds_and_says_where(running):
    # What preparing and loading the pages cost, one after the other; waiting for a processor that other tests use is not counted.
    assert running.seconds <= 5
    assert f"USI is ready: http://localhost:{running.port}/" in running.said()
    assert running.get("/healthz")[0] == 200
    assert until(lambda: running.get("/readyz")[0] == 200), running.get("/readyz")
    assert json.loads(running.get("/readyz")[1]) == {"ready": True, "database": True, "worker": True, "storage": True}


def test_all_processes_together_take_little_memory(running):
    assert until(lambda: running.get("/readyz")[0] == 200)
    running.get("/en/")
    total = 0
    for number in [running.process.pid, *running.children()]:
        rollup = Path(f"/proc/{number}/smaps_rollup").read_text()
        total += int(next(line for line in rollup.splitlines() if line.startswith("Pss:")).split()[1])
    assert total <= 300 * 1024


def test_a_dead_worker_is_started_again(running):
    first = running.child("worker")
    os.kill(first, signal.SIGKILL)
    assert until(lambda: "starting it again" in running.said())
    assert until(lambda: running.child("worker") != first)
    assert running.get("/healthz")[0] == 200


def test_a_dead_process_of_the_web_server_is_replaced(running):
    serving = list(processes.descendants(running.child("operators.web")))
    os.kill(serving[0], signal.SIGKILL)
    assert until(lambda: running.get("/healthz")[0] == 200)
    assert running.process.poll() is None


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_everything_and_frees_the_port(start, number):
    running = start().wait()
    children = running.children()
    assert len(children) >= 3
    running.process.send_signal(number)
    assert running.process.wait(15) == 0
    assert alive(children) == set()
    assert is_free(running.port)


def test_a_kill_of_the_supervisor_leaves_no_child_and_frees_the_port(start):
    running = start().wait()
    children = running.children()
    running.process.kill()
    running.process.wait()
    assert until(lambda: not alive(children)), children
    assert is_free(running.port)


def test_a_kill_of_whoever_started_it_ends_everything(start):
    running = start(shell=True).wait()
    children = running.children()
    assert len(children) >= 4
    running.process.kill()
    running.process.wait()
    assert until(lambda: not alive(children)), children
    assert is_free(running.port)


def test_a_kill_while_it_starts_leaves_nothing(start):
    for pause in (0.3, 1.0, 1.6, 2.2):
        running = start()
        time.sleep(pause)
        children = running.children()
        running.process.kill()
        running.process.wait()
        assert until(lambda found=children: not alive(found)), children
        assert is_free(running.port)


def test_a_dead_web_server_ends_everything_with_its_code(start):
    running = start().wait()
    children = running.children()
    os.kill(running.child("operators.web"), signal.SIGKILL)
    assert running.process.wait(20) == 128 + signal.SIGKILL
    assert until(lambda: not alive(children)), children
    assert is_free(running.port)


def test_a_taken_port_gives_one_sentence_that_says_what_to_do(prepared):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen(1)
        port = other.getsockname()[1]
        done = usi(prepared, "run", "--port", port, check=False)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert f"Port {port} is taken" in done.stderr
    assert "make run PORT=" in done.stderr


@pytest.mark.parametrize("demo", ["on", "off"])
def test_an_unwritable_folder_gives_one_sentence_that_says_what_to_do(tmp_path, demo):
    (tmp_path / "file").write_text("in the way")
    # The demonstration makes its keys before anything else.
    more = {"USI_DEMO": "on", "USI_FIELD_KEY": ""} if demo == "on" else {}
    done = usi(tmp_path / "file" / "data", "run", "--port", free_port(), check=False, **more)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "cannot be written" in done.stderr
    assert "USI_DATA" in done.stderr


@pytest.mark.parametrize("name", ["USI_SECRET_KEY", "USI_FIELD_KEY", "USI_MAIL_URL"])
def test_a_missing_setting_stops_the_start_with_its_name(tmp_path, name):
    done = usi(tmp_path, "run", check=False, **{name: ""})
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert name in done.stderr


@pytest.mark.parametrize("port", ["0x50", "-1", "0", "99999", "ten"])
def test_a_port_that_is_none_gives_a_sentence(prepared, port):
    done = usi(prepared, "run", f"--port={port}", check=False)
    assert done.returncode in (1, 2)
    assert "Traceback" not in done.stderr


def test_an_unreachable_database_gives_one_sentence(tmp_path):
    done = usi(tmp_path, "run", "--port", free_port(), check=False, USI_DATABASE_URL=f"postgresql://nobody@127.0.0.1:{free_port()}/none")
    assert done.returncode == 1
    assert "USI_DATABASE_URL" in done.stderr
    assert "Traceback" not in done.stderr
