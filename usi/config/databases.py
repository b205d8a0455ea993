"""How Django reaches the database: SQLite in the data folder, or PostgreSQL by its address."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit


def of(url: str, *, data: Path, testing: bool) -> dict[str, object]:
    """Return the settings of a database; an empty address is SQLite in the folder `data`."""
    return _postgresql(url, testing=testing) if url else _sqlite(data)


def _sqlite(data: Path) -> dict[str, object]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": data / "usi.sqlite3",
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": 10,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
            " PRAGMA secure_delete=ON; PRAGMA cache_size=-4000; PRAGMA mmap_size=268435456; PRAGMA wal_autocheckpoint=20000;",
        },
    }


def _postgresql(url: str, *, testing: bool) -> dict[str, object]:
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or parse_qs(parts.query).get("host", [""])[0],
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 0 if testing else 60,
        "CONN_HEALTH_CHECKS": True,
    }
