"""`make bench`: pages, weights, memory, and lists at a million publications."""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.table import Table

ROOT = Path(__file__).parents[1]


def _lists(table: Table, database: str) -> None:
    with tempfile.TemporaryDirectory() as data:
        os.environ |= {"USI_DEMO": "on", "USI_DATA": data, "USI_DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "usi.config.settings"}
        subprocess.run([ROOT / ".venv" / "bin" / "usi", "migrate", "-v0"], check=True, cwd=ROOT)
        import django

        django.setup()
        from bench import lists

        lists.run(table)


def main() -> int:
    """Run what is asked for and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=["serving", "lists"], help="measure one part only")
    parser.add_argument("--database", default="", help="postgresql://… of an empty database for the lists; SQLite otherwise")
    parser.add_argument("--port", help=argparse.SUPPRESS)
    options = parser.parse_args()
    table = Table()
    if options.only != "lists":
        from bench import serving

        serving.run(table)
    if options.only != "serving":
        _lists(table, options.database)
    print("\n" + table.text())
    return int(table.broken)


if __name__ == "__main__":
    sys.exit(main())
