"""Loaded by Python in the processes of a node under test: does to its SQLite connections what a file of orders says.

`USI_TEST_ORDERS` names the file; it holds statements such as `PRAGMA query_only=1`, which every connection runs before its next cursor
once the file has changed. So the database's own refusals are met in the node's own processes, and end when the file says so.
"""

import os
import sqlite3.dbapi2

_orders = os.environ.get("USI_TEST_ORDERS", "")
_connect = sqlite3.dbapi2.connect


class Connection(sqlite3.dbapi2.Connection):
    """A connection that follows orders."""

    _seen = 0

    def cursor(self, *arguments, **named):
        """Look for orders first."""
        try:
            changed = os.stat(_orders).st_mtime_ns
        except OSError:
            changed = 0
        if changed != self._seen:
            self._seen = changed
            with open(_orders) as file:
                for order in file.read().splitlines():
                    super().cursor().execute(order)
        return super().cursor(*arguments, **named)


def connect(*arguments, **named):
    """Connect with the faulty class."""
    return _connect(*arguments, **{"factory": Connection} | named)


if _orders:
    sqlite3.connect = sqlite3.dbapi2.connect = connect
