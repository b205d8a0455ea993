"""Runs the real command in processes of its own."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from tests import once

ROOT = Path(__file__).resolve().parents[4]
USI = Path(sys.executable).with_name("usi")


def environment(data, **more):
    """Return the environment of a real node, with nothing of the tests in it."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("USI_", "DJANGO_"))}
    return own | {
        "USI_DEMO": "off",
        "USI_DATA": str(data),
        "USI_SECRET_KEY": "secret-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGH",
        "USI_FIELD_KEY": "field-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHI",
        "USI_MAIL_URL": "folder:",
    } | {name: str(value) for name, value in more.items()}


def prepared(data):
    """Make a data folder with an empty database in it, as after a first start; it is prepared once for a whole run of tests."""
    shutil.copytree(once.folder("prepared", lambda folder: Running(folder / "data").wait().end()) / "data", data)
    return data


def usi(data, *arguments, check=True, **more):
    """Run a command to its end."""
    done = subprocess.run(
        [str(USI), *map(str, arguments)], env=environment(data, **more), cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    if check and done.returncode:
        raise AssertionError(done.stdout + done.stderr)
    return done


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
            probe.listen(1)
        except OSError:
            return False
    return True


def until(true, seconds=20):
    """Wait until something is so; returns whether it became so."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if true():
            return True
        time.sleep(0.1)
    return bool(true())


def table():
    """Return every living process: number to parent and command."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
                command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
            except OSError:
                continue
            if fields[0] != "Z":
                found[int(entry.name)] = (int(fields[1]), command)
    return found


def descendants(root):
    """Return the numbers of a process's children, their children and so on, with their commands."""
    processes, found, waiting = table(), {}, [root]
    while waiting:
        parent = waiting.pop()
        for number, (its_parent, command) in processes.items():
            if its_parent == parent:
                found[number] = command
                waiting.append(number)
    return found


def seconds_worked(number):
    """Return how long a process has used a processor."""
    fields = Path(f"/proc/{number}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def alive(numbers):
    return set(numbers) & set(table())


class Running:
    """A node that runs."""

    def __init__(self, data, *, shell=False, **more):
        self.port = free_port()
        self.log = Path(data).with_name(f"log-{self.port}")
        command = ["sh", "-c", f"'{USI}' run --port {self.port}; exit $?"] if shell else [str(USI), "run", "--port", str(self.port)]
        with self.log.open("wb") as log:
            own = environment(data, **more)
            self.process = subprocess.Popen(command, env=own, cwd=ROOT, stdout=log, stderr=log, stdin=subprocess.DEVNULL)

    def get(self, path):
        """Return status and content, or 0 where nobody answers."""
        try:
            with urllib.request.urlopen(f"http://localhost:{self.port}{path}", timeout=5) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError:
            return 0, ""

    def said(self):
        return self.log.read_text("utf-8", "replace")

    def wait(self, seconds=60):
        assert until(lambda: "USI is ready" in self.said() or self.process.poll() is not None, seconds), self.said()
        assert self.process.poll() is None, self.said()
        return self

    def children(self):
        return descendants(self.process.pid)

    def child(self, word):
        """Return the direct child whose command holds a word."""
        processes = table()
        supervisor = next(number for number in [self.process.pid, *self.children()] if "supervisor" in processes[number][1])
        return next(number for number, (parent, command) in processes.items() if parent == supervisor and word in command)

    def end(self):
        """Clean up after a test, whatever state it left."""
        numbers = [self.process.pid, *self.children()]
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
        for number in alive(numbers[1:]):
            os.kill(number, 9)
