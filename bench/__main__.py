"""`make bench`: pages, weights, memory, lists at a million publications, crowds that sign, search; on SQLite and on PostgreSQL.

A part is a function that takes the table; a new one is a line in `PARTS`.
"""

import argparse
import os
import signal
import sys
from collections.abc import Callable, Iterable

from bench import databases
from bench.table import Table

Part = Callable[[Table, argparse.Namespace], None]


def _serving(table: Table, options: argparse.Namespace) -> None:
    from bench import serving

    serving.run(table)


def _sqlite(table: Table, options: argparse.Namespace) -> None:
    databases.apart("bench.lists", table)


def _postgresql(table: Table, options: argparse.Namespace) -> None:
    _on_postgresql(table, options, lambda database: databases.apart("bench.lists", table, USI_DATABASE_URL=database))


def _surge(table: Table, options: argparse.Namespace) -> None:
    from bench import surge

    surge.surge(table, "SQLite", seconds=options.seconds)
    _on_postgresql(table, options, lambda database: surge.surge(table, "PostgreSQL", database=database, seconds=options.seconds))


def _crowd(table: Table, options: argparse.Namespace) -> None:
    from bench import surge

    surge.overload(table, "SQLite")
    surge.drill(table, "SQLite")


def _millions(table: Table, options: argparse.Namespace) -> None:
    databases.apart("bench.millions", table)
    _on_postgresql(table, options, lambda database: databases.apart("bench.millions", table, USI_DATABASE_URL=database))


def _search(table: Table, options: argparse.Namespace) -> None:
    databases.apart("bench.search", table)
    _on_postgresql(table, options, lambda database: databases.apart("bench.search", table, USI_DATABASE_URL=database))


def _on_postgresql(table: Table, options: argparse.Namespace, measure: Callable[[str], None]) -> None:
    address = options.database or os.environ.get("USI_BENCH_DATABASE_URL", "")
    if not address:
        table.miss("the same on PostgreSQL", "PostgreSQL is not installed here; nothing was measured on it")
        return
    with databases.fresh(address) as database:
        measure(database)


PARTS: dict[str, Part] = {
    "serving": _serving, "sqlite": _sqlite, "postgresql": _postgresql, "surge": _surge, "crowd": _crowd, "millions": _millions, "search": _search,
}  # fmt: skip


def main(arguments: Iterable[str] | None = None) -> int:
    """Run what is asked for and print the table."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--only", action="append", choices=list(PARTS), help="measure this part only; can be given more than once")
    parser.add_argument("--database", default="", help="postgresql://… of a server whose user may create databases; else one of the bench's own")
    parser.add_argument("--seconds", type=int, default=600, help="how long people sign in the part named surge; the promise is ten minutes")
    parser.add_argument("--port", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    # Being told to end is an exit like any other, so that servers and databases started here end too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    table = Table()
    for name in options.only or PARTS:
        print(f"== {name}", flush=True)
        PARTS[name](table, options)
    print("\n" + table.text())
    return int(table.broken)


if __name__ == "__main__":
    sys.exit(main())
