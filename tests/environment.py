"""Sets the environment of the tests before Django reads it; loaded by pytest as a plugin."""

import os
import tempfile
from pathlib import Path

os.environ["USI_TESTING"] = "on"
os.environ["USI_DEMO"] = "off"
# The tests on PostgreSQL run beside those on SQLite.
_worker = os.environ.get("PYTEST_XDIST_WORKER", "main") + ("-postgresql" if os.environ.get("USI_DATABASE_URL") else "")
os.environ["USI_DATA"] = str(Path(tempfile.gettempdir()) / f"usi-tests-{os.getuid()}" / _worker)
os.environ["USI_URL"] = "http://testserver"
if _redis := os.environ.get("USI_REDIS_URL"):
    # Each worker has one of the numbered databases: one that empties the cache must not empty another's.
    _number = "".join(filter(str.isdigit, os.environ.get("PYTEST_XDIST_WORKER", ""))) or "0"
    os.environ["USI_REDIS_URL"] = f"{_redis.partition('?')[0]}?db={_number}"
