"""`make run` as people type it: Ctrl-C in the terminal, and the death of make itself, end everything and free the port."""

import os
import signal
import subprocess
import sys

import pytest

from usi.doors.operators.tests import processes
from usi.doors.operators.tests.processes import ROOT, alive, environment, free_port, is_free, until

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")]


class Made(processes.Running):
    """A node started by make, in a process group of its own, as a terminal does."""

    def __init__(self, data):
        self.port = free_port()
        self.log = data.with_name(f"log-{self.port}")
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                ["make", "run", f"PORT={self.port}"], env=environment(data), cwd=ROOT, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True
            )


@pytest.fixture
def made(tmp_path):
    running = Made(processes.prepared(tmp_path / "data")).wait()
    yield running
    running.end()


def test_control_c_ends_everything(made):
    assert f"http://localhost:{made.port}/" in made.said()
    assert made.get("/healthz")[0] == 200
    children = made.children()
    assert len(children) >= 4
    os.killpg(made.process.pid, signal.SIGINT)
    made.process.wait(20)
    assert until(lambda: not alive(children)), children
    assert is_free(made.port)
    assert "Traceback" not in made.said()


def test_the_death_of_make_ends_everything(made):
    children = made.children()
    made.process.kill()
    made.process.wait()
    assert until(lambda: not alive(children)), children
    assert is_free(made.port)


def test_a_taken_port_is_said_in_one_sentence_and_ends_make(made):
    other = subprocess.run(
        ["make", "run", f"PORT={made.port}"], env=environment(made.log.with_name("other")), cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert other.returncode != 0
    said = [line for line in other.stderr.splitlines() if not line.startswith("make")]
    assert len(said) == 1, said
    assert f"Port {made.port} is taken" in said[0]
    assert made.get("/healthz")[0] == 200
