"""Runs a part of the bench in a process of its own, on a database of its own."""

import contextlib
import json
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from bench.table import Table

ROOT = Path(__file__).parents[1]


def apart(module: str, table: Table, **more: str) -> None:
    """Run `module` on an empty, migrated database and add the rows that it writes, one JSON list a line, to the table.

    A process of its own, since Django knows one database for life.
    """
    with tempfile.TemporaryDirectory(prefix="usi-bench-") as data:
        own = {name: value for name, value in os.environ.items() if not name.startswith("USI_")}
        environment = own | {"USI_DEMO": "on", "USI_DATA": data, "USI_PAGE_CACHE_SECONDS": "0", "DJANGO_SETTINGS_MODULE": "usi.config.settings"} | more
        for command in (["migrate", "-v0"], ["collectstatic", "--noinput", "-v0"]):
            subprocess.run([ROOT / ".venv" / "bin" / "usi", *command], check=True, cwd=ROOT, env=environment)
        with subprocess.Popen([sys.executable, "-m", module], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
            try:
                for line in process.stdout:
                    table.take(json.loads(line))
                process.wait()
            finally:
                process.terminate()
        if process.returncode:
            raise SystemExit(f"{module} ended with code {process.returncode}.")


@contextlib.contextmanager
def fresh(address: str) -> Iterator[str]:
    """Make an empty database on a PostgreSQL server, give its address, and drop it at the end."""
    import psycopg

    name = f"usi_bench_{secrets.token_hex(4)}"
    parts = urlsplit(address)
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'")
        try:
            yield urlunsplit(parts._replace(path=f"/{name}"))
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")
