"""Keeps web and worker running as one process tree. Knows nothing of Django, so that it stays small.

`usi run` prepares the node and then becomes this program; what it needs to know comes in the variable `USI_RUN`.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from usi.doors.operators import lifeline

SECONDS_TO_STOP = 10.0
LONGEST_PAUSE = 30.0
LOCK = "running.lock"
_TICK = 0.5
_TICK_WHILE_STARTING = 0.1


class Order(NamedTuple):
    """What to run, and what to say once it answers."""

    host: str
    port: int
    domain: str
    processes: int
    threads: int
    data: str
    announcement: str
    parent: int


class Supervisor:
    """Starts the children, restarts a dead worker, and ends everything with the web server, a signal or its own parent."""

    def __init__(self, order: Order) -> None:
        """Prepare; nothing runs yet."""
        self.order = order
        self.stopping = False
        self.hurried = False
        self.announced = False
        self.web: subprocess.Popen[bytes] | None = None
        self.worker: subprocess.Popen[bytes] | None = None
        self.worker_started = 0.0
        self.worker_pause = 1.0
        self.reader, self.writer = socket.socketpair()
        self.reader.setblocking(False)
        self.writer.setblocking(False)

    def run(self) -> int:
        """Run until the end; returns the exit code."""
        self._listen_to_signals()
        lock = os.open(Path(self.order.data) / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(lock, fcntl.LOCK_SH)
        self.web = self._start("usi.doors.operators.web")
        self._start_worker()
        code = 0
        while not self.stopping:
            self._sleep(_TICK if self.announced else _TICK_WHILE_STARTING)
            status = self.web.poll()
            if status is not None and not self.stopping:
                code = _exit_code(status)
                print(f"USI: the web server has ended (code {code}); ending everything.", file=sys.stderr, flush=True)
                break
            if self.order.parent and os.getppid() != self.order.parent:
                break
            self._look_after_worker()
            self._announce()
        self._stop()
        return code

    def _listen_to_signals(self) -> None:
        signal.set_wakeup_fd(self.writer.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            # Whoever starts it with nohup wants it to outlive the terminal.
            if signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, self._asked_to_stop)

    def _asked_to_stop(self, *_: Any) -> None:
        self.hurried = self.stopping
        self.stopping = True

    def _sleep(self, seconds: float) -> None:
        if select.select([self.reader], [], [], seconds)[0]:
            self.reader.recv(4096)

    def _start(self, module: str, *arguments: str) -> subprocess.Popen[bytes]:
        order, own = self.order, os.getpid()

        def tie() -> None:
            lifeline.ask_the_system(signal.SIGTERM)
            if os.getppid() != own:
                os._exit(1)

        environment: Mapping[str, str] = os.environ | {
            "USI_SUPERVISOR": str(own),
            "USI_HOST": order.host,
            "USI_PORT": str(order.port),
            "USI_WEB_PROCESSES": str(order.processes),
            "USI_WEB_THREADS": str(order.threads),
            # Each thread would otherwise hold a pool of memory of its own.
            "MALLOC_ARENA_MAX": os.environ.get("MALLOC_ARENA_MAX", "2"),
        }
        # A session of its own: Ctrl-C reaches only the supervisor, and what is left of a child can be killed as a group.
        return subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            env=environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=tie,  # noqa: PLW1509 (this process has one thread)
        )

    def _start_worker(self) -> None:
        self.worker_started = time.monotonic()
        self.worker = self._start("django", "worker", "--tied")

    def _look_after_worker(self) -> None:
        if self.worker is None or self.worker.poll() is None:
            return
        ran = time.monotonic() - self.worker_started
        if ran > LONGEST_PAUSE:
            self.worker_pause = 1.0
        if ran < self.worker_pause:
            return
        print(f"USI: the worker has ended (code {_exit_code(self.worker.returncode)}); starting it again.", file=sys.stderr, flush=True)
        self.worker_pause = min(self.worker_pause * 2, LONGEST_PAUSE)
        self._start_worker()

    def _announce(self) -> None:
        if not self.announced and answers(self.order):
            self.announced = True
            print(self.order.announcement, flush=True)

    def _stop(self) -> None:
        children = [child for child in (self.web, self.worker) if child is not None]
        for child in children:
            _signal(child, signal.SIGTERM)
        deadline = time.monotonic() + SECONDS_TO_STOP
        while any(child.poll() is None for child in children) and time.monotonic() < deadline and not self.hurried:
            self._sleep(0.1)
        for child in children:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def answers(order: Order) -> bool:
    """Whether the web server gives any HTTP answer yet."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(order.host, order.host)  # noqa: S104
    try:
        with socket.create_connection((host, order.port), timeout=1) as line:
            line.sendall(f"GET /healthz HTTP/1.1\r\nHost: {order.domain}\r\nConnection: close\r\n\r\n".encode())
            return line.recv(5) == b"HTTP/"
    except OSError:
        return False


def _signal(child: subprocess.Popen[bytes], number: signal.Signals) -> None:
    if child.poll() is None:
        child.send_signal(number)


def _exit_code(status: int) -> int:
    return status if status > 0 else 128 - status if status < 0 else 1


def main() -> int:
    """Run by the order in the environment."""
    return Supervisor(Order(**json.loads(os.environ.pop("USI_RUN")))).run()


if __name__ == "__main__":
    sys.exit(main())
