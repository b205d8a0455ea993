"""Reads the demonstration's texts."""

from __future__ import annotations

import functools
import tomllib
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[1] / "content"


@functools.cache
def rows(table: str, pattern: str) -> list[dict[str, Any]]:
    """Return the rows of a table from all files whose name fits a pattern, in the order of names.

    A file named `…_el.toml` holds texts in Greek: its rows get that language where they name none.
    """
    found: list[dict[str, Any]] = []
    for path in sorted(FOLDER.glob(pattern)):
        language = path.stem.partition("_")[2]
        found += [{"language": language} | row for row in tomllib.loads(path.read_text("utf-8")).get(table, [])]
    return found
