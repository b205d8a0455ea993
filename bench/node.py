"""A node of the bench's own: the whole process tree of `usi run`, filled with the demonstration."""

import json
import os
import random
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from bench.serving import get

ROOT = Path(__file__).parents[1]
USI = str(ROOT / ".venv" / "bin" / "usi")


class Node:
    """Web and worker on a free port, embedded or on PostgreSQL."""

    def __init__(self, database=""):
        self.folder = tempfile.TemporaryDirectory()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("USI_")} | {
            "USI_DEMO": "on", "USI_DATA": self.folder.name, "USI_PORT": str(self.port), "USI_URL": f"http://127.0.0.1:{self.port}",
            "USI_PROXIES": "1", "USI_DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "usi.config.settings",
        }
        self.log = open(Path(self.folder.name) / "log", "wb")  # noqa: SIM115 - closed with the node
        self.process = subprocess.Popen([USI, "run"], env=self.environment, cwd=ROOT, stdout=self.log, stderr=self.log)
        self.wait()

    def wait(self):
        deadline = time.monotonic() + 180
        while time.monotonic() < deadline:
            try:
                if get(self.port, "/en/")[0] == 200:
                    return
            except OSError:
                pass
            if self.process.poll() is not None:
                break
            time.sleep(0.2)
        raise SystemExit((Path(self.folder.name) / "log").read_text("utf-8", "replace")[-2000:])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(30)
        self.log.close()
        self.folder.cleanup()

    def ask(self, code):
        """Run a line of Python in the node's own settings, which prints one value as JSON, and return it."""
        done = subprocess.run([USI, "shell", "-v0", "-c", code], env=self.environment, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(done.stderr[-2000:])
        return json.loads(done.stdout.strip().splitlines()[-1])

    def settle(self):
        """Wait until the worker has done what follows from filling the node: indexing it, above all."""
        code = "from usi.spine.journal.models import Entry; from usi.spine.mail.models import Mail; print(Entry.objects.undispatched().count() + Mail.objects.filter(state='waiting').count())"
        for _ in range(120):
            if not self.ask(code):
                return
            time.sleep(1)

    def campaign(self):
        """Open a campaign for the measurement and return its number."""
        self.settle()
        return self.ask("from usi.features.campaigns.tests import factories; print(factories.campaign(goal=100000).pk)")

    def counts(self, number):
        """Return (signatures, confirmed, waiting, right) at rest: after the worker has folded all changes."""
        code = f"""
import json
from usi.features.campaigns import queries
from usi.features.campaigns.models import Change, Signature
t = queries.tally({number}, language='en')
print(json.dumps([Signature.objects.filter(campaign_id={number}).count(), t.confirmed, t.waiting, queries.counts_are_right({number}), Change.objects.count()]))
"""
        for _ in range(60):
            found = self.ask(code)
            if not found[4]:
                break
            time.sleep(0.5)
        return found[:4]

    def kill_some(self, rng: random.Random):
        """Kill the worker, or a web process below the server's main one, as a crash would."""
        children = [entry for entry in Path("/proc").iterdir() if entry.name.isdigit()]
        found = []
        for entry in children:
            try:
                environment = (entry / "environ").read_bytes()
                command = (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if f"USI_DATA={self.folder.name}".encode() in environment and (b"spawn_main" in command or b"worker" in command):
                found.append(int(entry.name))
        if found:
            try:
                os.kill(rng.choice(sorted(found)), signal.SIGKILL)
            except ProcessLookupError:
                return 0
        return bool(found)
