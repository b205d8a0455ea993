"""Reads the demonstration's texts."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[1] / "content"


def rows(table: str, pattern: str) -> list[dict[str, Any]]:
    """Return the rows of a table from all files whose name fits a pattern, in the order of names."""
    found: list[dict[str, Any]] = []
    for path in sorted(FOLDER.glob(pattern)):
        found += tomllib.loads(path.read_text("utf-8")).get(table, [])
    return found
